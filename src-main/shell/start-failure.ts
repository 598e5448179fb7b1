import { app, dialog } from 'electron';
import { DialdeskError } from '../contract/errors.ts';
import { m } from '../contract/messages/messages.js';

/** Tells the user in a dialog of the system why Dialdesk cannot start, and ends it. */
export function explainFailedStart(error: unknown): void {
  const code = error instanceof DialdeskError ? error.code : 'internal';
  const text =
    code === 'database_newer'
      ? m.shell_start_database_newer()
      : code === 'conflict'
        ? m.shell_start_in_use()
        : code === 'policy_invalid'
          ? m.shell_start_policy()
          : code === 'local_disk'
            ? m.shell_start_disk({ folder: app.getPath('userData') })
            : m.shell_start_failed();
  dialog.showErrorBox(
    m.shell_start_title(),
    `${text}\n\n${error instanceof Error ? error.message : String(error)}`,
  );
  app.exit(1);
}
