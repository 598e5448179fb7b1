import type { Client } from '../../src-main/contract/derive.ts';
import type { ListLibraryState } from '../../src-main/contract/do-not-call.ts';
import { asErrorShape } from './error-words.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';

/** The do-not-call lists that are kept, as they are now. */
export class DoNotCallLibrary {
  readonly #client: Pick<Client, 'doNotCallLists'>;
  #state = $state.raw<ListLibraryState | null>(null);
  #error = $state.raw<ErrorShape | null>(null);
  /** Rises with every look, so that an older answer is not shown. */
  #look = 0;

  constructor({ client }: { readonly client: Pick<Client, 'doNotCallLists'> }) {
    this.#client = client;
    client.doNotCallLists.changed(() => void this.load());
    void this.load();
  }

  /** Null until it is known. */
  get state(): ListLibraryState | null {
    return this.#state;
  }
  /** Why it is not known. */
  get error(): ErrorShape | null {
    return this.#error;
  }

  /** Lists grow old, and a keychain may be unlocked: whoever shows them looks again. */
  async load(): Promise<void> {
    const look = ++this.#look;
    try {
      const state = await this.#client.doNotCallLists.state();
      if (look !== this.#look) return;
      this.#state = state;
      this.#error = null;
    } catch (error) {
      if (look === this.#look) this.#error = asErrorShape(error);
    }
  }
}
