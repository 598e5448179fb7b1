import { isDeepStrictEqual } from 'node:util';
import type { BackupItem, RestoredBackup } from '../../contract/backup.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { secretKeyAccount, serverPasswordAccount, type AppSecrets } from '../../secrets/vault.ts';
import { activityDaysSetting, languageSetting, themeSetting } from '../../store/app-settings.ts';
import type { BackedConnection, BackedMapping, Preferences } from './backup-format.ts';
import type { BackupStore } from './gather.ts';
import { beforeOf, type PlannedItem } from './plan.ts';

export interface RestoreDeps {
  readonly store: BackupStore;
  readonly vault: Pick<AppSecrets, 'set' | 'note'>;
  readonly newId: () => string;
  readonly now: () => number;
}

/** Effects that change something here. */
const changing: ReadonlySet<BackupItem['effect']> = new Set(['add', 'replace', 'repoint']);

/** The error for a plan that is no longer what would happen. */
export function stale(): DialdeskError {
  return new DialdeskError('backup_stale', 'something has changed since the plan was made');
}

/**
 * Carries out the chosen items. The database takes all of them or none; secrets follow, since a connection
 * without its key only asks for it. What is replaced keeps its ID, and its secrets where the backup has none.
 *
 * @returns what was done, and the IDs of connections that are no longer what they were
 * @throws DialdeskError `backup_stale` where something is no longer as it was planned with, `local_disk`: with
 * nothing changed
 */
export async function restore(
  planned: readonly PlannedItem[],
  deps: RestoreDeps,
): Promise<{ restored: RestoredBackup; connections: readonly string[] }> {
  const { store, vault } = deps;
  const doing = planned.filter(({ item }) => changing.has(item.effect));
  const placed: { id: string; secrets: readonly (readonly [account: string, secret: string])[] }[] = [];
  store.transaction(() => {
    for (const each of doing) if (!isDeepStrictEqual(beforeOf(each, store), each.before)) throw stale();
    for (const each of doing) {
      if (each.kind === 'connection') {
        const id = place(each.connection, each.onto, deps);
        const secrets = secretsOf(each.connection, id, store);
        // The old ones are not for the new place: killed before the new ones are kept, Dialdesk uses none.
        vault.note(secrets.map(([account]) => account));
        placed.push({ id, secrets });
      } else if (each.kind === 'mapping') placeMapping(each.mapping, deps);
      else if (each.kind === 'preferences') placePreferences(each.preferences, store);
    }
  });
  const secrets = placed.flatMap((each) => each.secrets);
  for (const [account, secret] of secrets) await vault.set(account, secret);
  const added = doing.filter(isNew).length;
  return {
    restored: { added, replaced: doing.length - added, secrets: secrets.length },
    connections: placed.map(({ id }) => id),
  };
}

function secretsOf(
  { secretKey, serverPasswords = {} }: BackedConnection,
  id: string,
  { serverSettings }: BackupStore,
): [string, string][] {
  const passwords = Object.entries(serverPasswords).map(([serverId, password]): [string, string] => [
    serverPasswordAccount(serverSettings.vaultOwner(id, serverId), serverId),
    password,
  ]);
  return secretKey === undefined ? passwords : [...passwords, [secretKeyAccount(id), secretKey]];
}

function place(connection: BackedConnection, onto: string | null, { store, newId }: RestoreDeps): string {
  // the ID stays the backup's where it can, so that a later backup finds the same connection
  const taken = store.connections.get(connection.id) !== null;
  const id = onto ?? (taken ? newId() : connection.id);
  if (onto === null) store.connections.add({ id, demo: false, settings: connection.settings });
  else store.connections.update(id, connection.settings);
  for (const serverId of Object.keys(connection.serverPasswords ?? {}))
    store.serverSettings.set(id, serverId, {});
  for (const [serverId, names] of Object.entries(connection.serverNames ?? {}))
    store.serverSettings.set(id, serverId, { names });
  for (const [serverId, label] of Object.entries(connection.serverLabels ?? {}))
    store.serverSettings.set(id, serverId, { label });
  return id;
}

function placeMapping(
  { id, name, fingerprint, mapping }: BackedMapping,
  { store, newId, now }: RestoreDeps,
): void {
  const taken = store.mappings.list().some((other) => other.id === id && other.name !== name);
  store.mappings.save({ id: taken ? newId() : id, name, fingerprint, mapping, usedAt: now() });
}

function placePreferences({ language, theme, activityDays }: Preferences, { settings }: BackupStore): void {
  if (language !== undefined) settings.set(languageSetting, language);
  if (theme !== undefined) settings.set(themeSetting, theme);
  if (activityDays !== undefined) settings.set(activityDaysSetting, activityDays);
}

/** Whether it is not here yet; of a connection that re-points, only a secret may be. */
function isNew(planned: PlannedItem): boolean {
  return planned.kind === 'connection' ? planned.onto === null : planned.item.effect === 'add';
}
