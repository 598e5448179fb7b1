import { readDetails } from '../../contract/error-details.ts';
import { DialdeskError, type ErrorShape } from '../../contract/errors.ts';
import type { Transfer, TransfersChanged } from '../../contract/transfers.ts';
import { backoff } from '../../jobs/backoff.ts';
import { verdictOnRepeatable } from '../../jobs/verdict.ts';
import { pause, type Clock } from '../../platform/clock.ts';
import type { TransferProgress } from '../../sftp/transfer/progress.ts';
import { uploadPaused } from '../../sftp/transfer/abort.ts';
import type { UnderName } from '../../sftp/transfer/direct.ts';
import type { Replaced } from '../../sftp/transfer/publish.ts';

/** What an attempt is given, and reports. */
export interface TransferWatch {
  readonly signal: AbortSignal;
  /** It is this transfer's turn on the server. */
  readonly started: () => void;
  readonly progress: (progress: TransferProgress) => void;
  /** An existing file of that name may be replaced. */
  readonly replace: boolean;
}

/** How one file is moved. It keeps what the next attempt needs; `discard` removes what is left on either side. */
export interface TransferWork {
  attempt(
    watch: TransferWatch,
  ): Promise<{ readonly replaced: Replaced | null; readonly sha256: string | null }>;
  /** @returns what stays on the server under the final name, where that has to be known */
  discard(): Promise<UnderName | undefined>;
}

/** A transfer to carry out: what it shows, and how it is done. */
export type NewTransfer = Pick<
  Transfer,
  'direction' | 'connectionId' | 'serverId' | 'server' | 'name' | 'folder' | 'savedAs' | 'total' | 'verify'
> & { readonly replace: boolean; readonly work: TransferWork };

interface Entry {
  shown: Transfer;
  replace: boolean;
  /** Attempts that failed because of the network since the last byte that got through. */
  attempts: number;
  readonly work: TransferWork;
  running: { readonly control: AbortController; readonly ended: Promise<void> } | null;
  callOff: (() => void) | null;
}

/** After this many attempts without a byte, a person has to look at it. */
const mostAttempts = 6;
/** How long quitting may wait for servers, ms. */
const stopPatience = 5_000;

/**
 * The manual transfers of this session. Each attempt is up to the work itself; this class keeps the list, pauses,
 * resumes after the network came back, and cancels.
 */
export class TransferManager {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #newId: () => string;
  readonly #changed: (changed: TransfersChanged) => void;
  readonly #entries = new Map<string, Entry>();

