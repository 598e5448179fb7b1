import type { Client } from '../../../src-main/contract/derive.ts';
import type { SentPrepared } from '../../../src-main/contract/imports.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { sentences } from '../sentences.ts';
import { formatBytes, formatCount } from '../format.ts';
import { confirm } from '../../ui/confirm.svelte.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { againItems, againQuestion } from './send-again.svelte.ts';
import { refusedWords, sentWords } from './prepared-words.ts';

type Jobs = Pick<Client, 'imports' | 'outbox'>;

/**
 * Sends prepared imports, and reports how many went and why others stayed. Of those that were sent before, it asks which
 * are to be sent again; the others stay without another word.
 * @param again earlier sendings that the supervisor has seen already
 * @returns whether all went
 */
export async function sendPrepared(
  { imports }: Pick<Jobs, 'imports'>,
  ids: readonly string[],
  again: readonly string[] = [],
): Promise<boolean> {
  const { sent, refused, kept } = await sendAndAsk(imports, ids, again);
  if (sent > 0) toasts.show({ tone: 'ok', text: sentWords(sent) });
  const shown = refused.slice(0, 3).map(refusedWords);
  if (refused.length > shown.length) {
    shown.push(m.prepared_refused_more({ count: formatCount(refused.length - shown.length) }));
  }
  if (shown.length > 0) {
    toasts.show({ tone: 'danger', title: m.prepared_refused_title(), text: sentences(...shown) });
  }
  return refused.length === 0 && kept === 0;
}

/** One that is sent again may be what another of them is asked about next: asks until nothing is left to ask. */
async function sendAndAsk(
  imports: Jobs['imports'],
  ids: readonly string[],
  seen: readonly string[],
): Promise<SentPrepared & { readonly kept: number }> {
  const outcome: SentPrepared & { kept: number } = { sent: 0, refused: [], kept: 0 };
  let [next, again] = [ids, seen];
  while (next.length > 0) {
    const { sent, refused } = await imports.send({ ids: [...next], again: [...again] });
    const items = againItems(refused);
    outcome.sent += sent;
    outcome.refused.push(...refused.filter(({ id }) => !items.some((item) => item.id === id)));
    next = items.length === 0 ? [] : await againQuestion.ask(items);
    outcome.kept += items.length - next.length;
    again = [...again, ...items.flatMap((item) => item.sent.map(({ jobId }) => jobId))];
  }
  return outcome;
}

/** Writes a prepared import as one file, where the supervisor wants it. */
export async function exportPrepared({ imports }: Jobs, id: string): Promise<void> {
  const saved = await imports.exportPrepared({ id });
  if (saved === null) return;
  toasts.show({
    tone: 'ok',
    text: m.prepared_exported({ name: saved.name, size: formatBytes(saved.bytes) }),
  });
}

/** Asks, and deletes prepared imports with their workbooks. @returns whether they are gone */
export async function deletePrepared(
  { outbox }: Jobs,
  doomed: readonly Pick<Job, 'id' | 'name'>[],
): Promise<boolean> {
  const [first] = doomed;
  if (!first) return false;
  const sure = await confirm({
    title: m.prepared_delete_title({
      count: doomed.length,
      countText: formatCount(doomed.length),
      name: first.name,
    }),
    text: m.prepared_delete_text(),
    action: m.common_delete(),
    danger: true,
  });
  if (!sure) return false;
  for (const { id } of doomed) await outbox.remove({ id });
  return true;
}
