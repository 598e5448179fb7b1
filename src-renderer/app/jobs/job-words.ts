import { m } from '../../../src-main/contract/messages/messages.js';
import type { Job, StartTime } from '../../../src-main/contract/jobs.ts';
import { errorWords } from '../error-words.ts';
import { leftWords } from './left-words.ts';
import { cutShortWords, kindWords, shortfallWords } from './kind-words.ts';
import { missingWords } from './prepared-words.ts';
import { enumerate, formatBytes, formatCount, formatDuration, formatShare, formatStamp } from '../format.ts';
import { twoDigits } from '../../../src-main/contract/two-digits.ts';

/** The state of a job, in words for a list. */
export interface JobWords {
  readonly tone: 'ok' | 'warn' | 'danger' | 'neutral' | 'accent';
  readonly label: string;
  /** A second, quieter line. */
  readonly note: string;
}

/** `18:30`: the call centre's clock, which is why no zone is shown. */
export function clockTime({ hour, minute }: StartTime): string {
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/** "26 of 41 MB · 11 s left", or what is known of it. */
export function progressNote({ progress }: Pick<Job, 'progress'>): string {
  if (progress === null || progress.total === null) return '';
  const { done, total, unit, perSecond, secondsLeft } = progress;
  const parts =
    unit === 'bytes'
      ? [
          m.imports_progress_bytes({ done: formatBytes(done), total: formatBytes(total) }),
          ...(perSecond === null ? [] : [m.imports_progress_speed({ speed: formatBytes(perSecond) })]),
        ]
      : [m.imports_progress_rows({ done: formatCount(done), total: formatCount(total) })];
  if (secondsLeft !== null && Number.isFinite(secondsLeft)) {
    parts.push(m.imports_progress_left({ time: formatDuration(Math.max(1, Math.ceil(secondsLeft)) * 1000) }));
  }
  return parts.join(' · ');
}

/** Share of the running step, 0 to 1; null while it is unknown. */
export function progressShare({ progress }: Pick<Job, 'progress'>): number | null {
  return progress?.total ? progress.done / progress.total : null;
}

const running = (job: Job): string => {
  const step = job.steps.find(({ state }) => state === 'running' || state === 'sending')?.id;
  if (step === 'write') return m.imports_state_writing();
  if (step === 'verify') return m.imports_state_verifying();
  if (step === 'import') return m.imports_state_importing();
  const share = progressShare(job);
  return share === null
    ? m.imports_state_running()
    : m.imports_state_running_share({ share: formatShare(share) });
};

const waits = {
  network: m.imports_wait_network,
  password: m.imports_wait_password,
  'host-key': m.imports_wait_host_key,
  decision: m.imports_wait_decision,
};

/** The state of an import in words. */
export function jobWords(job: Job): JobWords {
  const error = job.error ? errorWords(job.error).title : '';
  switch (job.state) {
    case 'prepared': {
      const missing = missingWords(job);
      const note = missing.length > 0 ? m.outbox_lacks({ missing: enumerate(missing) }) : '';
      return { tone: missing.length > 0 ? 'warn' : 'neutral', label: m.imports_state_prepared(), note };
    }
    case 'queued':
      return { tone: 'neutral', label: m.imports_state_queued(), note: '' };
    case 'running':
      // what it has done cannot be recorded: it waits for the disk
      if (error !== '') return { tone: 'warn', label: running(job), note: error };
      return { tone: 'accent', label: running(job), note: progressNote(job) };
    case 'paused':
      return { tone: 'neutral', label: m.imports_state_paused(), note: '' };
    case 'cancelled': {
      const stopped = cutShortWords(job);
      if (stopped !== null) return { tone: 'neutral', ...stopped };
      const left = leftWords(job) === '' ? '' : m.imports_left_title();
      return { tone: left === '' ? 'neutral' : 'warn', label: m.imports_state_cancelled(), note: left };
    }
    case 'failed':
      return { tone: 'danger', label: cutShortWords(job)?.label ?? m.imports_state_failed(), note: error };
    case 'unknown':
      return { tone: 'warn', label: m.imports_state_unknown(), note: error };
    case 'done': {
      const shortfall = shortfallWords(job);
      if (shortfall !== null) return { tone: 'warn', ...shortfall };
      const { summary } = job;
      const scheduled = summary.kind === 'import' && summary.startsAt !== null;
      const id = taskId(job);
      return {
        tone: 'ok',
        label: scheduled
          ? m.imports_state_scheduled()
          : summary.kind === 'import'
            ? m.imports_state_done()
            : kindWords[job.kind].done(),
        note: id === null ? '' : `${m.imports_task_id()} ${shortId(id)}`,
      };
    }
    case 'waiting': {
      const { waitingFor } = job;
      if (waitingFor === null) return { tone: 'warn', label: m.imports_state_queued(), note: '' };
      const why = errorWords({ code: waitingFor.code, details: waitingFor.details }).title;
      const retry =
        waitingFor.retryAt === null
          ? ''
          : m.imports_wait_retry({ time: formatStamp(waitingFor.retryAt, Date.now(), true) });
      return {
        tone: 'warn',
        // it is there, and asks to wait
        label: waitingFor.code === 'flow_control' ? m.imports_wait_system() : waits[waitingFor.kind](),
        note: [why, retry].filter(Boolean).join(' · '),
      };
    }
  }
}

/** The import task ID that the call centre gave. */
export function taskId({ result }: Pick<Job, 'result'>): string | null {
  const id = result?.['importTaskId'];
  return typeof id === 'string' && id !== '' ? id : null;
}

/** The end of a long ID, where IDs differ: …7770867067540. Details show the whole. */
export function shortId(id: string): string {
  return id.length <= 16 ? id : `…${id.slice(-13)}`;
}

/** A campaign by its name, where that is known, and its ID. */
export function campaignWords(id: string, name: string | null): string {
  return name === null ? id : `${name} · ${id}`;
}

/** Whether what the job stopped for is put right in its connection: its secret key, or which certificate it trusts. */
export function fixedInConnection({ state, error, waitingFor }: Job): boolean {
  const code = state === 'waiting' || state === 'failed' ? (error ?? waitingFor)?.code : undefined;
  return code === 'secret_key_needed' || code === 'tls_changed' || code === 'tls_untrusted';
}
