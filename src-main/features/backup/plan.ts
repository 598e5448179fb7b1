import { isDeepStrictEqual } from 'node:util';
import type { BackupItem } from '../../contract/backup.ts';
import type { Policy } from '../app/policy.ts';
import type { AppSecrets } from '../../secrets/vault.ts';
import { activityDaysSetting, languageSetting, themeSetting } from '../../store/app-settings.ts';
import type { BackedConnection, BackedMapping, Backup, Preferences } from './backup-format.ts';
import { mappingsOf, type BackupStore } from './gather.ts';
import { matchConnections, type Match } from './match.ts';
import { movesOf, secretsStay } from './moves.ts';

/**
 * One item of a backup, with what importing it does. `onto` is the ID of what it replaces, `before` what is here in its
 * place now, as far as importing changes it.
 */
export type PlannedItem = { readonly item: BackupItem; readonly before: unknown } & (
  | { readonly kind: 'connection'; readonly connection: BackedConnection; readonly onto: string | null }
  | { readonly kind: 'mapping'; readonly mapping: BackedMapping }
  | { readonly kind: 'preferences'; readonly preferences: Preferences }
  | { readonly kind: 'unfit' }
);

/** What a plan looks at. */
export interface PlanDeps {
  readonly store: BackupStore;
  readonly vault: Pick<AppSecrets, 'get' | 'answers'>;
  readonly policy: Policy;
}

/** Compares a backup with what exists here. Connections match as `matchConnections` says, mappings by unique name. */
export async function planOf(backup: Backup, deps: PlanDeps): Promise<PlannedItem[]> {
  const { store } = deps;
  const { preferences } = backup;
  const mine = store.connections.list().filter(({ demo }) => !demo);
  const readable = backup.connections.map((each) => ('unfit' in each ? null : each));
  const matches = matchConnections(readable, mine);
  const connections: PlannedItem[] = [];
  for (const [index, each] of backup.connections.entries()) {
    connections.push(
      'unfit' in each
        ? unfit('connection', each.unfit, index)
        : await plannedConnection(each, index, matches[index] ?? null, deps),
    );
  }
  return [
    ...connections,
    ...backup.mappings.map((mapping, index) =>
      'unfit' in mapping ? unfit('mapping', mapping.unfit, index) : plannedMapping(mapping, index, store),
    ),
    ...(preferences === null ? [] : [plannedPreferences(preferences, store)]),
  ];
}

/** What an item that concerns no connection says of one. */
const noConnection = { match: null, moves: [], secrets: 0 } satisfies Partial<BackupItem>;

function unfit(what: 'connection' | 'mapping', name: string, index: number): PlannedItem {
  return {
    kind: 'unfit',
    before: null,
    item: { key: `${what}-${index}`, what, name, effect: 'unfit', changes: [], ...noConnection },
  };
}

async function plannedConnection(
  connection: BackedConnection,
  index: number,
  match: Match | null,
  { store, vault, policy }: PlanDeps,
): Promise<PlannedItem> {
  const { settings } = connection;
  const here = match?.here ?? null;
  const before = connectionNow(connection, here?.id ?? null, store);
  const secrets =
    (connection.secretKey === undefined ? 0 : 1) + Object.keys(connection.serverPasswords ?? {}).length;
  const fields = Object.keys(settings) as (keyof typeof settings)[];
  const changes: string[] = here
    ? fields.filter((field) => !isDeepStrictEqual(settings[field], here.settings[field]))
    : [];
  if (here && differentNames(connection, here.id, store)) changes.push('serverNames');
  if (here && differentLabels(connection, here.id, store)) changes.push('serverLabels');
  const moves = movesOf(settings, here?.settings ?? null);
  // one that is taken, by the demo connection for instance, is not what it gets
  const id = here?.id ?? (store.connections.get(connection.id) === null ? connection.id : null);
  const stays = moves.length > 0 && id !== null && (await secretsStay(connection, id, store, vault));
  // of one that is new here, only what is known to be there: else all would be suspect where there is no keychain
  const repoints = here === null ? stays === true : stays !== false;
  // a backup with secrets adds something even if the settings are equal
  const harmless = here === null ? 'add' : changes.length > 0 || secrets > 0 ? 'replace' : 'same';
  const wanted = repoints ? 'repoint' : harmless;
  const effect = isAllowed(connection, here?.id ?? null, policy) ? wanted : 'barred';
  return {
    kind: 'connection',
    connection,
    onto: here?.id ?? null,
    before,
    item: {
      key: `connection-${index}`,
      what: 'connection',
      name: settings.name,
      effect,
      changes,
      match: match && { by: match.by, name: match.here.settings.name },
      moves: effect === 'repoint' ? moves : [],
      secrets,
    },
  };
}

