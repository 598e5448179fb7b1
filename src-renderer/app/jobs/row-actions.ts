import type { Job, JobMove } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import type { MenuItem } from '../../ui/menu-item.ts';
import type { App } from '../app.ts';
import { attempt } from '../failures.ts';
import { mayReach } from '../live-centre.ts';
import type { ServerAccess } from '../server-access.svelte.ts';
import { jobActions } from './job-actions.ts';
import { deletePrepared, exportPrepared, sendPrepared } from './prepared-actions.ts';
import { missingWords } from './prepared-words.ts';
import { sentBeforeOf } from './send-again.svelte.ts';
import { repeatImport, saveWorkbooks } from './sent-actions.ts';

/** What a row of jobs needs for its actions. */
export interface RowActions {
  readonly app: Pick<App, 'client' | 'session' | 'navigation'>;
  readonly access: ServerAccess;
  readonly onopen: (id: string) => void;
  readonly onedit: (job: Job) => Promise<unknown>;
}

/** What a job waits for is one press away; everything else is in its menu. */
export function urgentAction(
  job: Job,
  { app, access, onopen, onedit }: RowActions,
): { readonly label: string; readonly run: () => Promise<unknown> } | undefined {
  if (job.state === 'prepared' && job.kind === 'import') {
    return missingWords(job).length === 0
      ? {
          label: m.imports_send(),
          run: async () => {
            if (await mayReach(app, [job.connectionId])) await sendPrepared(app.client, [job.id]);
          },
        }
      : { label: m.prepared_fill_in(), run: () => onedit(job) };
  }
  // What cannot be known is decided with all that is known of it in sight.
  if (
    job.state === 'unknown' ||
    sentBeforeOf(job.waitingFor) ||
    job.waitingFor?.code === 'start_passed' ||
    job.waitingFor?.code === 'call_centre_changed'
  ) {
    return {
      label: m.outbox_decide(),
      run: () => {
        onopen(job.id);
        return Promise.resolve();
      },
    };
  }
  const [first] = jobActions(job, app, access);
  return job.state === 'waiting' || job.state === 'paused' || job.state === 'failed' ? first : undefined;
}

/** Everything that can be done with a job from its row. */
export function jobMenu(
  job: Job,
  {
    app,
    access,
    onopen,
    onedit,
    onname,
    onmove,
  }: RowActions & {
    /** Asks for another name, for this one or for a copy. */
    readonly onname: (copy: boolean) => void;
    /** Left out where it cannot be moved. */
    readonly onmove?: (to: JobMove['to']) => void;
  },
): MenuItem[] {
  const { client } = app;
  const act = (label: string, run: () => Promise<unknown>, more: Partial<MenuItem> = {}): MenuItem => ({
    label,
    onselect: () => void attempt(run),
    ...more,
  });
  const open = { label: m.imports_open(), onselect: () => onopen(job.id) };
  const rename = { label: m.outbox_rename(), onselect: () => onname(false) };
  if (job.state === 'prepared' && job.kind === 'import') {
    return [
      open,
      act(m.prepared_edit(), () => onedit(job)),
      rename,
      { label: m.common_duplicate(), onselect: () => onname(true) },
      act(m.prepared_export(), () => exportPrepared(client, job.id)),
      act(m.common_delete(), () => deletePrepared(client, [job]), { danger: true, apart: true }),
    ];
  }
  const moves: MenuItem[] = onmove
    ? [
        { label: m.outbox_move_first(), apart: true, onselect: () => onmove('first') },
        { label: m.outbox_move_up(), onselect: () => onmove('up') },
        { label: m.outbox_move_down(), onselect: () => onmove('down') },
        { label: m.outbox_move_last(), onselect: () => onmove('last') },
      ]
    : [];
  // what cannot be known is decided where all that is known of it is in sight
  const actions = (job.state === 'unknown' ? [] : jobActions(job, app, access)).map((action, index) =>
    act(action.label, action.run, { danger: action.danger ?? false, apart: index === 0 }),
  );
  const made: MenuItem[] =
    job.kind === 'import'
      ? [
          act(m.imports_repeat(), () => repeatImport(app, job.id), { apart: true }),
          act(m.imports_save_workbook(), () => saveWorkbooks(client, [job.id])),
        ]
      : [];
  const renames = onmove !== undefined || job.state === 'failed' ? [rename] : [];
  return [open, ...renames, ...made, ...actions, ...moves];
}
