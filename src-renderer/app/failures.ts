import { toasts } from '../ui/toasts.svelte.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { sentences } from './sentences.ts';
import { asErrorShape, errorWords } from './error-words.ts';
import { manualEntry } from './manual.ts';

/** Shows a failure that no form or screen shows in place. A cancelled action is not a failure. */
export function showFailure(error: unknown): void {
  const shape = asErrorShape(error);
  if (shape.code === 'cancelled') return;
  const { title, text, next } = errorWords(shape);
  const open = manualEntry();
  const action = open && { label: m.manual_entry(), run: () => open(shape.code) };
  toasts.show({ tone: 'danger', title, text: sentences(text, next), action });
}

/** Runs an action started by a button; a failure is shown, not thrown. @returns whether it succeeded */
export async function attempt(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    showFailure(error);
    return false;
  }
}
