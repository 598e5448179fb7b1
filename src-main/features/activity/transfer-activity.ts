import { redactText } from '../../aicc/redact.ts';
import type { ActivityEntry } from '../../contract/activity.ts';
import { causeOf } from '../../contract/error-details.ts';
import type { Transfer, TransfersChanged } from '../../contract/transfers.ts';
import { fieldLines } from './field-lines.ts';

/** States in which a transfer has an outcome; a waiting one was interrupted. */
const ends: Partial<Record<Transfer['state'], ActivityEntry['outcome']>> = {
  done: 'ok',
  failed: 'failed',
  waiting: 'failed',
  cancelled: 'cancelled',
};

export interface TransferActivityDeps {
  readonly record: (entry: ActivityEntry) => void;
  readonly connectionName: (connectionId: string) => string;
  readonly now: () => number;
}

/** Records manual uploads and downloads, from the changes the transfer manager reports. */
export class TransferActivity {
  readonly #deps: TransferActivityDeps;
  /** The last state seen, and when the transfer began. */
  readonly #seen = new Map<string, { state: Transfer['state']; since: number }>();

  constructor(deps: TransferActivityDeps) {
    this.#deps = deps;
  }

  /** Receives what the manager pushes. */
  changed({ transfers, removed }: TransfersChanged): void {
    for (const transfer of transfers) this.#look(transfer);
    for (const id of removed) this.#seen.delete(id);
  }

  #look(transfer: Transfer): void {
    const { id, state } = transfer;
    const before = this.#seen.get(id);
    if (before?.state === state) return;
    const now = this.#deps.now();
    const since = state === 'running' || before === undefined ? now : before.since;
    this.#seen.set(id, { state, since });
    const outcome = ends[state];
    if (outcome !== undefined) this.#record(transfer, outcome, since, now);
  }

  #record(transfer: Transfer, outcome: ActivityEntry['outcome'], since: number, now: number): void {
    const { connectionId, error } = transfer;
    const asked = {
      server: transfer.server,
      folder: redactText(transfer.folder),
      name: redactText(transfer.name),
      bytes: transfer.total,
    };
    const answered =
      outcome === 'ok'
        ? { bytes: transfer.bytes, replaced: transfer.replaced, sha256: transfer.sha256 }
        : { bytes: transfer.bytes, cause: causeOf(error) };
    this.#deps.record({
      at: since,
      duration: Math.max(0, now - since),
      connectionId,
      connectionName: this.#deps.connectionName(connectionId),
      kind: 'transfer',
      interface: transfer.direction,
      outcome,
      code: outcome === 'ok' ? null : (error?.code ?? null),
      asked: fieldLines(asked),
      answered: fieldLines(answered),
      jobId: null,
    });
  }
}
