import type { ByteSource } from './byte-source.ts';
import { readContainer, type Container } from './chunks.ts';
import { id3Length, sniff } from './sniff.ts';

/** How much of a file is searched for a container behind bytes that are nothing we know. */
const searched = 64 * 1024;
/** Tags in a row; taggers add one, rarely a second. */
const mostTags = 8;

/**
 * The container of a WAV, at the beginning of the file or behind what somebody put before it: ID3 tags of
 * a music program, a MacBinary header, an empty line. Undefined where there is none, and where the file begins as a known
 * format of another kind: a WAV that lies within a ZIP archive is no WAV yet.
 */
export async function findContainer(source: ByteSource): Promise<Container | undefined> {
  let at = 0;
  for (let tag = 0; tag <= mostTags; tag += 1) {
    const container = await readContainer(source, at);
    if (container) return container;
    const length = await id3Length(source, at);
    if (length === 0) break;
    at += length;
  }
  if (at === 0 && (await sniff(source)) !== 'unknown') return undefined;
  return search(source, at);
}

async function search(source: ByteSource, from: number): Promise<Container | undefined> {
  const bytes = new Uint8Array(Math.min(searched, Math.max(0, source.size - from)));
  const there = await source.read(bytes, from);
  const text = Buffer.from(bytes.buffer, 0, there);
  for (let at = text.indexOf('WAVE'); at >= 0; at = text.indexOf('WAVE', at + 1)) {
    const container = at < 8 ? undefined : await readContainer(source, from + at - 8);
    if (container) return container;
  }
  return undefined;
}