  constructor(deps: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly newId: () => string;
    readonly changed: (changed: TransfersChanged) => void;
  }) {
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#newId = deps.newId;
    this.#changed = deps.changed;
  }

  /** In the order they were requested. */
  list(): Transfer[] {
    return [...this.#entries.values()].map(({ shown }) => shown);
  }

  /** How many would be interrupted if the app quit now. */
  get underWay(): number {
    const states: readonly Transfer['state'][] = ['queued', 'running', 'waiting', 'paused'];
    return this.list().filter(({ state }) => states.includes(state)).length;
  }

  add(transfers: readonly NewTransfer[]): void {
    const added = transfers.map(({ replace, work, ...shown }): Entry => ({
      shown: {
        ...shown,
        id: this.#newId(),
        state: 'queued',
        bytes: 0,
        bytesPerSecond: null,
        secondsLeft: null,
        error: null,
        retryAt: null,
        replaced: null,
        sha256: null,
        createdAt: this.#clock.now(),
      },
      replace,
      attempts: 0,
      work,
      running: null,
      callOff: null,
    }));
    for (const entry of added) this.#entries.set(entry.shown.id, entry);
    this.#changed({ transfers: added.map(({ shown }) => shown), removed: [] });
    for (const entry of added) this.#start(entry);
  }

  /** Pauses; what has arrived stays. */
  async pause(id: string): Promise<void> {
    const entry = this.#entry(id);
    entry.callOff?.();
    if (entry.running) await this.#stop(entry, uploadPaused);
    else if (entry.shown.state === 'waiting') this.#show(entry, { state: 'paused', retryAt: null });
  }

  /** Resumes where it stopped. @throws DialdeskError `conflict` if it is under way or has ended */
  resume(id: string, replace = false): void {
    const entry = this.#entry(id);
    const { state } = entry.shown;
    if (state !== 'paused' && state !== 'waiting' && state !== 'failed') {
      throw new DialdeskError('conflict', `a transfer that is ${state} cannot go on`);
    }
    entry.replace ||= replace;
    entry.attempts = 0;
    this.#start(entry);
  }

  /** The network may be back. */
  tryWaiting(): void {
    for (const entry of this.#entries.values()) if (entry.shown.state === 'waiting') this.#start(entry);
  }

  /** Stops for good and removes what was left on either side, as far as possible. */
  async cancel(id: string): Promise<void> {
    const entry = this.#entry(id);
    if (['done', 'cancelled'].includes(entry.shown.state)) return;
    entry.callOff?.();
    if (entry.running) await this.#stop(entry, new DialdeskError('cancelled', 'cancelled by the user'));
    // It may have finished at that very moment.
    if (this.#entry(id).shown.state === 'done') return;
    // Only what was left under the final name is still of interest.
    const { error } = this.#entry(id).shown;
    this.#show(entry, { state: 'cancelled', error: leftOf(error), retryAt: null });
    const left = await entry.work.discard();
    if (left) this.#show(entry, { error: cancelledWith(left) });
  }

  /** Removes ended transfers from the list, and what failed ones left behind, as far as possible. */
  clear(only?: string): void {
    const over = [...this.#entries.values()].filter(
      ({ shown: { id, state } }) =>
        ['done', 'cancelled', 'failed'].includes(state) && (only === undefined || only === id),
    );
    for (const { shown, work } of over) {
      this.#entries.delete(shown.id);
      if (shown.state === 'failed') void work.discard();
    }
    this.#changed({ transfers: [], removed: over.map(({ shown }) => shown.id) });
  }

  /** Ends all of them when the app quits, removing partial files that can be removed quickly. */
  async stop(): Promise<void> {
    const all = Promise.all([...this.#entries.keys()].map((id) => this.cancel(id)));
    const over = new AbortController();
    await Promise.race([all, pause(this.#clock, stopPatience, over.signal)]);
    over.abort();
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new DialdeskError('not_found', `no transfer ${id}`);
    return entry;
  }

  #show(entry: Entry, change: Partial<Transfer>): void {
    entry.shown = { ...entry.shown, ...change };
    if (this.#entries.has(entry.shown.id)) this.#changed({ transfers: [entry.shown], removed: [] });
  }

  #start(entry: Entry): void {
    entry.callOff?.();
    const control = new AbortController();
    this.#show(entry, {
      state: 'queued',
      error: null,
      retryAt: null,
      bytesPerSecond: null,
      secondsLeft: null,
    });
    entry.running = { control, ended: this.#attempt(entry, control.signal) };
  }

  async #stop(entry: Entry, reason: DialdeskError): Promise<void> {
    const { running } = entry;
    running?.control.abort(reason);
    await running?.ended;
  }

  async #attempt(entry: Entry, signal: AbortSignal): Promise<void> {
    const quiet = { bytesPerSecond: null, secondsLeft: null };
    let start: number | null = null;
    try {
      const { replaced, sha256 } = await entry.work.attempt({
        signal,
        replace: entry.replace,
        started: () => this.#show(entry, { state: 'running' }),
        progress: (progress) => {
          start ??= progress.bytes;
          if (progress.bytes > start) entry.attempts = 0;
          this.#show(entry, { ...progress });
        },
      });
      const { total, bytes } = entry.shown;
      this.#show(entry, { ...quiet, state: 'done', bytes: total ?? bytes, replaced, sha256 });
    } catch (error) {
      const why =
        error instanceof DialdeskError
          ? error
          : new DialdeskError('internal', String(error), { cause: error });
      if (signal.reason === uploadPaused) this.#show(entry, { ...quiet, state: 'paused' });
      else if (signal.aborted)
        this.#show(entry, { ...quiet, state: 'cancelled', error: leftOf(why.toShape()) });
      else if (verdictOnRepeatable(why) === 'network' && ++entry.attempts < mostAttempts)
        this.#wait(entry, why);
      else this.#show(entry, { ...quiet, state: 'failed', error: why.toShape() });
    } finally {
      entry.running = null;
    }
  }

  #wait(entry: Entry, why: DialdeskError): void {
    const delay = backoff(entry.attempts, this.#random);
    const callOff = this.#clock.after(delay, () => this.#start(entry));
    entry.callOff = () => {
      callOff();
      entry.callOff = null;
    };
    this.#show(entry, {
      state: 'waiting',
      error: why.toShape(),
      retryAt: this.#clock.now() + delay,
      bytesPerSecond: null,
      secondsLeft: null,
    });
  }
}

const cancelledWith = (left: UnderName): ErrorShape => ({
  code: 'cancelled',
  message: 'the transfer was cancelled',
  details: { ...left },
});

/** What an ended attempt left under the final name, as the error of a cancelled transfer; null for nothing. */
function leftOf(error: ErrorShape | null): ErrorShape | null {
  if (error === null) return null;
  const { underName, oldLost = false } = readDetails(error.code, error.details);
  return underName === undefined ? null : cancelledWith({ underName, oldLost });
}
