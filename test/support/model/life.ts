import { cpSync } from 'node:fs';
import type { Vault } from '../../../src-main/secrets/vault.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { openDialdesk, type Dialdesk } from '../dialdesk.ts';
import { fullDisk, watchedStore } from './disk.ts';
import type { CrashPlace } from './crash-plan.ts';

/** What a running Dialdesk has around it. */
export interface Surroundings {
  readonly keychain: Vault;
  /** Whether the disk takes this write. */
  readonly diskTakes: () => boolean;
  /** Awaited before each connection to a call centre. */
  readonly slowNetwork: () => Promise<void>;
  /** Whether the app ends here, without a word. */
  readonly crashesAt: (place: CrashPlace) => boolean;
}

/**
 * One run of the app, from its start to its end. When it crashes, its folder is copied as it is at that moment, within
 * one turn of the event loop: what was not on the disk by then is not in the copy. What is left of the app after that
 * is cut off from the call centres and ended; nothing it does is in the copy.
 */
export class Life {
  readonly folder: string;
  readonly #around: Surroundings;
  /** Where a crash leaves its copy. */
  readonly copy: string;
  readonly #crash = Promise.withResolvers<undefined>();
  readonly #done: (() => void | Promise<void>)[] = [];
  #dialdesk: Dialdesk | null = null;
  /** What is left of it after a crash, on its way to the end. */
  #leftover: Promise<void> = Promise.resolve();
  crashed = false;

  constructor(folder: string, copy: string, around: Surroundings) {
    this.folder = folder;
    this.copy = copy;
    this.#around = around;
  }

  get dialdesk(): Dialdesk {
    if (this.#dialdesk === null) throw new Error('it has not started yet');
    return this.#dialdesk;
  }

  /** Resolves when it has crashed. */
  get end(): Promise<undefined> {
    return this.#crash.promise;
  }

  async start(): Promise<void> {
    const { diskTakes, slowNetwork } = this.#around;
    const context = { after: (work: () => void | Promise<void>) => void this.#done.push(work) };
    this.#dialdesk = await openDialdesk(context, this.folder, {
      vault: this.#keychain(),
      logErrors: true,
      openStore: (folder) =>
        watchedStore(
          folder,
          () => {
            this.at('before a write');
            if (!diskTakes()) throw fullDisk();
          },
          () => this.at('after a write'),
        ),
      network: {
        proxyFor: async () => {
          this.at('connection is opened');
          await slowNetwork();
          if (this.crashed) throw new DialdeskError('unreachable', 'the app is gone');
          return null;
        },
        // attempts follow each other at once: what is tested is not the pace
        wait: () => Promise.resolve(),
      },
    });
    if (this.crashed) await this.close();
  }

  /** A place that the app passes: it may end here. */
  at(place: CrashPlace): void {
    if (this.crashed || !this.#around.crashesAt(place)) return;
    cpSync(this.folder, this.copy, { recursive: true });
    this.crashed = true;
    // What is left of it begins nothing more: its queue is told in this same turn.
    this.#leftover = this.#dialdesk?.close().catch(() => undefined) ?? Promise.resolve();
    this.#crash.resolve(undefined);
  }

  /** Ends it in order, or what is left of it. */
  async close(): Promise<void> {
    await this.#leftover;
    for (const work of this.#done.splice(0)) await work();
  }

  #keychain(): Vault {
    const { keychain } = this.#around;
    const asked = (): void => {
      this.at('keychain is asked');
      if (this.crashed) throw new DialdeskError('keychain_unavailable', 'the app is gone');
    };
    return {
      get: async (account) => {
        asked();
        return keychain.get(account);
      },
      set: async (account, secret) => {
        asked();
        await keychain.set(account, secret);
      },
      delete: async (account) => {
        asked();
        return keychain.delete(account);
      },
      status: () => keychain.status(),
    };
  }
}
