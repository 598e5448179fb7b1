import type { ByteSource } from './byte-source.ts';
import { brokenChunk } from './broken-chunk.ts';
import { walkChunks, type Chunk, type Container } from './chunks.ts';
import { extensibleTag, foreignSubFormat, formatTag, type FormatTag } from './format-tags.ts';
import { findContainer } from './leading-tag.ts';
import { sniff } from './sniff.ts';

/** The format chunk, with the numbers that stand there, right or wrong. */
export interface WavFormat {
  readonly tag: number;
  /** The coding; for EXTENSIBLE that of the sub-format. */
  readonly coding: FormatTag;
  readonly channels: number;
  readonly sampleRate: number;
  readonly byteRate: number;
  readonly blockAlign: number;
  readonly bitsPerSample: number;
  /** Which loudspeaker each channel is for (dwChannelMask); 0 where it is not said. */
  readonly channelMask: number;
  /** Frames in one block of a compressed coding; 0 where the extension does not say. */
  readonly framesPerBlock: number;
}

/** Where the sound of a WAV is and how it is written. */
export interface WavLayout {
  readonly container: Container;
  readonly format: WavFormat;
  /** The pieces of the sound in their order, without what the header promises and the file lacks. */
  readonly pieces: readonly { readonly offset: number; readonly length: number }[];
  /** Size of the sound as the headers say, over all data chunks, in bytes. */
  readonly declaredBytes: number;
  readonly dataBytes: number;
  readonly dataChunks: number;
  /** Frame count of the `fact` chunk; undefined without one. */
  readonly factFrames: number | undefined;
  readonly trailingBytes: number;
  readonly fileBytes: number;
  readonly formatChunks: number;
  /** Whether the sound comes before the chunk that says how to read it, which a reader of a stream cannot take. */
  readonly formatLast: boolean;
  /** The first chunk whose content or padding breaks its own rules, by id; undefined where none does. */
  readonly brokenChunk: string | undefined;
}

/** Why a file is no readable WAV, and what it is instead. */
export interface NotWav {
  readonly rule: 'empty' | 'container' | 'fmt' | 'data';
  /** A name such as "MP3", or what is missing. */
  readonly found: string;
}

export type WavReading =
  { readonly ok: true; readonly layout: WavLayout } | { readonly ok: false; readonly problem: NotWav };

/**
 * Reads the headers of a WAV and nothing of its sound. Several data chunks count as one sound in pieces:
 * the format allows one only, players take one or the other of them, and here none may be lost unnoticed.
 * Never throws for what the bytes say; a failing disk throws what the source throws.
 */
export async function readWavLayout(source: ByteSource): Promise<WavReading> {
  if (source.size === 0) return refuse('empty', 'empty file');
  const container = await findContainer(source);
  if (!container) return refuse('container', await sniff(source));
  const { chunks, trailing } = await walkChunks(source, container);
  const formatChunk = chunks.find((chunk) => chunk.id === 'fmt ');
  if (!formatChunk) return refuse('fmt', 'WAV without a format chunk');
  const format = await readFormat(source, formatChunk, container.bigEndian);
  if (!format) return refuse('fmt', 'WAV with a format chunk cut short');
  const data = chunks.filter((chunk) => chunk.id === 'data');
  if (data.length === 0) return refuse('data', 'WAV without a data chunk');
  return {
    ok: true,
    layout: {
      container,
      format,
      pieces: data.filter((chunk) => chunk.length > 0).map(({ offset, length }) => ({ offset, length })),
      declaredBytes: data.reduce((sum, chunk) => sum + chunk.declared, 0),
      dataBytes: data.reduce((sum, chunk) => sum + chunk.length, 0),
      dataChunks: data.length,
      factFrames: await readFact(
        source,
        chunks.find((chunk) => chunk.id === 'fact'),
        container.bigEndian,
      ),
      trailingBytes: trailing,
      fileBytes: source.size,
      formatChunks: chunks.filter((chunk) => chunk.id === 'fmt ').length,
      formatLast: data.some((chunk) => chunk.offset < formatChunk.offset),
      brokenChunk: await brokenChunk(source, chunks, container.bigEndian),
    },
  };
}

const refuse = (rule: NotWav['rule'], found: string): WavReading => ({ ok: false, problem: { rule, found } });

async function readFormat(
  source: ByteSource,
  chunk: Chunk,
  bigEndian: boolean,
): Promise<WavFormat | undefined> {
  const bytes = new Uint8Array(Math.min(chunk.length, 40));
  const there = await source.read(bytes, chunk.offset);
  if (there < 16) return undefined;
  const view = new DataView(bytes.buffer);
  const u16 = (at: number) => view.getUint16(at, !bigEndian);
  const u32 = (at: number) => view.getUint32(at, !bigEndian);
  const tag = u16(0);
  const extended = tag === extensibleTag;
  const coding = extended ? subFormat(bytes.subarray(24, there), bigEndian) : formatTag(tag);
  return {
    tag,
    coding,
    channels: u16(2),
    sampleRate: u32(4),
    byteRate: u32(8),
    blockAlign: u16(12),
    bitsPerSample: u16(14),
    channelMask: extended && there >= 24 ? u32(20) : 0,
    framesPerBlock: !extended && there >= 20 && u16(16) >= 2 ? u16(18) : 0,
  };
}

/**
 * KSDATAFORMAT_SUBTYPE_WAVEFORMATEX, {0000xxxx-0000-0010-8000-00AA00389B71}, in hex as it stands in a
 * file: the tag is in the first two bytes. For RIFX nothing is prescribed, and three ways are met: only
 * the tag turned round (sox), each field turned round, and every four bytes turned round (wavefile).
 */
const subFormats = {
  little: /^(....)000000001000800000aa00389b71$/,
  big: [
    /^(00..)000000001000800000aa00389b71$/,
    /^0000(....)00000010800000aa00389b71$/,
    /^0000(....)00100000aa000080719b3800$/,
  ],
};

function subFormat(guid: Uint8Array, bigEndian: boolean): FormatTag {
  const hex = Buffer.from(guid).toString('hex');
  if (bigEndian) {
    for (const pattern of subFormats.big) {
      const tag = pattern.exec(hex)?.[1];
      if (tag !== undefined) return formatTag(Number.parseInt(tag, 16));
    }
  }
  const tag = subFormats.little.exec(hex)?.[1];
  return tag === undefined ? foreignSubFormat(guid) : formatTag(Buffer.from(tag, 'hex').readUInt16LE());
}

async function readFact(source: ByteSource, chunk: Chunk | undefined, bigEndian: boolean) {
  const bytes = new Uint8Array(4);
  if (!chunk || chunk.length < 4 || (await source.read(bytes, chunk.offset)) < 4) return undefined;
  const frames = new DataView(bytes.buffer).getUint32(0, !bigEndian);
  return frames === 0xffff_ffff ? undefined : frames;
}
