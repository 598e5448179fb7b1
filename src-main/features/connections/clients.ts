import { socketHost } from '../../aicc/service-host.ts';
import { AiccClient, type ClientDeps } from '../../aicc/client.ts';
import {
  callCentreOf,
  requireSameCallCentre,
  type ChosenFrom,
  type ConnectionSettings,
} from '../../contract/connections.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import { currentJob } from '../../platform/current-job.ts';
import { secretKeyAccount, type Vault } from '../../secrets/vault.ts';
import { hostPermit, type Policy } from '../app/policy.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import type { Requester } from '../activity/request-activity.ts';
import { Forgettings } from './forgettings.ts';

/**
 * One client per connection, opened when first needed and closed when the connection changes. The keychain may be
 * slow, so a connection can change while its key is being read: a client is only ever built from settings and a key
 * that were both read after the last change.
 */
export class Clients {
  readonly #table: ConnectionsTable;
  readonly #vault: Pick<Vault, 'get' | 'status'>;
  readonly #clientDeps: (requester: Requester) => ClientDeps;
  readonly #permit: ReturnType<typeof hostPermit>;
  readonly #jobOf: (id: string) => Job | null;
  readonly #open = new Map<string, AiccClient>();
  /** Of another connection's change nothing begins anew: it would wait for itself. */
  readonly #forgettings = new Forgettings();
  /** Clients whose key is being read. Further callers wait for the same one. */
  readonly #opening = new Map<string, Promise<AiccClient>>();

  constructor(deps: {
    table: ConnectionsTable;
    vault: Pick<Vault, 'get' | 'status'>;
    /** Logs the requests made for this connection. */
    clientDeps: (requester: Requester) => ClientDeps;
    policy: Policy;
    /** The job as it is on record. */
    jobOf: (id: string) => Job | null;
  }) {
    this.#permit = hostPermit(deps.policy, deps.table);
    this.#table = deps.table;
    this.#vault = deps.vault;
    this.#clientDeps = deps.clientDeps;
    this.#jobOf = deps.jobOf;
  }

  /**
   * The client of a saved connection. A job that is under way gets none for another call centre than it was put together
   * for, wherever its connection has been led since its step began.
   * @throws DialdeskError `not_found` when there is no such connection, `secret_key_needed` when its secret
   * key is not in the vault, as after a restart without a keychain, `keychain_locked`, `not_allowed` when the policy forbids its
   * hosts: it may be older than the policy; `call_centre_changed`
   */
  async of(connectionId: string): Promise<AiccClient> {
    const at = currentJob();
    const client = await this.#current(connectionId);
    const job = at === null ? null : this.#jobOf(at);
    if (job?.state === 'running' && job.connectionId === connectionId) requireCentre(client, job.centre);
    return client;
  }

  /** The same for what was chosen from a call centre: of no other one. Errors as `of`. */
  async from({ connectionId, centre }: ChosenFrom): Promise<AiccClient> {
    const client = await this.of(connectionId);
    requireCentre(client, centre);
    return client;
  }

  async #current(connectionId: string): Promise<AiccClient> {
    const open = this.#open.get(connectionId);
    if (open) return open;
    const underWay = this.#opening.get(connectionId);
    if (underWay) return underWay;
    const opening = this.#begin(connectionId).finally(() => {
      if (this.#opening.get(connectionId) === opening) this.#opening.delete(connectionId);
    });
    this.#opening.set(connectionId, opening);
    return opening;
  }

  async #begin(connectionId: string): Promise<AiccClient> {
    const holds = this.#forgettings.since(connectionId);
    const connection = this.#table.get(connectionId);
    if (connection === null) throw new DialdeskError('not_found', `no connection ${connectionId}`);
    const { isales, ccfs } = connection.settings;
    for (const address of [isales, ccfs]) this.#permit(socketHost(address), connectionId);
    const secretKey = await this.#vault.get(secretKeyAccount(connectionId));
    // what was read before the change belongs to the old connection: start over, or join whoever has
    if (!holds()) return this.#current(connectionId);
    if (secretKey === null) {
      const status = this.#vault.status();
      // it may exist still, once the keychain is unlocked
      if (status.kind === 'session' && status.reason === 'keychain_locked') {
        throw new DialdeskError('keychain_locked', 'the keychain is locked');
      }
      throw new DialdeskError('secret_key_needed', 'the secret key of this connection is not kept', {
        details: { connectionId },
      });
    }
    const client = this.make(connection.settings, secretKey, connectionId);
    this.#open.set(connectionId, client);
    return client;
  }

  /** A client for settings that are being tested and may not be saved. Close it after use. */
  make(settings: ConnectionSettings, secretKey: string, connectionId: string | null = null): AiccClient {
    const requester = { connectionId, connectionName: settings.name };
    return new AiccClient(settings, secretKey, this.#clientDeps(requester), (host) => {
      this.#permit(host, connectionId);
    });
  }

  /** Closes a connection's client, so that the next request uses its current settings. */
  forget(connectionId: string): void {
    this.#forgettings.forget(connectionId);
    this.#opening.delete(connectionId);
    this.#open.get(connectionId)?.close();
    this.#open.delete(connectionId);
  }

  close(): void {
    for (const client of this.#open.values()) client.close();
    this.#open.clear();
  }
}

/**
 * The connection that something was chosen from.
 * @throws DialdeskError `not_found`, and `call_centre_changed` where it leads elsewhere by now
 */
export function chosenConnection(
  connections: Pick<ConnectionsTable, 'get'>,
  { connectionId, centre }: ChosenFrom,
): StoredConnection {
  const found = connections.get(connectionId);
  if (found === null) throw new DialdeskError('not_found', `no connection ${connectionId}`);
  requireCentre(found, centre);
  return found;
}

/**
 * As `requireCentre`, of a connection. One that is gone is reported by whoever asks it.
 * @throws DialdeskError `call_centre_changed`: nothing was sent
 */
export function requireChosenFrom(
  connections: Pick<ConnectionsTable, 'get'>,
  { connectionId, centre }: ChosenFrom,
): void {
  const connection = connections.get(connectionId);
  if (connection) requireCentre(connection, centre);
}

/**
 * That a client, or a connection, leads to a call centre.
 * @param centre as `callCentreOf` names it; undefined where nobody knows
 * @throws DialdeskError `call_centre_changed`: nothing was sent
 */
export function requireCentre({ settings }: Pick<AiccClient, 'settings'>, centre: string | undefined): void {
  requireSameCallCentre(centre, callCentreOf(settings));
}
