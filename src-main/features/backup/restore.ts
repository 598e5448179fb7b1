import type { RestoredBackup } from '../../contract/backup.ts';
import { secretKeyAccount, serverPasswordAccount, type Vault } from '../../secrets/vault.ts';
import { activityDaysSetting, languageSetting, themeSetting } from '../../store/app-settings.ts';
import type { BackedConnection, BackedMapping, Preferences } from './backup-format.ts';
import type { BackupStore } from './gather.ts';
import type { PlannedItem } from './plan.ts';

export interface RestoreDeps {
  readonly store: BackupStore;
  readonly vault: Pick<Vault, 'set'>;
  readonly newId: () => string;
  readonly now: () => number;
}

/**
 * Carries out the chosen items. The database takes all of them or none; secrets follow, since a connection
 * without its key only asks for it. What is replaced keeps its ID, and its secrets where the backup has none.
 *
 * @returns what was done, and the IDs of connections that are no longer what they were
 * @throws DialdeskError `local_disk`, with nothing changed
 */
export async function restore(
  planned: readonly PlannedItem[],
  deps: RestoreDeps,
): Promise<{ restored: RestoredBackup; connections: readonly string[] }> {
  const { store, vault } = deps;
  const doing = planned.filter(({ item }) => item.effect === 'add' || item.effect === 'replace');
  const placed: { id: string; connection: BackedConnection }[] = [];
  store.transaction(() => {
    for (const each of doing) {
      if (each.kind === 'connection') {
        placed.push({ id: place(each.connection, each.onto, deps), connection: each.connection });
      } else if (each.kind === 'mapping') placeMapping(each.mapping, deps);
      else if (each.kind === 'preferences') placePreferences(each.preferences, store);
    }
  });
  let secrets = 0;
  for (const { id, connection } of placed) {
    const accounts: [string, string][] = Object.entries(connection.serverPasswords ?? {}).map(
      ([serverId, password]) => [serverPasswordAccount(id, serverId), password],
    );
    if (connection.secretKey !== undefined) accounts.push([secretKeyAccount(id), connection.secretKey]);
    for (const [account, secret] of accounts) await vault.set(account, secret);
    secrets += accounts.length;
  }
  const count = (effect: string): number => doing.filter(({ item }) => item.effect === effect).length;
  return {
    restored: { added: count('add'), replaced: count('replace'), secrets },
    connections: placed.map(({ id }) => id),
  };
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
