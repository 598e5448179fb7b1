import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import electron from 'electron';
import { removal } from '../../support/temp-folder.ts';

const root = join(import.meta.dirname, '../../..');

/** What Dialdesk said when it did not start. */
export interface RefusedStart {
  /** Title and text of the system's dialog; null where it showed none. */
  readonly told: { readonly title: string; readonly text: string } | null;
  /** Its exit status; null when a signal ended it. */
  readonly status: number | null;
}

/** Notes what the system's dialog would show, which would otherwise wait for somebody to press OK. */
const note = `
const { dialog } = require('electron');
const { writeFileSync } = require('node:fs');
dialog.showErrorBox = (title, text) => writeFileSync(process.env.DIALDESK_TOLD, JSON.stringify({ title, text }));
`;

/** Starts Dialdesk without a debugger and waits until it has ended by itself. */
export async function startUntilEnd(userData: string, ...args: readonly string[]): Promise<RefusedStart> {
  const folder = await mkdtemp(join(tmpdir(), 'dialdesk-told-'));
  const [hook, file] = [join(folder, 'note.cjs'), join(folder, 'told.json')];
  try {
    await writeFile(hook, note);
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
    const child = spawn(
      electron as unknown as string,
      ['-r', hook, ...(asRoot ? ['--no-sandbox'] : []), root, `--user-data-dir=${userData}`, ...args],
      {
        env: {
          ...process.env,
          LANG: 'en_US.UTF-8',
          LANGUAGE: 'en_US',
          LC_ALL: 'en_US.UTF-8',
          DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-bus`,
          DIALDESK_TOLD: file,
        },
        stdio: 'ignore',
        timeout: 60_000,
      },
    );
    const [status] = (await once(child, 'exit')) as [number | null];
    const told = await readFile(file, 'utf8').catch(() => 'null');
    return { told: JSON.parse(told) as RefusedStart['told'], status };
  } finally {
    await rm(folder, removal);
  }
}
