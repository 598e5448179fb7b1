import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { FileServer } from '../../src-main/contract/servers.ts';
import { asErrorShape } from '../app/error-words.ts';

/** How many file servers are shown at a time. */
const pageSize = 50;

/** The file servers to choose from: what was searched for, page after page. */
export class ServerChoice {
  readonly #client: Pick<Client, 'servers'>;
  #connectionId = '';
  #search = $state('');
  #servers = $state.raw<readonly FileServer[]>([]);
  #total = $state(0);
  #loading = $state(false);
  #loaded = $state(false);
  #error = $state.raw<ErrorShape | null>(null);
  #lastUsed = $state.raw<FileServer | null>(null);
  #asked = 0;

  constructor(client: Pick<Client, 'servers'>) {
    this.#client = client;
  }

  get search(): string {
    return this.#search;
  }
  get servers(): readonly FileServer[] {
    return this.#servers;
  }
  get total(): number {
    return this.#total;
  }
  get loading(): boolean {
    return this.#loading;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }
  get more(): boolean {
    return this.#servers.length < this.#total;
  }

  /** Whose servers are chosen from; empty before `open`. */
  get connectionId(): string {
    return this.#connectionId;
  }

  /** The server that an import of this connection went to last; null where none did. */
  get lastUsed(): FileServer | null {
    return this.#lastUsed;
  }

  /** Shows a connection's servers from the start. */
  async open(connectionId: string): Promise<void> {
    this.#connectionId = connectionId;
    this.#search = '';
    this.#loaded = false;
    await this.#load(0, false);
  }

  async find(search: string): Promise<void> {
    this.#search = search;
    await this.#load(0, false);
  }

  async next(): Promise<void> {
    await this.#load(this.#servers.length, false);
  }

  /** Asks the call centre again. */
  async refresh(): Promise<void> {
    await this.#load(0, true);
  }

  async #load(offset: number, refresh: boolean): Promise<void> {
    const asked = ++this.#asked;
    this.#loading = true;
    this.#error = null;
    try {
      const page = await this.#client.servers.list({
        connectionId: this.#connectionId,
        search: this.#search,
        offset,
        limit: pageSize,
        refresh,
      });
      if (asked !== this.#asked) return;
      this.#servers = offset === 0 ? page.servers : [...this.#servers, ...page.servers];
      this.#total = page.total;
      // the list begins with it
      const [first] = this.#servers;
      if (this.#search.trim() === '') this.#lastUsed = first && first.usedAt !== null ? first : null;
      this.#loaded = true;
    } catch (error) {
      if (asked === this.#asked) this.#error = asErrorShape(error);
    } finally {
      if (asked === this.#asked) this.#loading = false;
    }
  }
}
