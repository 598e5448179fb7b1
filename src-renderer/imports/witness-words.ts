import { codeWords } from '../../src-main/contract/activity-words.ts';
import { errorTitles } from '../../src-main/contract/error-titles.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type {
  Doubt,
  ProvedArrival,
  Testimony,
  WitnessName,
  WitnessReport,
} from '../../src-main/contract/witnesses.ts';
import { formatCount, formatMoment } from '../app/format.ts';

type Tone = 'ok' | 'warn' | 'danger' | 'neutral';

/** What a witness says, in a word and in a sentence. */
export interface WitnessWords {
  readonly name: string;
  readonly tone: Tone;
  readonly tag: string;
  readonly text: string;
}

const names: Readonly<Record<WitnessName, () => string>> = {
  log: m.witnesses_log,
  tasks: m.witnesses_tasks,
  statistics: m.witnesses_statistics,
};

const tags: Readonly<Record<Testimony['says'], { readonly tone: Tone; readonly tag: () => string }>> = {
  found: { tone: 'ok', tag: m.witnesses_tag_found },
  refused: { tone: 'danger', tag: m.witnesses_tag_refused },
  several: { tone: 'warn', tag: m.witnesses_tag_several },
  elsewhen: { tone: 'warn', tag: m.witnesses_tag_elsewhen },
  not_found: { tone: 'neutral', tag: m.witnesses_tag_not_found },
  not_asked: { tone: 'warn', tag: m.witnesses_tag_not_asked },
  not_there: { tone: 'neutral', tag: m.witnesses_tag_not_there },
  nothing: { tone: 'neutral', tag: m.witnesses_tag_nothing },
};

/** To the second: calls are told apart by it. */
const moment = (at: number | null): string => (at === null ? '–' : formatMoment(at, undefined, true));
const counted = (count: number | null): string => (count === null ? '–' : formatCount(count));

export function witnessWords(said: Testimony): WitnessWords {
  const { tone, tag } = tags[said.says];
  // a task that fits is none that was found: nothing says whose it is
  const guess = said.witness === 'tasks' && said.says === 'found';
  return {
    name: names[said.witness](),
    tone: guess ? 'neutral' : tone,
    tag: guess ? m.witnesses_tag_fits() : tag(),
    text: textOf(said),
  };
}

function textOf(said: Testimony): string {
  if (said.says === 'not_asked') return said.error === null ? '' : errorTitles[said.error]();
  if (said.says === 'nothing') return reasonOf(said);
  switch (said.witness) {
    case 'log':
      return logText(said);
    case 'tasks':
      return tasksText(said);
    case 'statistics':
      return statisticsText(said);
  }
}

function logText({ says, at, count, code }: Testimony): string {
  switch (says) {
    case 'found':
      return m.witnesses_log_found({ time: moment(at) });
    case 'refused': {
      const meaning = codeWords({ code, interface: 'uploadFileServer', outcome: 'failed' });
      return m.witnesses_log_refused({ code: [code, meaning].filter(Boolean).join(' · ') });
    }
    case 'several':
      return m.witnesses_log_several({ count: counted(count) });
    case 'elsewhen':
      return at === null
        ? m.witnesses_log_elsewhen_untimed()
        : m.witnesses_log_elsewhen({ time: moment(at) });
    case 'not_there':
      return m.witnesses_log_not_there();
    case 'not_found':
    case 'not_asked':
    case 'nothing':
      return m.witnesses_log_not_found();
  }
}

function tasksText({ says, count }: Testimony): string {
  if (says === 'found') return m.witnesses_tasks_found();
  if (says === 'several') return m.witnesses_tasks_several({ count: counted(count) });
  return says === 'not_there' ? m.witnesses_tasks_not_there() : m.witnesses_tasks_not_found();
}

function statisticsText({ says, rows }: Testimony): string {
  if (says === 'found') return m.witnesses_statistics_found({ rows: counted(rows) });
  return says === 'not_there' ? m.witnesses_statistics_not_there() : m.witnesses_statistics_not_found();
}

const reasons: Readonly<Record<NonNullable<Testimony['reason']>, (said: Testimony) => string>> = {
  no_mark: m.witnesses_nothing_no_mark,
  shared_mark: m.witnesses_nothing_shared_mark,
  scheduled: m.witnesses_nothing_scheduled,
  later: ({ nextAt }) => m.witnesses_nothing_later({ time: moment(nextAt) }),
  incomplete: m.witnesses_nothing_incomplete,
  unreadable: m.witnesses_nothing_unreadable,
  no_clock: m.witnesses_nothing_no_clock,
};
const reasonOf = (said: Testimony): string => (said.reason === null ? '' : reasons[said.reason](said));

const doubts: Readonly<Record<Doubt, () => string>> = {
  other_rows: m.witnesses_doubt_other_rows,
  task_runs: m.witnesses_doubt_task_runs,
  other_import: m.witnesses_doubt_other_import,
  elsewhen: m.witnesses_doubt_elsewhen,
  refused: m.witnesses_doubt_refused,
  no_tasks: m.witnesses_doubt_no_tasks,
};

/** Why what was found does not settle it; empty where nothing would. */
export const doubtText = (doubt: Doubt | null): string => (doubt === null ? '' : doubts[doubt]());

/**
 * Whether the call centre is known to list no task of the campaign: not where it could not be asked, lacks the list, or did
 * not give all of it. What jobs of earlier versions found has no witnesses, and was read in full.
 */
export function listsNoTask({ tasks, witnesses }: Pick<WitnessReport, 'tasks' | 'witnesses'>): boolean {
  const said = witnesses.find(({ witness }) => witness === 'tasks')?.says;
  return tasks.length === 0 && (said === undefined || said === 'not_found');
}

/** When a witness was asked; empty where it was not. */
export const askedText = ({ askedAt }: Testimony): string =>
  askedAt === null ? '' : m.witnesses_asked({ time: moment(askedAt) });

/** How it is known that an import arrived whose answer was lost. */
export function provedText({ provedBy, proof }: ProvedArrival): string {
  return provedBy === 'statistics'
    ? m.witnesses_proved_statistics({ rows: counted(proof.rows) })
    : m.witnesses_proved_log({ time: moment(proof.at) });
}
