import type { Keytar } from '../../src-main/secrets/keychain.ts';

/** A keychain in memory whose calls fail or hang when told to. */
export class MemoryKeytar implements Keytar {
  readonly entries = new Map<string, string>();
  /** Asked before each call; throws, or gives a promise to wait for. */
  before: () => Promise<void> = () => Promise.resolve();
  #toOpen: (() => unknown) | null = null;

  /**
   * As gnome-keyring when it is locked and nobody answers its prompt: there is no such secret, and none can be made.
   * @param toOpen called whenever a secret cannot be made
   */
  lock(toOpen: () => unknown = () => undefined): void {
    this.#toOpen = toOpen;
  }

  unlock(): void {
    this.#toOpen = null;
  }

  async getPassword(service: string, account: string): Promise<string | null> {
    await this.before();
    if (this.#toOpen) return null;
    return this.entries.get(`${service}/${account}`) ?? null;
  }

  async setPassword(service: string, account: string, password: string): Promise<void> {
    await this.before();
    if (this.#toOpen) {
      this.#toOpen();
      throw new Error('Cannot create an item in a locked collection');
    }
    this.entries.set(`${service}/${account}`, password);
  }

  async deletePassword(service: string, account: string): Promise<boolean> {
    await this.before();
    if (this.#toOpen) return false;
    return this.entries.delete(`${service}/${account}`);
  }
}
