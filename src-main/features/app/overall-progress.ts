import type { Job, JobsChanged } from '../../contract/jobs.ts';
import type { Transfer, TransfersChanged } from '../../contract/transfers.ts';

interface Load {
  readonly done: number;
  readonly total: number;
  readonly underWay: boolean;
}

function ofTransfer({ state, bytes, total }: Transfer): Load | null {
  if (state === 'cancelled' || state === 'failed' || state === 'paused') return null;
  return { done: bytes, total: total ?? bytes, underWay: state !== 'done' };
}

function ofJob({ state, progress }: Job): Load | null {
  if (state !== 'running' || progress?.unit !== 'bytes' || progress.total === null) return null;
  return { done: progress.done, total: progress.total, underWay: true };
}

/**
 * All files under way as one share for the dock or taskbar: manual transfers and the uploads of imports. Finished
 * files count until all are finished, so that the bar does not move backwards as single files end.
 */
export class OverallProgress {
  readonly #show: (share: number | null) => void;
  readonly #loads = new Map<string, Load>();
  #shown: number | null = null;

  /** `show` receives a share from 0 to 1, or null when nothing is under way; only when it changes by a percent. */
  constructor(show: (share: number | null) => void) {
    this.#show = show;
  }

  transfers({ transfers, removed }: TransfersChanged): void {
    for (const transfer of transfers) this.#set(transfer.id, ofTransfer(transfer));
    for (const id of removed) this.#loads.delete(id);
    this.#tell();
  }

  jobs({ jobs, removed }: JobsChanged): void {
    for (const job of jobs) this.#set(job.id, ofJob(job));
    for (const id of removed) this.#loads.delete(id);
    this.#tell();
  }

  #set(id: string, load: Load | null): void {
    if (load) this.#loads.set(id, load);
    else this.#loads.delete(id);
  }

  #tell(): void {
    const loads = [...this.#loads.values()];
    let share: number | null = null;
    if (loads.some(({ underWay }) => underWay)) {
      const total = loads.reduce((sum, load) => sum + load.total, 0);
      const done = loads.reduce((sum, load) => sum + load.done, 0);
      share = total > 0 ? Math.floor((done / total) * 100) / 100 : 0;
    } else {
      this.#loads.clear();
    }
    if (share === this.#shown) return;
    this.#shown = share;
    this.#show(share);
  }
}