/** What importing a planned item would change, as it is at this moment. */
export function beforeOf(planned: PlannedItem, store: BackupStore): unknown {
  switch (planned.kind) {
    case 'connection':
      return connectionNow(planned.connection, planned.onto, store);
    case 'mapping':
      return mappingNow(planned.mapping, store);
    case 'preferences':
      return preferencesNow(store);
    case 'unfit':
      return null;
  }
}

function connectionNow({ id }: BackedConnection, onto: string | null, store: BackupStore): unknown {
  const at = onto ?? id;
  return { connection: store.connections.get(at), servers: store.serverSettings.known(at).sort() };
}

/** Whether files would be named otherwise on one of the connection's servers while they are sent. */
function differentNames({ serverNames = {} }: BackedConnection, here: string, store: BackupStore): boolean {
  return Object.entries(serverNames).some(
    ([serverId, names]) => store.serverSettings.get(here, serverId).names !== names,
  );
}

/** Whether one of the connection's servers would be called otherwise. */
function differentLabels({ serverLabels = {} }: BackedConnection, here: string, store: BackupStore): boolean {
  return Object.entries(serverLabels).some(
    ([serverId, label]) => store.serverSettings.get(here, serverId).label !== label,
  );
}

/** A backup may not contain what a user could not type in. */
function isAllowed({ settings }: BackedConnection, onto: string | null, policy: Policy): boolean {
  if (onto === null && !policy.ownConnections) return false;
  if (policy.connections.some(({ id }) => id === onto)) return false;
  return policy.allows(settings.isales.host) && policy.allows(settings.ccfs.host);
}

function plannedMapping(mapping: BackedMapping, index: number, store: BackupStore): PlannedItem {
  const here = mappingNow(mapping, store);
  const alike =
    here !== undefined &&
    here.fingerprint === mapping.fingerprint &&
    isDeepStrictEqual(here.mapping, mapping.mapping);
  const effect = here === undefined ? 'add' : alike ? 'same' : 'replace';
  const item = { key: `mapping-${index}`, what: 'mapping', name: mapping.name, effect } as const;
  return { kind: 'mapping', mapping, before: here, item: { ...item, changes: [], ...noConnection } };
}

function mappingNow({ name }: BackedMapping, store: BackupStore): BackedMapping | undefined {
  return mappingsOf(store).find((other) => other.name.toLowerCase() === name.toLowerCase());
}

function plannedPreferences(preferences: Preferences, store: BackupStore): PlannedItem {
  const here = preferencesNow(store);
  const fields = Object.keys(preferences) as (keyof Preferences)[];
  const changes = fields.filter((field) => preferences[field] !== here[field]);
  const effect = changes.length === 0 ? 'same' : 'replace';
  return {
    kind: 'preferences',
    preferences,
    before: here,
    item: { key: 'preferences', what: 'preferences', name: '', effect, changes, ...noConnection },
  };
}

function preferencesNow({ settings }: BackupStore): Required<Preferences> {
  return {
    language: settings.get(languageSetting),
    theme: settings.get(themeSetting),
    activityDays: settings.get(activityDaysSetting),
  };
}
