import type { SftpRequests } from '../wire/requests.ts';
import { abortError, isPaused, fulfilledWithin } from './abort.ts';
import type { Pace } from './bandwidth.ts';
import { ContiguousPrefix } from './prefix.ts';
import { WriteSlot } from './write-slot.ts';

/** Fills the buffer from the local file's `position`; returns how many bytes there were. */
export type ReadAt = (into: Buffer, position: number) => Promise<number>;

/** What a windowed write needs. Positions and lengths are in bytes. */
export interface WindowedWrite {
  readonly requests: SftpRequests;
  readonly handle: Uint8Array;
  readonly readAt: ReadAt;
  readonly from: number;
  readonly to: number;
  /** Data of one request. */
  readonly chunk: number;
  /** Data that may be under way unanswered. */
  readonly window: number;
  readonly signal: AbortSignal;
  /** Asked before each request. */
  readonly pace?: Pace | undefined;
  /** The bytes in order, just before they go. They change afterwards. */
  readonly onSend?: (data: Buffer) => void;
  /** Everything before `position` is acknowledged by the server. */
  readonly onAcknowledged: (position: number) => void;
}

/** Says that the local file ended before its size. */
export class SourceTooShort extends Error {
  override readonly name = 'SourceTooShort';
}

/** How long the answers to what is under way are waited for after an abort, in ms. */
const patience = 3_000;

/**
 * Writes part of a local file to an open remote one with many requests under way at once. Returns when all
 * are acknowledged. On the first failure, or when the signal aborts, nothing more is sent; it rejects when every
 * request under way has been answered or the connection is gone, so that the caller may close the file, and
 * after an abort in three seconds at the latest.
 */
export async function writeWindowed(job: WindowedWrite): Promise<void> {
  const { requests, handle, chunk, signal } = job;
  const prefix = new ContiguousPrefix(job.from);
  const free: WriteSlot[] = [];
  let slots = Math.max(2, Math.ceil(job.window / chunk));
  const underWay = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    wake();
  };
  const abort = (): void => {
    fail(abortError(signal));
  };

  const send = (slot: WriteSlot, position: number, length: number): void => {
    const write = requests
      .write((id) => slot.packet(id, position, length))
      .then(() => {
        free.push(slot);
        prefix.add(position, length);
        job.onAcknowledged(prefix.end);
      })
      .catch(fail)
      .finally(() => {
        underWay.delete(write);
        wake();
      });
    underWay.add(write);
  };
  const slotFree = async (): Promise<WriteSlot | undefined> => {
    for (;;) {
      if (failure) return undefined;
      const slot = free.pop();
      if (slot) return slot;
      // Slots are made as they are needed: a small file takes little memory.
      if (slots > 0) {
        slots--;
        return new WriteSlot(handle, chunk);
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const sendAll = async (): Promise<void> => {
    for (let position = job.from; position < job.to;) {
      const slot = await slotFree();
      if (!slot) return;
      const wanted = slot.data.subarray(0, Math.min(chunk, job.to - position));
      const length = await job.readAt(wanted, position);
      if (length === 0) throw new SourceTooShort(`nothing at ${position} of ${job.to}`);
      await job.pace?.take(length, signal);
      if (signal.aborted) return;
      job.onSend?.(wanted.subarray(0, length));
      send(slot, position, length);
      position += length;
    }
  };

  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    await sendAll().catch(fail);
    while (underWay.size > 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    if (!isPaused(signal)) await fulfilledWithin(Promise.all(underWay), patience);
  } finally {
    signal.removeEventListener('abort', abort);
  }
  if (failure) throw (failure as { error: unknown }).error;
}
