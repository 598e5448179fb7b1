import type { Keytar } from '../../src-main/secrets/keychain.ts';

/** A keychain in memory whose calls fail or hang when told to. */
export class MemoryKeytar implements Keytar {
  readonly entries = new Map<string, string>();
  /** Asked before each call; throws, or gives a promise to wait for. */
  before: () => Promise<void> = () => Promise.resolve();

  async getPassword(service: string, account: string): Promise<string | null> {
    await this.before();
    return this.entries.get(`${service}/${account}`) ?? null;
  }

  async setPassword(service: string, account: string, password: string): Promise<void> {
    await this.before();
    this.entries.set(`${service}/${account}`, password);
  }

  async deletePassword(service: string, account: string): Promise<boolean> {
    await this.before();
    return this.entries.delete(`${service}/${account}`);
  }
}
