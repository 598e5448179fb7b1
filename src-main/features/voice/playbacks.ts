import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { VoicePlayback } from '../../contract/voice-files.ts';
import { openPreview, type Preview } from '../../audio/preview.ts';

/** How many sounds can be played at once; the one requested longest ago is dropped first. */
const kept = 50;
const folder = '/preview/';

/** Sounds for the window's player, under addresses that name no path. */
export class Playbacks {
  readonly #origin: string;
  readonly #previews = new Map<string, Preview>();

  /** @param origin scheme and host of the window's own pages */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** An address for a sound. Throws what `openPreview` throws. */
  async add(path: string): Promise<VoicePlayback> {
    const preview = await openPreview(path);
    const token = randomUUID();
    this.#previews.set(token, preview);
    for (const oldest of this.#previews.keys()) {
      if (this.#previews.size <= kept) break;
      this.#previews.delete(oldest);
    }
    return { url: `${this.#origin}${folder}${token}`, seconds: preview.seconds };
  }

  /**
   * Answers the player's request for one of our addresses with the bytes it asks for.
   * @param range the request's Range header
   * @returns null if the address names no sound
   */
  answer(url: string, range: string | null): Response | null {
    if (!url.startsWith(this.#origin + folder)) return null;
    const preview = this.#previews.get(url.slice(this.#origin.length + folder.length));
    if (preview === undefined) return null;
    const part = partOf(range, preview.bytes);
    if (part === null) {
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${preview.bytes}` } });
    }
    const { from, to } = part;
    const body = Readable.toWeb(preview.stream(from, to)) as ReadableStream<Uint8Array>;
    return new Response(body, {
      status: range === null ? 200 : 206,
      headers: {
        'content-type': preview.contentType,
        'content-length': String(to - from),
        'accept-ranges': 'bytes',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...(range !== null && { 'content-range': `bytes ${from}-${to - 1}/${preview.bytes}` }),
      },
    });
  }
}

/** The single range of RFC 9110 that players ask for: from `from` to before `to`. Null if it cannot be satisfied. */
function partOf(range: string | null, size: number): { from: number; to: number } | null {
  if (range === null) return { from: 0, to: size };
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return from < to ? { from, to } : null;
}
