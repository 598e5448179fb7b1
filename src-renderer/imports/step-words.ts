import { m } from '../../src-main/contract/messages/messages.js';
import type { StepId } from './import-wizard.svelte.ts';

/** What the steps of the wizard are called. */
export const stepWords: Readonly<Record<StepId, () => string>> = {
  file: m.imports_step_file,
  check: m.imports_step_check,
  destination: m.imports_step_destination,
  review: m.imports_step_review,
  send: m.imports_step_send,
};
