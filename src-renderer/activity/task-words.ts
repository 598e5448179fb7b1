import type { ActivityTask, StoredActivity } from '../../src-main/contract/activity.ts';
import { outcomeWords, subjectWords } from '../../src-main/contract/activity-words.ts';
import type { ImportResult } from '../../src-main/contract/import-results.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { formatCount, formatDay, formatWeekday } from '../app/format.ts';
import { jobState } from '../app/jobs/job-state.ts';
import { cargoWords } from '../app/jobs/kind-words.ts';
import type { JobWords } from '../app/jobs/job-words.ts';
import { outcomeTones } from './outcome-tones.ts';

/** What a task is about. */
export interface TaskTitle {
  /** The kind of job, or what was asked. */
  readonly subject: string;
  /** What it was done with, and into which campaign: "list-13 → Autumn fair"; empty where nothing is known. */
  readonly what: string;
}

/** A field among the lines of what was asked; undefined where it is not there. */
function fieldOf({ asked }: Pick<StoredActivity, 'asked'>, name: string): string | undefined {
  const line = asked.split('\n').find((each) => each.startsWith(`${name}: `));
  return line?.slice(name.length + 2);
}

/** The title of a task: of a job that was removed, from what its entry kept. */
export function taskTitle({ entry }: Pick<ActivityTask, 'entry'>, job: Job | null): TaskTitle {
  if (job !== null) {
    const campaign =
      'campaignId' in job.summary ? (job.summary.campaignName ?? job.summary.campaignId) : null;
    return { subject: subjectWords(job.kind), what: arrow(job.name, campaign) };
  }
  const name = entry.kind === 'request' ? undefined : fieldOf(entry, 'name');
  const campaign = fieldOf(entry, 'campaignName') ?? fieldOf(entry, 'campaignId');
  return { subject: subjectWords(entry.interface), what: name === undefined ? '' : arrow(name, campaign) };
}

const arrow = (name: string, campaign: string | null | undefined): string =>
  campaign ? `${name} → ${campaign}` : name;

/** Below the title: what a job carries, as its own screen says it; where a transfer went; of a request, what tells it from others of its kind. */
export function underTitle(task: Pick<ActivityTask, 'entry' | 'entries'>, job: Job | null): string {
  if (task.entries > 1) return entriesWords(task.entries);
  if (job !== null) return cargoWords(job);
  if (task.entry.kind !== 'transfer') return askedInShort(task.entry);
  const [server, folder] = [fieldOf(task.entry, 'server'), fieldOf(task.entry, 'folder')];
  return [server, folder].filter((value) => value !== undefined).join(' · ');
}

/** What tells requests of one kind apart is shown in a list; paths and pages are for the details. */
export function askedInShort({ asked }: Pick<StoredActivity, 'asked'>): string {
  return asked
    .split('\n')
    .filter((line) => line !== '' && !/^(path|offset|limit|pageSize|pageNum|attempt): /.test(line))
    .join(' · ');
}

/** Its state, as Imports and the outbox say it; of what is no job, or one that was removed, as its entry ended. */
export function taskState(
  { entry }: Pick<ActivityTask, 'entry'>,
  job: Job | null,
  result: ImportResult | undefined,
): JobWords {
  if (job !== null) return jobState(job, result);
  return { tone: outcomeTones[entry.outcome], label: outcomeWords(entry.outcome), note: '' };
}

/** How many entries a task has. */
export function entriesWords(entries: number): string {
  return m.activity_entries({ count: entries, countText: formatCount(entries) });
}

/** The heading of a day: "Today · 2026-11-28", "Fri · 2026-11-27". @param day `2026-11-28`, of this computer's zone */
export function dayWords(day: string, now: number = Date.now()): string {
  if (day === formatDay(now)) return `${m.activity_today()} · ${day}`;
  // from noon, which a change of summer time does not move to another day
  const noon = new Date(now).setHours(12, 0, 0, 0);
  if (day === formatDay(noon - 86_400_000)) return `${m.activity_yesterday()} · ${day}`;
  return `${formatWeekday(day)} · ${day}`;
}
