import AudioLines from '@lucide/svelte/icons/audio-lines';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Undo2 from '@lucide/svelte/icons/undo-2';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import ListChecks from '@lucide/svelte/icons/list-checks';
import type { Job, JobKindName } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { detailsOf } from '../../../src-main/contract/error-details.ts';
import { formatBytes, formatCount, formatMoment } from '../format.ts';
import type { Icon } from '../../ui/icon.ts';

/** The words for one kind of job. */
interface KindWords {
  readonly icon: Icon;
  readonly label: () => string;
  readonly done: () => string;
  /** What cancels it, in a button and where it is asked about. */
  readonly cancel: () => string;
  readonly cancelTitle: () => string;
  readonly cancelText: () => string;
  /** The outcome is unknown: what that means, where to look, and the two answers. */
  readonly unknownTitle: () => string;
  readonly unknownText: (job: Job) => string;
  readonly arrived: () => string;
  readonly again: () => string;
  readonly againTitle: () => string;
  readonly againText: (job: Job) => string;
}

const campaignOf = ({ summary }: Job): string =>
  summary.kind === 'import' ? (summary.campaignName ?? summary.campaignId ?? '') : '';

/** Every kind's words. A kind without them does not compile. */
export const kindWords: Readonly<Record<JobKindName, KindWords>> = {
  import: {
    icon: ListChecks,
    label: m.outbox_kind_import,
    done: m.imports_done_title,
    cancel: m.imports_cancel,
    cancelTitle: m.imports_cancel_title,
    cancelText: m.imports_cancel_text,
    unknownTitle: m.imports_unknown_title,
    unknownText: (job) => m.imports_unknown_text({ campaign: campaignOf(job) }),
    arrived: m.imports_unknown_arrived,
    again: m.imports_unknown_again,
    againTitle: m.imports_unknown_again_title,
    againText: ({ name }) => m.imports_unknown_again_text({ name }),
  },
  'voice-upload': {
    icon: AudioLines,
    label: m.outbox_kind_voice,
    done: m.outbox_done_voice,
    cancel: m.outbox_cancel_voice,
    cancelTitle: m.outbox_cancel_voice_title,
    cancelText: m.outbox_cancel_voice_text,
    unknownTitle: m.outbox_unknown_voice_title,
    unknownText: m.outbox_unknown_voice_text,
    arrived: m.outbox_unknown_voice_arrived,
    again: m.outbox_unknown_voice_again,
    againTitle: m.outbox_unknown_voice_again_title,
    againText: ({ name }) => m.outbox_unknown_voice_again_text({ name }),
  },
  'reservation-change': {
    icon: CalendarClock,
    label: m.outbox_kind_reservation,
    done: m.outbox_done_reservation,
    cancel: m.outbox_cancel_reservation,
    cancelTitle: m.outbox_cancel_reservation_title,
    cancelText: m.outbox_cancel_reservation_text,
    unknownTitle: m.outbox_unknown_reservation_title,
    unknownText: m.outbox_unknown_reservation_text,
    arrived: m.outbox_unknown_reservation_arrived,
    again: m.outbox_unknown_reservation_again,
    againTitle: m.outbox_unknown_reservation_again_title,
    againText: ({ name }) => m.outbox_unknown_reservation_again_text({ name }),
  },
  'take-back': {
    icon: Undo2,
    label: m.takeback_kind,
    done: m.takeback_done,
    cancel: m.takeback_cancel,
    cancelTitle: m.takeback_cancel_title,
    cancelText: m.takeback_cancel_text,
    unknownTitle: m.takeback_unknown_title,
    unknownText: m.takeback_unknown_text,
    arrived: m.takeback_unknown_arrived,
    again: m.takeback_unknown_again,
    againTitle: m.takeback_unknown_again_title,
    againText: m.takeback_unknown_again_text,
  },
  'call-results': {
    icon: PhoneCall,
    label: m.call_results_job_kind,
    done: m.call_results_job_done,
    cancel: m.call_results_job_cancel,
    cancelTitle: m.call_results_job_cancel_title,
    cancelText: m.call_results_job_cancel_text,
    // it only asks, so no outcome of it is ever unknown
    unknownTitle: m.imports_state_unknown,
    unknownText: m.imports_state_unknown,
    arrived: m.imports_state_unknown,
    again: m.imports_state_unknown,
    againTitle: m.imports_state_unknown,
    againText: m.imports_state_unknown,
  },
};

const rowsWords = (count: number): string => m.outbox_rows({ count, countText: formatCount(count) });

/** What a job carries, and how much: "leads.xlsx", "184 rows". */
export function cargoParts({ summary }: Pick<Job, 'summary'>): readonly string[] {
  switch (summary.kind) {
    case 'import':
      return [summary.sourceName, rowsWords(summary.rows)];
    case 'take-back':
      return [summary.importName, rowsWords(summary.rows)];
    case 'voice-upload':
      return [summary.fileName, formatBytes(summary.bytes)];
    case 'call-results':
      return [summary.fileName, rowsWords(summary.rows)];
    case 'reservation-change':
      if (summary.appointTime !== null) return [formatMoment(summary.appointTime)];
      return [summary.appointId ?? rowsWords(summary.rows)];
  }
}

/** The same in one line: "leads.xlsx · 184 rows", "welcome.wav · 38 kB". */
export function cargoWords(job: Pick<Job, 'summary'>): string {
  return cargoParts(job).join(' · ');
}

/** What is still to be said of a job that is done: changes not carried out, a campaign still held; null where nothing is. */
export function shortfallWords({
  kind,
  result,
}: Pick<Job, 'kind' | 'result'>): { readonly label: string; readonly note: string } | null {
  if (kind === 'take-back' && (result?.['held'] ?? 'no') !== 'no') {
    return { label: m.takeback_done_held(), note: m.takeback_done_held_note() };
  }
  if (kind !== 'reservation-change') return null;
  const [sent, failed, unknown] = ['sent', 'failed', 'unknown'].map((name) => Number(result?.[name] ?? 0));
  if (!failed && !unknown) return null;
  return {
    label: sent
      ? m.outbox_done_reservation_partly()
      : // "Not changed" must not be said of what may well have been.
        unknown
        ? m.imports_state_unknown()
        : m.outbox_done_reservation_none(),
    note: changesNote(sent, failed, unknown),
  };
}

/** "1,318 changed · 2 failed": what there was none of is left out. */
const changesNote = (sent = 0, failed = 0, unknown = 0): string =>
  [
    m.outbox_done_reservation_sent({ count: formatCount(sent) }),
    failed > 0 ? m.outbox_done_reservation_failed({ count: formatCount(failed) }) : '',
    unknown > 0 ? m.outbox_done_reservation_unknown({ count: formatCount(unknown) }) : '',
  ]
    .filter(Boolean)
    .join(' · ');

/**
 * How a change of many ended before its last row: what was sent until then stays in the call centre, and a word for the
 * whole job would deny it. Null for every other job.
 */
export function cutShortWords({
  state,
  summary,
  error,
}: Pick<Job, 'state' | 'summary' | 'error'>): { readonly label: string; readonly note: string } | null {
  if (summary.kind !== 'reservation-change' || summary.rows === 1) return null;
  if (state === 'failed') return { label: m.bulk_job_failed(), note: '' };
  if (state !== 'cancelled') return null;
  const { sent, failed, unknown } = detailsOf(error, 'cancelled');
  return { label: m.bulk_job_stopped(), note: sent === undefined ? '' : changesNote(sent, failed, unknown) };
}
