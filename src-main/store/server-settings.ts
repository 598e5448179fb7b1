import * as v from 'valibot';
import { LoginKind, PrivateKeyInfo, ServerLabel, TemporaryNames } from '../contract/server-reach.ts';
import { jsonColumn } from './json-column.ts';
import { KeptElsewhere } from './kept-elsewhere.ts';
import type { Statements } from './statements.ts';
import { textOf } from './statements.ts';

/**
 * What this workstation knows about a file server beyond what the call centre says. The workstation may
 * reach it at another address, or as another user, than the call centre does; null means "the same".
 */
export const ServerSettings = v.object({
  host: v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(253))),
  port: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
  userName: v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(256))),
  /** How it logs in from here. The secret itself is in the vault. */
  login: LoginKind,
  /** What is shown of the private key in the vault. */
  key: v.optional(v.nullable(PrivateKeyInfo), null),
  /** The folder used last, below the default path. */
  lastFolder: v.nullable(v.string()),
  /** How files are named while they are sent. Settings of earlier versions lack it: they knew one way. */
  names: v.optional(TemporaryNames, 'hidden'),
  /** What it is called here: the call centre gives it no name, and two may have one address. */
  label: v.optional(v.nullable(ServerLabel), null),
  /** When an import was last made for it, milliseconds since 1970 UTC; null for never. */
  usedAt: v.optional(v.nullable(v.number()), null),
  /** Tells its secrets in the vault from those of other call centres' servers of the same ID, for this connection. */
  vault: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
});
export type ServerSettings = v.InferOutput<typeof ServerSettings>;

export const defaultServerSettings: ServerSettings = {
  host: null,
  port: null,
  userName: null,
  login: 'password',
  key: null,
  lastFolder: null,
  names: 'hidden',
  label: null,
  usedAt: null,
  vault: 1,
};

const settingsColumn = jsonColumn(ServerSettings);

/** A server whose secrets the vault may have, and whose they are there. */
export interface VaultOwner {
  readonly serverId: string;
  readonly owner: string;
  readonly elsewhere: string | undefined;
}

/** Settings per connection and file server. */
export class ServerSettingsTable {
  readonly #sql: Statements;
  readonly #now: () => number;
  readonly #elsewhere: KeptElsewhere;

  constructor(sql: Statements, now: () => number) {
    this.#sql = sql;
    this.#now = now;
    this.#elsewhere = new KeptElsewhere(sql);
  }

  /**
   * The server's settings; the defaults where none were kept or they cannot be read.
   * @param elsewhere another call centre than the connection leads to now, whose server of this ID is meant
   */
  get(connectionId: string, serverId: string, elsewhere?: string): ServerSettings {
    const row = this.#sql.one(
      'SELECT settings FROM server_settings WHERE connection_id = ? AND server_id = ?',
      connectionId,
      serverId,
    );
    const kept = this.#elsewhere.find('server_settings', connectionId, serverId);
    const meant = elsewhere === undefined ? row : kept.find(({ centre }) => centre === elsewhere)?.value;
    const settings = settingsColumn.decode(meant?.['settings']);
    if (settings.ok) return settings.value;
    // nothing that the vault has of the others is this one's
    const others = [row, ...kept.map(({ value }) => value)].flatMap((other) => {
      const read = settingsColumn.decode(other?.['settings']);
      return read.ok ? [read.value.vault] : [];
    });
    return { ...defaultServerSettings, vault: Math.max(0, ...others) + 1 };
  }

  /**
   * Whose the server's secrets are, among the names of the vault: the connection, or one of the call centres it has led to.
   * @param elsewhere as `get`
   */
  vaultOwner(connectionId: string, serverId: string, elsewhere?: string): string {
    const { vault } = this.get(connectionId, serverId, elsewhere);
    return vaultOwner(connectionId, vault);
  }

  /**
   * All that the vault may have secrets of for a connection, wherever it has led; `elsewhere` is the call centre, where
   * it leads to another one now.
   */
  vaultOwners(connectionId: string): VaultOwner[] {
    const here = this.known(connectionId).map((serverId) => ({
      serverId,
      elsewhere: undefined,
      owner: this.vaultOwner(connectionId, serverId),
    }));
    const elsewhere = this.#elsewhere.keys('server_settings', connectionId).flatMap((serverId) =>
      this.#elsewhere.find('server_settings', connectionId, serverId).map(({ centre }) => ({
        serverId,
        elsewhere: centre,
        owner: this.vaultOwner(connectionId, serverId, centre),
      })),
    );
    return [...here, ...elsewhere];
  }

  /** Keeps `change` over what is there. The connection must exist. */
  set(connectionId: string, serverId: string, change: Partial<ServerSettings>): ServerSettings {
    const settings = { ...this.get(connectionId, serverId), ...change };
    this.#sql.run(
      `INSERT INTO server_settings (connection_id, server_id, settings, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at`,
      connectionId,
      serverId,
      settingsColumn.encode(settings),
      this.#now(),
    );
    return settings;
  }

  /** What is kept about the servers of a connection, by their IDs. */
  ofConnection(connectionId: string): ReadonlyMap<string, ServerSettings> {
    return new Map(this.known(connectionId).map((serverId) => [serverId, this.get(connectionId, serverId)]));
  }

  /** The servers of a connection that anything is kept about. */
  known(connectionId: string): string[] {
    return this.#sql
      .all('SELECT server_id FROM server_settings WHERE connection_id = ?', connectionId)
      .map((row) => textOf(row, 'server_id'));
  }

  /** Forgets a server that was deleted. */
  remove(connectionId: string, serverId: string): void {
    this.#sql.run(
      'DELETE FROM server_settings WHERE connection_id = ? AND server_id = ?',
      connectionId,
      serverId,
    );
  }
}

function vaultOwner(connectionId: string, vault: number): string {
  return vault === 1 ? connectionId : `${connectionId}/${vault}`;
}
