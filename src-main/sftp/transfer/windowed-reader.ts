import type { SftpRequests } from '../wire/requests.ts';
import { orAbort } from './abort.ts';

/** What a windowed read needs. Positions and lengths are in bytes. */
export interface WindowedRead {
  readonly requests: SftpRequests;
  readonly handle: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Data of one request. */
  readonly chunk: number;
  /** Data that may be asked for ahead. */
  readonly window: number;
  readonly signal?: AbortSignal | undefined;
}

interface Ask {
  readonly position: number;
  readonly length: number;
  readonly answer: Promise<Buffer | null>;
}

/**
 * The bytes of a remote file in order, with many requests under way at once. Ends early where the file does;
 * a server that sends less than was asked is asked again for the rest. Rejects with `abortError` as soon as the
 * signal aborts, also when the link has stopped.
 */
export async function* readWindowed(job: WindowedRead): AsyncGenerator<{ position: number; data: Buffer }> {
  const asks: Ask[] = [];
  let next = job.from;
  const ask = (position: number, length: number): Ask => {
    const answer = job.requests.read(job.handle, position, length);
    // Answers that are no longer awaited may be refusals.
    answer.catch(() => undefined);
    return { position, length, answer };
  };
  for (;;) {
    while (next < job.to && asks.length * job.chunk < job.window) {
      const length = Math.min(job.chunk, job.to - next);
      asks.push(ask(next, length));
      next += length;
    }
    const first = asks.shift();
    if (!first) return;
    const data = await orAbort(first.answer, job.signal);
    if (data === null || data.length === 0) return;
    yield { position: first.position, data: data.subarray(0, first.length) };
    if (data.length < first.length) {
      asks.unshift(ask(first.position + data.length, first.length - data.length));
    }
  }
}
