import { redactText } from '../aicc/redact.ts';
import { resultSum, type ImportResult } from '../contract/import-results.ts';
import { m } from '../contract/messages/messages.js';

/** What a desktop notification says of a finished import: its name and its counts, and nothing of its rows. */
export function importNotification(name: string, result: ImportResult): { title: string; text: string } {
  // lists are named by people, and some name them after a number
  const list = redactText(name);
  if (result.task?.status === 'failed') {
    return { title: m.shell_import_failed_title(), text: m.shell_import_failed_text({ name: list }) };
  }
  const sum = resultSum(result);
  const title = m.shell_import_ended_title();
  if (sum === null) return { title, text: m.shell_import_ended_text({ name: list }) };
  const { imported, repeated, blocked, failed } = sum;
  return { title, text: m.shell_import_ended_counts({ name: list, imported, repeated, blocked, failed }) };
}
