import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { FolderView, RemoteEntry, RemotePlace } from '../../src-main/contract/remote-files.ts';
import { asErrorShape } from '../app/error-words.ts';
import { inOrder, matching, type SortKey, type Sorting } from './folder-order.ts';
import { Selection } from './selection.svelte.ts';

type WithAccess = <T>(work: () => Promise<T>) => Promise<T>;

/** One file server's folders as the supervisor walks through them. */
export class Folder {
  readonly #client: Pick<Client, 'remoteFiles'>;
  readonly #withAccess: WithAccess;
  readonly #server: Omit<RemotePlace, 'path'>;
  #path = $state.raw<readonly string[]>([]);
  #view = $state.raw<FolderView | null>(null);
  #loading = $state(false);
  #failure = $state.raw<ErrorShape | null>(null);
  #sorting = $state.raw<Sorting>({ by: 'name', descending: false });
  #search = $state('');
  /** Answers to questions asked before the last one are of no interest. */
  #asked = 0;
  readonly #rows = $derived(matching(inOrder(this.#view?.entries ?? [], this.#sorting), this.#search));
  readonly selection = new Selection<RemoteEntry>(
    () => this.#rows,
    ({ name }) => name,
  );

  /** `withAccess` asks for what a server wants before it lets us in. */
  constructor(
    client: Pick<Client, 'remoteFiles'>,
    withAccess: WithAccess,
    server: Omit<RemotePlace, 'path'>,
  ) {
    this.#client = client;
    this.#withAccess = withAccess;
    this.#server = server;
  }

  /** The folder shown, as main knows it. */
  get place(): RemotePlace {
    return { ...this.#server, path: [...this.#path] };
  }
  /** What was last seen of the folder; null before the first answer. */
  get view(): FolderView | null {
    return this.#view;
  }
  get loading(): boolean {
    return this.#loading;
  }
  /** Why the folder asked for last could not be shown. */
  get failure(): ErrorShape | null {
    return this.#failure;
  }
  get sorting(): Sorting {
    return this.#sorting;
  }
  get search(): string {
    return this.#search;
  }
  set search(text: string) {
    this.#search = text;
    this.selection.restart();
  }
  /** What is shown, in order. */
  get rows(): readonly RemoteEntry[] {
    return this.#rows;
  }
  get depth(): number {
    return this.#path.length;
  }

  sort(by: SortKey): void {
    const descending = this.#sorting.by === by ? !this.#sorting.descending : by !== 'name';
    this.#sorting = { by, descending };
  }

  /** Shows the folder with this many steps of the path. */
  async upTo(steps: number): Promise<void> {
    const from = this.#path[steps];
    await this.#open(this.#path.slice(0, steps), from);
  }
  /** Shows the folder above, on the row one came from. */
  async up(): Promise<void> {
    if (this.#path.length > 0) await this.upTo(this.#path.length - 1);
  }
  async enter({ name, usable }: RemoteEntry): Promise<void> {
    if (usable) await this.#open([...this.#path, name]);
  }
  /** Asks the server again; what is chosen stays chosen. `mark` is then the row the keyboard stands on. */
  async refresh(mark?: string): Promise<void> {
    await this.#load(this.#path);
    if (mark !== undefined) this.selection.restart(mark);
  }

  async makeFolder(name: string): Promise<void> {
    const { place } = this;
    await this.#client.remoteFiles.makeFolder({ place, name });
    await this.refresh(name);
  }
  async rename(entry: RemoteEntry, to: string): Promise<void> {
    const { place } = this;
    await this.#client.remoteFiles.rename({ place, name: entry.name, to });
    await this.refresh(to);
  }
  /** @returns how many went, and what did not */
  async delete(entries: readonly RemoteEntry[]) {
    const { place } = this;
    const items = entries.map(({ name, kind }) => ({ name, kind }));
    try {
      return await this.#client.remoteFiles.delete({ place, items });
    } finally {
      await this.refresh();
    }
  }

  async #open(path: readonly string[], mark?: string): Promise<void> {
    if (!(await this.#load(path))) return;
    this.#search = '';
    this.selection.restart(mark);
  }

  /** @returns whether the answer is shown */
  async #load(path: readonly string[]): Promise<boolean> {
    const asked = ++this.#asked;
    this.#loading = true;
    try {
      const place = { ...this.#server, path: [...path] };
      const view = await this.#withAccess(() => this.#client.remoteFiles.list(place));
      if (asked !== this.#asked) return false;
      this.#path = path;
      this.#view = view;
      this.#failure = null;
      return true;
    } catch (error) {
      if (asked === this.#asked) this.#failure = asErrorShape(error);
      return false;
    } finally {
      if (asked === this.#asked) this.#loading = false;
    }
  }
}
