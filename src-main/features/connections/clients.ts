import { socketHost } from '../../aicc/service-host.ts';
import { AiccClient, type ClientDeps } from '../../aicc/client.ts';
import { callCentreOf, type ConnectionSettings } from '../../contract/connections.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import { currentJob } from '../../platform/current-job.ts';
import { secretKeyAccount, type Vault } from '../../secrets/vault.ts';
import { hostPermit, type Policy } from '../app/policy.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { Requester } from '../activity/request-activity.ts';

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
  /** How often each connection was forgotten. Of another's change nothing begins anew: it would wait for itself. */
  readonly #changes = new Map<string, number>();
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
    const at = this.#changes.get(connectionId);
    const connection = this.#table.get(connectionId);
    if (connection === null) throw new DialdeskError('not_found', `no connection ${connectionId}`);
    const { isales, ccfs } = connection.settings;
    for (const address of [isales, ccfs]) this.#permit(socketHost(address), connectionId);
    const secretKey = await this.#vault.get(secretKeyAccount(connectionId));
    // what was read before the change belongs to the old connection: start over, or join whoever has
    if (this.#changes.get(connectionId) !== at) return this.#current(connectionId);
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
    this.#changes.set(connectionId, (this.#changes.get(connectionId) ?? 0) + 1);
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
 * The IDs of one call centre mean nothing in another, or something else.
 * @param centre the one they are of, as `callCentreOf` names it; undefined where nobody knows
 * @throws DialdeskError `call_centre_changed`: nothing was sent
 */
export function requireCentre({ settings }: Pick<AiccClient, 'settings'>, centre: string | undefined): void {
  const after = callCentreOf(settings);
  if (centre === undefined || centre === after) return;
  throw new DialdeskError('call_centre_changed', 'The connection leads elsewhere', {
    details: { before: centre, after },
  });
}
