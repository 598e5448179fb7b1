import type { Client } from '../../../src-main/contract/derive.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { sentences } from '../sentences.ts';
import type { App } from '../app.ts';
import { formatCount } from '../format.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { refusedWords } from './prepared-words.ts';

/** Leads to a new import that is made as this one was. */
export async function repeatImport({ navigation }: Pick<App, 'navigation'>, id: string): Promise<void> {
  await navigation.go('imports', { kind: 'repeat', id });
}

/** Saves the workbooks of imports where the supervisor wants them, and says which could not be. */
export async function saveWorkbooks(
  { imports }: Pick<Client, 'imports'>,
  ids: readonly string[],
): Promise<void> {
  const outcome = await imports.saveWorkbooks({ ids: [...ids] });
  if (outcome === null) return;
  const { saved, refused } = outcome;
  const [first] = saved;
  if (first !== undefined) {
    const count = saved.length;
    toasts.show({
      tone: 'ok',
      text: m.imports_workbooks_saved({ count, countText: formatCount(count), name: first }),
    });
  }
  if (refused.length === 0) return;
  const shown = refused.slice(0, 3).map(refusedWords);
  if (refused.length > shown.length) {
    shown.push(m.prepared_refused_more({ count: formatCount(refused.length - shown.length) }));
  }
  toasts.show({ tone: 'danger', title: m.imports_workbooks_refused(), text: sentences(...shown) });
}
