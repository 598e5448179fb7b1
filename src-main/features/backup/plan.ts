import { isDeepStrictEqual } from 'node:util';
import type { BackupItem } from '../../contract/backup.ts';
import type { Policy } from '../app/policy.ts';
import { activityDaysSetting, languageSetting, themeSetting } from '../../store/app-settings.ts';
import type { BackedConnection, BackedMapping, Backup, Preferences } from './backup-format.ts';
import { mappingsOf, type BackupStore } from './gather.ts';

/** One item of a backup, with what importing it does. `onto` is the ID of what it replaces. */
export type PlannedItem = { readonly item: BackupItem } & (
  | { readonly kind: 'connection'; readonly connection: BackedConnection; readonly onto: string | null }
  | { readonly kind: 'mapping'; readonly mapping: BackedMapping }
  | { readonly kind: 'preferences'; readonly preferences: Preferences }
  | { readonly kind: 'unfit' }
);

/**
 * Compares a backup with what exists here. Connections match by ID, otherwise by name, so that one can be imported on
 * a workstation where somebody has already typed it in; mappings match by name, which is unique.
 */
export function planOf(backup: Backup, store: BackupStore, policy: Policy): PlannedItem[] {
  const { preferences } = backup;
  return [
    ...backup.connections.map((connection, index) =>
      'unfit' in connection
        ? unfit('connection', connection.unfit, index)
        : plannedConnection(connection, index, store, policy),
    ),
    ...backup.mappings.map((mapping, index) =>
      'unfit' in mapping ? unfit('mapping', mapping.unfit, index) : plannedMapping(mapping, index, store),
    ),
    ...(preferences === null ? [] : [plannedPreferences(preferences, store)]),
  ];
}

function unfit(what: 'connection' | 'mapping', name: string, index: number): PlannedItem {
  return {
    kind: 'unfit',
    item: { key: `${what}-${index}`, what, name, effect: 'unfit', changes: [], secrets: 0 },
  };
}

function plannedConnection(
  connection: BackedConnection,
  index: number,
  store: BackupStore,
  policy: Policy,
): PlannedItem {
  const { settings } = connection;
  const mine = store.connections.list().filter(({ demo }) => !demo);
  const named = (name: string): string => name.trim().toLowerCase();
  const here =
    mine.find(({ id }) => id === connection.id) ??
    mine.find((other) => named(other.settings.name) === named(settings.name));
  const secrets =
    (connection.secretKey === undefined ? 0 : 1) + Object.keys(connection.serverPasswords ?? {}).length;
  const fields = Object.keys(settings) as (keyof typeof settings)[];
  const changes: string[] = here
    ? fields.filter((field) => !isDeepStrictEqual(settings[field], here.settings[field]))
    : [];
  if (here && differentNames(connection, here.id, store)) changes.push('serverNames');
  // a backup with secrets adds something even if the settings are equal
  const wanted = here === undefined ? 'add' : changes.length > 0 || secrets > 0 ? 'replace' : 'same';
  const effect = isAllowed(connection, here?.id ?? null, policy) ? wanted : 'barred';
  return {
    kind: 'connection',
    connection,
    onto: here?.id ?? null,
    item: { key: `connection-${index}`, what: 'connection', name: settings.name, effect, changes, secrets },
  };
}

/** Whether files would be named otherwise on one of the connection's servers while they are sent. */
function differentNames({ serverNames = {} }: BackedConnection, here: string, store: BackupStore): boolean {
  return Object.entries(serverNames).some(
    ([serverId, names]) => store.serverSettings.get(here, serverId).names !== names,
  );
}

/** A backup may not contain what a user could not type in. */
function isAllowed({ settings }: BackedConnection, onto: string | null, policy: Policy): boolean {
  if (onto === null && !policy.ownConnections) return false;
  if (policy.connections.some(({ id }) => id === onto)) return false;
  return policy.allows(settings.isales.host) && policy.allows(settings.ccfs.host);
}

function plannedMapping(mapping: BackedMapping, index: number, store: BackupStore): PlannedItem {
  const here = mappingsOf(store).find(({ name }) => name.toLowerCase() === mapping.name.toLowerCase());
  const alike =
    here !== undefined &&
    here.fingerprint === mapping.fingerprint &&
    isDeepStrictEqual(here.mapping, mapping.mapping);
  const effect = here === undefined ? 'add' : alike ? 'same' : 'replace';
  const item = {
    key: `mapping-${index}`,
    what: 'mapping',
    name: mapping.name,
    effect,
    changes: [],
    secrets: 0,
  } as const;
  return { kind: 'mapping', mapping, item: { ...item, changes: [] } };
}

function plannedPreferences(preferences: Preferences, store: BackupStore): PlannedItem {
  const { settings } = store;
  const here = {
    language: settings.get(languageSetting),
    theme: settings.get(themeSetting),
    activityDays: settings.get(activityDaysSetting),
  };
  const fields = Object.keys(preferences) as (keyof Preferences)[];
  const changes = fields.filter((field) => preferences[field] !== here[field]);
  const effect = changes.length === 0 ? 'same' : 'replace';
  return {
    kind: 'preferences',
    preferences,
    item: { key: 'preferences', what: 'preferences', name: '', effect, changes, secrets: 0 },
  };
}
