import * as v from 'valibot';
import { DialdeskError } from '../../contract/errors.ts';
import { SavedMapping } from '../../contract/mapping.ts';
import { secretKeyAccount, serverPasswordAccount, type Vault } from '../../secrets/vault.ts';
import type { StoredConnection } from '../../store/connections.ts';
import type { Store } from '../../store/store.ts';
import { activityDaysSetting, languageSetting, themeSetting } from '../../store/app-settings.ts';
import type { BackedConnection, BackedMapping, Preferences } from './backup-format.ts';

export type BackupStore = Pick<
  Store,
  'connections' | 'mappings' | 'settings' | 'serverSettings' | 'transaction'
>;

/** What a backup contains. The demo system is not part of it: it can be created again anywhere. */
export async function gather(
  store: BackupStore,
  vault: Pick<Vault, 'get'>,
  withSecrets: boolean,
): Promise<{ connections: BackedConnection[]; mappings: BackedMapping[]; preferences: Preferences }> {
  const stored = store.connections.list().filter(({ demo }) => !demo);
  return {
    connections: await Promise.all(
      stored.map((connection) => backed(connection, store, withSecrets ? vault : null)),
    ),
    mappings: mappingsOf(store),
    preferences: {
      language: store.settings.get(languageSetting),
      theme: store.settings.get(themeSetting),
      activityDays: store.settings.get(activityDaysSetting),
    },
  };
}

/** Saved mappings that this version can read. */
export function mappingsOf(store: Pick<Store, 'mappings'>): BackedMapping[] {
  return store.mappings.list().flatMap(({ id, name, fingerprint, mapping }) => {
    const saved = v.safeParse(SavedMapping, { id, name, mapping });
    return saved.success ? [{ ...saved.output, fingerprint }] : [];
  });
}

async function backed(
  { id, settings }: StoredConnection,
  store: BackupStore,
  vault: Pick<Vault, 'get'> | null,
): Promise<BackedConnection> {
  const known = store.serverSettings.known(id);
  const names = known.map((serverId) => [serverId, store.serverSettings.get(id, serverId).names] as const);
  const labels = known.flatMap((serverId) => {
    const { label } = store.serverSettings.get(id, serverId);
    return label === null ? [] : [[serverId, label] as const];
  });
  const plain = {
    id,
    settings,
    ...(names.length > 0 && { serverNames: Object.fromEntries(names) }),
    ...(labels.length > 0 && { serverLabels: Object.fromEntries(labels) }),
  };
  if (vault === null) return plain;
  // that a locked keychain may have had some is said beside the backup
  const kept = (account: string): Promise<string | null> => vault.get(account).catch(unlessLocked);
  const secretKey = await kept(secretKeyAccount(id));
  const passwords: [string, string][] = [];
  for (const serverId of known) {
    const password = await kept(
      serverPasswordAccount(store.serverSettings.vaultOwner(id, serverId), serverId),
    );
    if (password !== null) passwords.push([serverId, password]);
  }
  return {
    ...plain,
    ...(secretKey !== null && { secretKey }),
    ...(passwords.length > 0 && { serverPasswords: Object.fromEntries(passwords) }),
  };
}

function unlessLocked(error: unknown): null {
  if (error instanceof DialdeskError && /^keychain_/.test(error.code)) return null;
  throw error;
}
