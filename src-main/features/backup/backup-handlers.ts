import { randomUUID } from 'node:crypto';
import { open as openFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { BackupPlan } from '../../contract/backup.ts';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { writeWhole } from '../../platform/atomic-file.ts';
import { readError } from '../../platform/system-error.ts';
import type { AppSecrets } from '../../secrets/vault.ts';
import { maxBackupBytes, readBackup, unreadable, writeBackup, type Backup } from './backup-format.ts';
import { gather, type BackupStore } from './gather.ts';
import { planOf, type PlannedItem } from './plan.ts';
import { restore, stale } from './restore.ts';
import type { Sealer } from './seal.ts';
import type { Desktop } from '../app/desktop.ts';
import type { Policy } from '../app/policy.ts';

export interface BackupDeps {
  readonly store: BackupStore;
  readonly vault: Pick<AppSecrets, 'get' | 'set' | 'note' | 'answers'>;
  readonly desktop: Desktop;
  readonly policy: Policy;
  readonly sealer: Sealer;
  readonly now: () => number;
  /** Called after an import, with the connections whose settings or keys have changed. */
  readonly restored: (connections: readonly string[]) => Promise<void>;
}

/** An opened backup: encrypted bytes until the passphrase is given, then what importing it would do. */
type Open =
  | { readonly fileName: string; readonly sealed: Uint8Array }
  | { readonly fileName: string; readonly backup: Backup; readonly planned: readonly PlannedItem[] };

/** Exports and imports settings. Secrets stay on this side; the window learns only how many there are. */
export function backupHandlers(deps: BackupDeps): Handlers['backup'] {
  const { store, vault, desktop, sealer, now } = deps;
  // one at a time, as there is one dialog; its contents may be secret and are released with it
  const opened = new Map<string, Open>();

  async function plan(token: string, fileName: string, backup: Backup): Promise<BackupPlan> {
    const planned = await planOf(backup, deps);
    found(token); // closed while the vault was asked
    opened.set(token, { fileName, backup, planned });
    return { kind: 'plan', token, fileName, made: backup.made, items: planned.map(({ item }) => item) };
  }
  const found = (token: string): Open => {
    const open = opened.get(token);
    if (!open) throw new DialdeskError('not_found', 'the backup is no longer open');
    return open;
  };
  const foundPlan = (token: string): Extract<Open, { planned: unknown }> => {
    const open = found(token);
    if (!('planned' in open)) throw new DialdeskError('conflict', 'the backup is still locked');
    return open;
  };

  return {
    async save({ passphrase }) {
      const made = new Date(now()).toISOString();
      const ending = passphrase === undefined ? 'json' : 'age';
      const path = await desktop.pickSavePath(`dialdesk-settings-${made.slice(0, 10)}.${ending}`);
      if (path === null) return null;
      const mayLackSecrets = passphrase !== undefined && !(await vault.answers());
      const contents = await gather(store, vault, passphrase !== undefined);
      const text = Buffer.from(writeBackup({ made, ...contents }));
      await writeWhole(path, passphrase === undefined ? text : await sealer.seal(text, passphrase));
      const secrets = contents.connections.map(
        ({ secretKey, serverPasswords = {} }) =>
          (secretKey === undefined ? 0 : 1) + Object.keys(serverPasswords).length,
      );
      return {
        name: basename(path),
        connections: contents.connections.length,
        mappings: contents.mappings.length,
        secrets: secrets.reduce((sum, count) => sum + count, 0),
        mayLackSecrets,
      };
    },

    async open() {
      const [path] = await desktop.pickFiles('backup');
      if (path === undefined) return null;
      const bytes = await readWhole(path);
      const fileName = basename(path);
      const token = randomUUID();
      opened.clear();
      opened.set(token, { fileName, sealed: bytes });
      if (!sealer.isSealed(bytes)) return plan(token, fileName, readBackup(textOf(bytes)));
      return { kind: 'locked', token, fileName };
    },

    async unlock({ token, passphrase }) {
      const open = found(token);
      if (!('sealed' in open)) throw new DialdeskError('conflict', 'the backup is open already');
      const bytes = await sealer.open(open.sealed, passphrase);
      found(token); // closed while the key was being derived
      return plan(token, open.fileName, readBackup(textOf(bytes)));
    },

    review({ token }) {
      const { fileName, backup } = foundPlan(token);
      return plan(token, fileName, backup);
    },

    async apply({ token, keys }) {
      const { backup, planned } = foundPlan(token);
      const isChosen = ({ item }: PlannedItem): boolean => keys.includes(item.key);
      const chosen = planned.filter(isChosen);
      // what was agreed to is what was shown: a secret, for one, may have been saved since
      const today = (await planOf(backup, deps)).filter(isChosen);
      if (!isDeepStrictEqual(today, chosen)) throw stale();
      const done = await restore(chosen, { store, vault, now, newId: randomUUID });
      opened.delete(token);
      await deps.restored(done.connections);
      return done.restored;
    },

    close({ token }) {
      opened.delete(token);
    },
  };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable('foreign', cause);
  }
}

/** @throws DialdeskError `file_unreadable`, `backup_unreadable` when it is larger than any backup */
async function readWhole(path: string): Promise<Uint8Array> {
  const failed = (cause: unknown): never => {
    throw readError(cause, basename(path));
  };
  const file = await openFile(path, 'r').catch(failed);
  try {
    if ((await file.stat()).size > maxBackupBytes) throw unreadable('too-large');
    return await file.readFile().catch(failed);
  } finally {
    await file.close();
  }
}
