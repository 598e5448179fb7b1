import type { ActivityLine, ActivityQuery, ActivityTask } from '../../contract/activity.ts';
import type { ActivityTable } from '../../store/activity.ts';

/** A page of tasks under their days, and how many lines there are in all. One that cannot be read is left out. */
export function taskLines(
  table: Pick<ActivityTable, 'taskDays' | 'tasks'>,
  query: ActivityQuery,
  jobOf: (jobId: string) => ActivityTask['job'],
): { lines: ActivityLine[]; total: number } {
  const { offset, limit, ...filter } = query;
  const days = table.taskDays(filter);
  const total = days.reduce((sum, { count }) => sum + count + 1, 0);
  const lines: (ActivityLine | null)[] = [];
  /** Of the day's heading, among all lines; and how many tasks stand before it. */
  let line = 0;
  let before = 0;
  let first: number | null = null;
  for (const { day, count } of days) {
    if (line >= offset && line < offset + limit) lines.push({ kind: 'day', day });
    const from = Math.max(line + 1, offset);
    const to = Math.min(line + 1 + count, offset + limit);
    for (let at = from; at < to; at++) lines.push(null);
    if (from < to) first ??= before + from - line - 1;
    line += count + 1;
    before += count;
  }
  const wanted = lines.filter((each) => each === null).length;
  const tasks = wanted === 0 ? [] : table.tasks({ ...filter, offset: first ?? 0, limit: wanted });
  const rest = tasks.values();
  const filled = lines.flatMap((each): ActivityLine[] => {
    if (each !== null) return [each];
    const { value: task } = rest.next();
    if (!task) return [];
    const { jobId } = task.entry;
    return [{ ...task, job: jobId === null ? null : jobOf(jobId) }];
  });
  return { lines: filled, total };
}
