import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import type { AppState } from '../../contract/app.ts';
import type { ConnectionTest } from '../../contract/connections.ts';
import { TlsTrust, type Connection, type ConnectionSettings } from '../../contract/connections.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { WaitingKind } from '../../contract/jobs.ts';
import { readError } from '../../platform/system-error.ts';
import { secretKeyAccount, type AppSecrets } from '../../secrets/vault.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import type { SettingsTable } from '../../store/settings.ts';
import type { DemoHints } from './demo-service.ts';
import type { Desktop } from '../app/desktop.ts';
import { permitHost, type Policy } from '../app/policy.ts';
import { connectionSetting } from '../../store/app-settings.ts';

/** What the handlers of connections work with. */
export interface ConnectionDeps {
  readonly table: ConnectionsTable;
  readonly settings: SettingsTable;
  readonly vault: AppSecrets;
  readonly desktop: Desktop;
  readonly policy: Policy;
  readonly push: Pushes['connections'];
  readonly newId: () => string;
  /** Tries settings with a secret key, without saving anything. */
  readonly test: (settings: ConnectionSettings, secretKey: string) => Promise<ConnectionTest>;
  /** Starts the demo system and returns its settings and secret key. */
  readonly demo: () => Promise<{ settings: ConnectionSettings; secretKey: string }>;
  /** Stops the demo system and deletes everything that was sent to it. */
  readonly endDemo: () => Promise<void>;
  /** What to type into the demo system's forms; null while it is not running. */
  readonly demoHints: () => Promise<DemoHints | null>;
  /** Called when a connection or its secret key changed: what was opened with the old one is closed. */
  readonly forget: (connectionId: string) => void;
  /** The vault's accounts that may have something of a connection's file servers. */
  readonly serverSecrets: (connectionId: string) => readonly string[];
  /** All of `work`, which must be synchronous, or nothing. */
  readonly transaction: (work: () => void) => void;
  /** Called with what jobs may have been waiting for. */
  readonly resumeWaitingFor: (what: WaitingKind) => void;
  /** Retries jobs of a connection that are waiting for its systems or asking about a certificate. */
  readonly tryJobs: (id: string) => void;
  /** Whether unfinished jobs still need the connection. */
  readonly inUse: (connectionId: string) => boolean;
  /** The state of the app, also pushed to the window. */
  readonly appState: () => AppState;
}

