import type { HostKeyBook, HostKeyInfo, KnownHostKey } from './host-key.ts';
import { namesOneServer } from './known-hosts.ts';

/** A host key book that lives as long as the process: for tests, benches and the demo system's own server. */
export class MemoryHostKeys implements HostKeyBook {
  #keys: KnownHostKey[] = [];

  find(host: string, port: number): readonly KnownHostKey[] {
    return this.#keys.filter(
      (key) => (key.host === host && key.port === port) || (key.revoked && !namesOneServer(key.host)),
    );
  }

  remember(key: HostKeyInfo): void {
    if (this.#isRevoked(key)) return;
    this.#drop(key);
    this.#keys.push({ ...key });
  }

  replace(key: HostKeyInfo): void {
    if (this.#isRevoked(key)) return;
    const { host, port } = key;
    this.#keys = this.#keys.filter((known) => known.revoked || known.host !== host || known.port !== port);
    this.#keys.push({ ...key });
  }

  revoke(key: HostKeyInfo): void {
    this.#drop(key);
    this.#keys.push({ ...key, revoked: true });
  }

  #isRevoked({ host, port, keyBase64 }: HostKeyInfo): boolean {
    return this.#keys.some(
      (known) => known.revoked && known.keyBase64 === keyBase64 && known.host === host && known.port === port,
    );
  }

  #drop(key: HostKeyInfo): void {
    this.#keys = this.#keys.filter(
      (known) => known.host !== key.host || known.port !== key.port || known.keyBase64 !== key.keyBase64,
    );
  }
}
