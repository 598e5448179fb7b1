import type { Client } from '../../../src-main/contract/derive.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { accessQuestion, type AccessQuestion, type ServerAccess } from '../server-access.svelte.ts';
import { detailsOf } from '../../../src-main/contract/error-details.ts';
import type { App } from '../app.ts';
import { mayReach } from '../live-centre.ts';
import { nextOf, nextShort } from '../start-words.ts';
import { sendPrepared } from './prepared-actions.ts';
import { sentBeforeOf } from './send-again.svelte.ts';
import { kindWords } from './kind-words.ts';
import { confirm } from '../../ui/confirm.svelte.ts';

/** Something a supervisor can do with an import now. The first one is what it waits for, if it waits. */
export interface JobAction {
  readonly id: string;
  readonly label: string;
  readonly run: () => Promise<unknown>;
  readonly danger?: boolean;
}

/** What sends nothing, and so is never asked about for where it would go. */
const keepsHere: ReadonlySet<string> = new Set(['pause', 'cancel', 'remove', 'arrived']);

/** What can be done with a job in its present state. What sends it asks first where nobody expects a real call centre. */
export function jobActions(
  job: Job,
  app: Pick<App, 'client' | 'session'>,
  access: ServerAccess,
): JobAction[] {
  return actionsOf(job, app.client, access).map((action) =>
    keepsHere.has(action.id)
      ? action
      : {
          ...action,
          run: async () => {
            if (await mayReach(app, [job.connectionId])) await action.run();
          },
        },
  );
}

function actionsOf(job: Job, client: Pick<Client, 'imports' | 'outbox'>, access: ServerAccess): JobAction[] {
  const { id } = job;
  const { imports, outbox } = client;
  const cancel: JobAction = {
    id: 'cancel',
    label: kindWords[job.kind].cancel(),
    danger: true,
    run: async () => {
      const sure = await confirm({
        title: kindWords[job.kind].cancelTitle(),
        text: kindWords[job.kind].cancelText(),
        action: kindWords[job.kind].cancel(),
        stay: m.imports_cancel_stay(),
        danger: true,
      });
      if (sure) await outbox.cancel({ id });
    },
  };
  const remove: JobAction = {
    id: 'remove',
    label: m.imports_remove(),
    run: async () => {
      const sure = await confirm({
        title: m.imports_remove_title(),
        text: m.imports_remove_text(),
        action: m.imports_remove(),
        danger: true,
      });
      if (sure) await outbox.remove({ id });
    },
  };
  const retry: JobAction = { id: 'retry', label: m.imports_retry(), run: () => outbox.retry({ id }) };

  switch (job.state) {
    case 'queued':
    case 'running':
      return [{ id: 'pause', label: m.imports_pause(), run: () => outbox.pause({ id }) }, cancel];
    case 'prepared':
      return [{ id: 'send', label: m.imports_send(), run: () => sendPrepared({ imports }, [id]) }, remove];
    case 'paused':
      return [{ id: 'resume', label: m.imports_resume(), run: () => outbox.resume({ id }) }, cancel];
    case 'waiting':
      return [...answer(job, client, access), cancel];
    case 'failed': {
      const question = job.error && accessQuestion(job.error);
      const fix = question && remedy(question.kind, () => access.ask(question), retry.run);
      return [fix ?? retry, remove];
    }
    case 'unknown':
      return [
        {
          id: 'arrived',
          label: kindWords[job.kind].arrived(),
          run: () => outbox.decide({ id, decision: { kind: 'arrived' } }),
        },
        {
          id: 'send-again',
          label: kindWords[job.kind].again(),
          danger: true,
          run: async () => {
            const sure = await confirm({
              title: kindWords[job.kind].againTitle(),
              text: kindWords[job.kind].againText(job),
              action: m.imports_unknown_again_action(),
              danger: true,
            });
            if (sure) await outbox.decide({ id, decision: { kind: 'send-again' } });
          },
        },
      ];
    case 'done':
    case 'cancelled':
      return [remove];
  }
}

function remedy(
  kind: AccessQuestion['kind'],
  ask: () => Promise<boolean>,
  then: () => Promise<unknown>,
): JobAction {
  const labels: Readonly<Record<AccessQuestion['kind'], () => string>> = {
    password: m.imports_enter_password,
    answer: m.servers_action_answer,
    key: m.servers_action_own_key,
    'host-key': m.imports_confirm_key,
    'host-key-changed': m.imports_confirm_key,
  };
  return {
    id: 'answer',
    label: labels[kind](),
    run: async () => {
      if (await ask()) await then();
    },
  };
}

function answer(
  { id, waitingFor }: Job,
  { outbox }: Pick<Client, 'outbox'>,
  access: ServerAccess,
): JobAction[] {
  if (waitingFor === null) return [];
  const tryNow: JobAction = { id: 'try-now', label: m.imports_try_now(), run: () => outbox.retry({ id }) };
  if (waitingFor.kind === 'network') return [tryNow];
  if (waitingFor.kind === 'decision') {
    if (waitingFor.code === 'start_passed') {
      const passed = detailsOf(waitingFor, 'start_passed');
      const at = nextOf(passed);
      return [
        {
          id: 'start-now',
          label: m.start_now(),
          run: () => outbox.decide({ id, decision: { kind: 'start-now' } }),
        },
        {
          id: 'start-at',
          label: m.start_at({ time: nextShort(passed, at) }),
          // what was shown is what is decided: if that has passed meanwhile, it is asked again
          run: () => outbox.decide({ id, decision: { kind: 'start-at', at } }),
        },
      ];
    }
    const { after: centre } = detailsOf(waitingFor, 'call_centre_changed');
    if (centre !== undefined) {
      return [
        {
          id: 'go-there',
          label: m.outbox_go_there({ centre }),
          danger: true,
          run: () => outbox.decide({ id, decision: { kind: 'go-there', centre } }),
        },
        tryNow,
      ];
    }
    const sent = sentBeforeOf(waitingFor);
    if (sent) {
      const again = sent.map(({ jobId }) => jobId);
      return [
        {
          id: 'send-anyway',
          label: m.again_action(),
          danger: true,
          run: () => outbox.decide({ id, decision: { kind: 'send-anyway', again } }),
        },
      ];
    }
    return waitingFor.code === 'file_exists'
      ? [
          {
            id: 'replace',
            label: m.imports_exists_job_action(),
            danger: true,
            run: () => outbox.decide({ id, decision: { kind: 'replace' } }),
          },
        ]
      : [tryNow];
  }
  const question = accessQuestion(waitingFor);
  return question ? [remedy(question.kind, () => access.ask(question), tryNow.run)] : [tryNow];
}
