import type { Client } from '../../../src-main/contract/derive.ts';
import type { KnownHostKey, KnownHostsOutcome } from '../../../src-main/contract/host-keys.ts';

/** The host keys on record, as main has them. */
export class HostKeys {
  readonly #client: Pick<Client, 'hostKeys'>;
  #keys = $state.raw<readonly KnownHostKey[] | null>(null);
  #outcome = $state.raw<KnownHostsOutcome | null>(null);

  constructor(app: { readonly client: Pick<Client, 'hostKeys'> }) {
    this.#client = app.client;
  }

  /** By host, port and type; null before the first answer. */
  get keys(): readonly KnownHostKey[] | null {
    return this.#keys;
  }
  /** What the last import came to, until it is dismissed. */
  get outcome(): KnownHostsOutcome | null {
    return this.#outcome;
  }

  async load(): Promise<void> {
    this.#keys = await this.#client.hostKeys.list();
  }
  async forget(key: KnownHostKey): Promise<void> {
    await this.#client.hostKeys.forget(key);
    await this.load();
  }
  async import(): Promise<void> {
    const outcome = await this.#client.hostKeys.importKnownHosts();
    if (outcome === null) return;
    this.#outcome = outcome;
    await this.load();
  }
  /** @returns what was written, or null when the dialog was cancelled */
  export(): Promise<{ readonly name: string; readonly keys: number } | null> {
    return this.#client.hostKeys.exportKnownHosts();
  }
  dismiss(): void {
    this.#outcome = null;
  }
}
