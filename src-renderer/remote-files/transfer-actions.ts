import type { Client } from '../../src-main/contract/derive.ts';
import { detailsOf } from '../../src-main/contract/error-details.ts';
import type { Transfer } from '../../src-main/contract/transfers.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { formatBytes, formatMoment } from '../app/format.ts';
import { accessQuestion, type ServerAccess } from '../app/server-access.svelte.ts';
import { confirm } from '../ui/confirm.svelte.ts';

/** Something that can be done with a transfer now. */
export interface TransferAction {
  readonly id: 'pause' | 'resume' | 'try-now' | 'retry' | 'cancel' | 'clear' | 'replace' | 'answer';
  readonly label: string;
  readonly run: () => Promise<unknown>;
}

/** What can be done with a transfer in its present state; what it waits for first. */
export function transferActions(
  transfer: Transfer,
  client: Pick<Client, 'transfers'>,
  access: ServerAccess,
): TransferAction[] {
  const { id, name, state } = transfer;
  const { transfers } = client;
  const resume = (): Promise<unknown> => transfers.resume({ id });
  const cancel: TransferAction = {
    id: 'cancel',
    label: m.transfers_cancel({ name }),
    run: () => transfers.cancel({ id }),
  };
  const clear: TransferAction = {
    id: 'clear',
    label: m.transfers_remove({ name }),
    run: () => transfers.clear({ id }),
  };
  switch (state) {
    case 'queued':
    case 'running':
      return [
        { id: 'pause', label: m.transfers_pause({ name }), run: () => transfers.pause({ id }) },
        cancel,
      ];
    case 'waiting':
      return [{ id: 'try-now', label: m.transfers_try_now({ name }), run: resume }, cancel];
    case 'paused':
      return [{ id: 'resume', label: m.transfers_resume({ name }), run: resume }, cancel];
    case 'failed':
      return [
        answer(transfer, client, access) ?? {
          id: 'retry',
          label: m.transfers_retry({ name }),
          run: resume,
        },
        clear,
      ];
    case 'done':
    case 'cancelled':
      return [clear];
  }
}

/** The answer that a failed transfer lacks, or null where trying again is all there is. */
function answer(
  { id, name, error }: Transfer,
  { transfers }: Pick<Client, 'transfers'>,
  access: ServerAccess,
): TransferAction | null {
  if (error?.code === 'file_exists') {
    const { size, modifiedMs } = detailsOf(error, error.code);
    const facts = [
      typeof size === 'number' ? formatBytes(size) : '',
      typeof modifiedMs === 'number' ? formatMoment(modifiedMs) : '',
    ];
    return {
      id: 'replace',
      label: m.transfers_replace(),
      run: async () => {
        const sure = await confirm({
          title: m.transfers_replace_title({ name }),
          text: m.files_replace_there({ facts: facts.filter(Boolean).join(' · ') || m.files_unknown() }),
          action: m.transfers_replace_action(),
          danger: true,
        });
        if (sure) await transfers.resume({ id, replace: true });
      },
    };
  }
  const question = error && accessQuestion(error);
  if (!question) return null;
  return {
    id: 'answer',
    label: question.kind === 'password' ? m.transfers_enter_password() : m.transfers_check_key(),
    run: async () => {
      if (await access.ask(question)) await transfers.resume({ id });
    },
  };
}
