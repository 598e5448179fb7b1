import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskLines } from '../../../src-main/features/activity/task-lines.ts';
import type { ActivityTask } from '../../../src-main/contract/activity.ts';

/** Tasks of these many a day, numbered from the newest. */
function table(counts: readonly number[]) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const all = Array.from({ length: total }, (_, at) => ({
    ...{ kind: 'task', task: null, entries: 1, since: 0 },
    entry: { id: at, jobId: null },
  })) as unknown as Omit<ActivityTask, 'job'>[];
  return {
    taskDays: () => counts.map((count, at) => ({ day: `day ${at}`, count })),
    tasks: ({ offset, limit }: { offset: number; limit: number }) => all.slice(offset, offset + limit),
  };
}

test('whatever the page, its lines are those of the whole list', () => {
  for (const counts of [[], [1], [3, 1, 4], [2, 2]]) {
    const from = table(counts);
    const shown = (offset: number, limit: number) =>
      taskLines(from, { offset, limit }, () => null).lines.map((line) =>
        line.kind === 'day' ? line.day : line.entry.id,
      );
    const whole = shown(0, 100);
    assert.equal(taskLines(from, { offset: 0, limit: 1 }, () => null).total, whole.length);
    for (let offset = 0; offset <= whole.length; offset++) {
      for (let limit = 1; limit <= 4; limit++) {
        assert.deepEqual(shown(offset, limit), whole.slice(offset, offset + limit), `${offset}, ${limit}`);
      }
    }
  }
  const whole = taskLines(table([2, 1]), { offset: 0, limit: 9 }, () => null).lines;
  assert.deepEqual(
    whole.map((line) => (line.kind === 'day' ? line.day : line.entry.id)),
    ['day 0', 0, 1, 'day 1', 2],
  );
});

test('a task that cannot be read leaves the others under their days', () => {
  const { taskDays, tasks } = table([2, 1]);
  const torn = {
    taskDays,
    tasks: (page: { offset: number; limit: number }) =>
      tasks(page).map((task) => (task.entry.id === 0 ? null : task)),
  };
  assert.deepEqual(
    taskLines(torn, { offset: 0, limit: 9 }, () => null).lines.map((line) =>
      line.kind === 'day' ? line.day : line.entry.id,
    ),
    ['day 0', 1, 'day 1', 2],
  );
});
