import type { ImportTask, ImportTaskStatus } from '../../../src-main/contract/call-data-import.ts';
import { resultSum, type ImportResult, type ResultSum } from '../../../src-main/contract/import-results.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { formatCount } from '../format.ts';

type Tone = 'ok' | 'warn' | 'danger' | 'neutral' | 'accent';

const statuses: Readonly<Record<ImportTaskStatus, { tone: Tone; label: () => string }>> = {
  preparing: { tone: 'accent', label: m.results_preparing },
  running: { tone: 'accent', label: m.results_running },
  complete: { tone: 'ok', label: m.results_complete },
  failed: { tone: 'danger', label: m.results_failed },
  unknown: { tone: 'warn', label: m.results_unknown },
};

/** What the call centre says of a task; an undocumented status is shown as it came. */
export function taskWords(task: Pick<ImportTask, 'status' | 'statusText'> | null): {
  tone: Tone;
  label: string;
} {
  if (task === null) return { tone: 'neutral', label: m.results_not_listed() };
  const { tone, label } = statuses[task.status];
  const text = task.statusText.trim();
  const known = task.status !== 'unknown' || text === '';
  return { tone, label: known ? label() : m.results_unknown_status({ status: text.slice(0, 40) }) };
}

/** How an import went, as far as the call centre has reported. */
export interface ResultVerdict {
  readonly tone: Tone;
  readonly label: string;
  /** How many of the rows were imported, and what became of the others; empty where no counts are known. */
  readonly note: string;
  /** A person should look at it: rows are missing, or nothing was imported. */
  readonly look: boolean;
}

/**
 * The state of an import that was sent, from what the call centre reported; null while it has reported nothing, or never
 * will. It is fine only where every row that was sent is accounted for.
 */
export function resultVerdict(result: ImportResult): ResultVerdict | null {
  if (result.following === 'not_offered' || result.following === 'no_task_id') return null;
  const { task } = result;
  if (task === null) {
    const note = result.following === 'following' ? m.results_asking() : '';
    return note === '' ? null : { tone: 'ok', label: m.imports_state_done(), note, look: false };
  }
  const sum = resultSum(result);
  const note = sum === null ? '' : countsNote(sum, result.sent, result.following === 'following');
  const { tone, label } = taskWords(task);
  if (task.status !== 'complete') {
    const look = task.status !== 'running' && task.status !== 'preparing';
    return { tone, label: task.status === 'failed' ? m.results_task_failed() : label, note, look };
  }
  if (sum === null)
    return { tone: 'neutral', label: m.results_complete(), note: m.results_no_counts(), look: false };
  if (sum.difference !== 0) return { tone: 'warn', label: m.results_differ(), note, look: true };
  if (sum.imported === 0 && result.sent > 0)
    return { tone: 'warn', label: m.results_none_imported(), note, look: true };
  if (sum.failed > 0) return { tone: 'warn', label: m.results_partly(), note, look: true };
  return { tone: 'ok', label: m.results_all(), note, look: false };
}

/** The state of an import that was taken back; null for one that was not. */
export function takenBackVerdict({ takenBack }: Pick<ImportResult, 'takenBack'>): ResultVerdict | null {
  if (takenBack === null) return null;
  const { called = null, left = null } = takenBack.counts ?? {};
  const part = (count: number | null, words: (facts: { count: string }) => string): string[] =>
    count === null || count === 0 ? [] : [words({ count: formatCount(count) })];
  const note = [...part(called, m.results_taken_called), ...part(left, m.results_taken_left)].join(' · ');
  return left !== null && left > 0
    ? { tone: 'warn', label: m.results_taken_partly(), note, look: true }
    : { tone: 'neutral', label: m.results_taken_back(), note, look: false };
}

function countsNote(sum: ResultSum, sent: number, going: boolean): string {
  const { imported, repeated, blocked, failed, difference } = sum;
  const part = (count: number, words: () => string): string[] =>
    count === 0 ? [] : [`${formatCount(count)} ${words()}`];
  return [
    m.results_of({ imported: formatCount(imported), sent: formatCount(sent) }),
    ...part(repeated, m.results_repeated),
    ...part(blocked, m.results_blocked),
    ...part(failed, m.results_not_imported),
    ...part(
      Math.abs(difference),
      going ? m.results_open : difference > 0 ? m.results_difference : m.results_surplus,
    ),
  ].join(' · ');
}

/** The heading of a result that a person should look at; null where nothing is wrong that is known. */
export function lookTitle(
  result: ImportResult,
): { readonly tone: 'warn' | 'danger'; readonly title: string } | null {
  const verdict = resultVerdict(result);
  if (!verdict?.look) return null;
  if (result.task?.status === 'failed') return { tone: 'danger', title: m.results_failed_title() };
  const sum = resultSum(result);
  if (sum === null || result.task?.status !== 'complete') return { tone: 'warn', title: verdict.label };
  if (sum.difference !== 0) return { tone: 'warn', title: m.results_differ_title() };
  return { tone: 'warn', title: sum.imported === 0 ? m.results_none_title() : m.results_partly_title() };
}