/** Connections: everything but the secret key is in the database; the secret key is in the vault. */
export function connectionHandlers(deps: ConnectionDeps): Handlers['connections'] {
  const { table, settings, vault, push, policy } = deps;
  const isFixed = (id: string): boolean => policy.connections.some((fixed) => fixed.id === id);
  const permit = ({ isales, ccfs }: ConnectionSettings): void => {
    for (const { host } of [isales, ccfs]) permitHost(policy, host);
  };
  const permitOwn = (): void => {
    if (!policy.ownConnections) throw new DialdeskError('not_allowed', 'connections of one’s own');
  };

  const shown = async (stored: StoredConnection): Promise<Connection> => ({
    id: stored.id,
    ...stored.settings,
    demo: stored.demo,
    ...(isFixed(stored.id) && { fixed: true }),
    // a keychain that was locked meanwhile must not hide the connections
    secretSaved: (await vault.get(secretKeyAccount(stored.id)).catch(() => null)) !== null,
  });
  const list = (): Promise<Connection[]> => Promise.all(table.list().map(shown));
  const stored = (id: string): StoredConnection => {
    const connection = table.get(id);
    if (connection === null) throw new DialdeskError('not_found', `no connection ${id}`);
    return connection;
  };
  const changed = async (): Promise<void> => push.changed(await list());

  async function add(connection: StoredConnection, secretKey: string | null): Promise<Connection> {
    // The secret first: a connection without one is asked for it, one that is not listed is never missed.
    if (secretKey !== null) await vault.set(secretKeyAccount(connection.id), secretKey);
    try {
      table.add(connection);
    } catch (error) {
      await vault.forget([secretKeyAccount(connection.id)]).catch(() => false);
      throw error;
    }
    settings.set(connectionSetting, settings.get(connectionSetting) ?? connection.id);
    await changed();
    return shown(connection);
  }

  return {
    list,

    create({ settings: filled, secretKey }) {
      permitOwn();
      permit(filled);
      return add({ id: deps.newId(), demo: false, settings: filled }, secretKey);
    },

    async update({ id, settings: filled, secretKey }) {
      const before = stored(id);
      if (before.demo) throw new DialdeskError('conflict', 'the demo connection cannot be changed');
      if (isFixed(id) && !isDeepStrictEqual(filled, before.settings)) {
        throw new DialdeskError('not_allowed', 'the policy fixes this connection');
      }
      permit(filled);
      const account = secretKeyAccount(id);
      const keyBefore = secretKey === undefined ? null : await vault.get(account).catch(() => null);
      if (secretKey !== undefined) await vault.set(account, secretKey);
      try {
        table.update(id, filled);
      } catch (error) {
        // a full disk: the settings stay as they were, and so does the key that goes with them
        const stays = keyBefore !== null && table.get(id) !== null;
        if (stays) await vault.set(account, keyBefore).catch(() => undefined);
        throw error;
      }
      deps.forget(id);
      if (secretKey !== undefined) deps.resumeWaitingFor('password');
      deps.tryJobs(id);
      await changed();
      return shown(stored(id));
    },

    async duplicate({ id, name }) {
      const { settings: filled, demo } = stored(id);
      if (demo) throw new DialdeskError('conflict', 'the demo connection cannot be duplicated');
      permitOwn();
      const secretKey = await vault.get(secretKeyAccount(id));
      return add({ id: deps.newId(), demo: false, settings: { ...filled, name } }, secretKey);
    },

    async remove({ id }) {
      if (isFixed(id)) throw new DialdeskError('not_allowed', 'the policy fixes this connection');
      const before = stored(id);
      if (deps.inUse(id)) throw new DialdeskError('conflict', 'jobs in the outbox need this connection');
      const accounts = [secretKeyAccount(id), ...deps.serverSecrets(id)];
      deps.transaction(() => {
        vault.note(accounts);
        table.remove(id);
      });
      deps.forget(id);
      const secretsGone = await vault.forget(accounts);
      if (before.demo) await deps.endDemo();
      if (settings.get(connectionSetting) === id) {
        settings.set(connectionSetting, table.list()[0]?.id ?? null);
      }
      await changed();
      return { secretsGone };
    },

    use({ id }) {
      settings.set(connectionSetting, stored(id).id);
      return deps.appState();
    },

    async test({ id, settings: filled, secretKey }) {
      const key = secretKey ?? (id && (await vault.get(secretKeyAccount(id))));
      if (!key) {
        throw new DialdeskError('invalid_request', 'a secret key is needed', {
          fields: [{ path: 'secretKey', rule: 'required' }],
        });
      }
      permit(filled);
      return deps.test(filled, key);
    },

    async planExamples({ plan }) {
      const { planExamples } = await import('../../numbering/plan-examples.ts');
      return planExamples(plan);
    },

    async pickCaFile() {
      const [path] = await deps.desktop.pickFiles('certificate');
      if (path === undefined) return null;
      const pem = await readFile(path, 'utf8').catch((cause: unknown) => {
        throw readError(cause, basename(path));
      });
      const trust = v.safeParse(TlsTrust, { kind: 'ca', name: basename(path), pem });
      if (trust.success) return trust.output;
      throw new DialdeskError('file_unreadable', 'no certificate in PEM form', {
        details: { reason: 'no-certificate', name: basename(path) },
      });
    },

    demoHints: () => deps.demoHints(),

    async startDemo() {
      if (!policy.demo) throw new DialdeskError('not_allowed', 'the demo system');
      const demo = await deps.demo();
      const there = table.list().find((connection) => connection.demo);
      const id = there?.id ?? deps.newId();
      await vault.set(secretKeyAccount(id), demo.secretKey);
      if (there) table.update(id, demo.settings);
      else table.add({ id, demo: true, settings: demo.settings });
      deps.forget(id);
      settings.set(connectionSetting, id);
      deps.resumeWaitingFor('password');
      await changed();
      deps.appState();
      return shown(stored(id));
    },
  };
}
