import type { ErrorShape } from '../contract/errors.ts';

/** What can be watched and stopped. */
export interface Watch<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * What a worker does, by name: each takes one input that can be copied to another thread, and how it is watched. The
 * one table in a worker's file is what both of its ends are typed by.
 */
export type WorkerTable = Readonly<Record<string, (input: never, watch: never) => unknown>>;

export type InputOf<Call> = Call extends (input: infer Input, ...more: never[]) => unknown ? Input : never;
export type ProgressOf<Call> = Call extends (input: never, watch: Watch<infer Progress>) => unknown
  ? Progress
  : never;
export type OutputOf<Call> = Call extends (...given: never[]) => infer Output ? Awaited<Output> : never;

/** To the worker: do this, or stop doing it. */
export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** From the worker: how far it is, and how it ended. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorShape };
