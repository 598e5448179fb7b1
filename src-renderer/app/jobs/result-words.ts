import type { ImportTask, ImportTaskStatus } from '../../../src-main/contract/call-data-import.ts';
import { resultSum, type ImportResult } from '../../../src-main/contract/import-results.ts';
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

/** One line for a list: how far it is, and how many of the rows were imported. Empty while there is nothing to show. */
export function resultNote(result: ImportResult): string {
  if (result.following === 'not_offered' || result.following === 'no_task_id') return '';
  if (result.task === null) return result.following === 'following' ? m.results_asking() : '';
  const { label } = taskWords(result.task);
  const sum = resultSum(result);
  if (sum === null) return label;
  const counts = m.results_of({ imported: formatCount(sum.imported), sent: formatCount(result.sent) });
  return `${label} · ${counts}`;
}
