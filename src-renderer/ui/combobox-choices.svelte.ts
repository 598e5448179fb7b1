import type { Choice } from './choice.ts';

/** What was found, or a first part of it. */
export interface FoundChoices {
  readonly choices: readonly Choice<string>[];
  /** Whether the next page has more. */
  readonly more: boolean;
}

/** Finds what fits a typed text, such as by asking main; page by page, counted from 1, as the list is scrolled. */
export type FindChoices = (text: string, signal: AbortSignal, page: number) => Promise<FoundChoices>;

/** How long typing must rest before a search starts, in milliseconds. */
const rest = 200;

/** What a Combobox offers for the text typed: of a given list, or searched for elsewhere. */
export class ComboboxChoices {
  readonly #source: () => readonly Choice<string>[] | FindChoices;
  #text = $state('');
  #found: readonly Choice<string>[] = $state.raw([]);
  #searching = $state(false);
  #failed = $state(false);
  #more = $state(false);
  #page = 1;
  #stop: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #offered = $derived.by(() => {
    const source = this.#source();
    if (typeof source === 'function') return this.#found;
    const wanted = this.#text.trim().toLowerCase();
    return source.filter(({ value, label, note }) =>
      [value, label, note ?? ''].some((part) => part.toLowerCase().includes(wanted)),
    );
  });

  constructor(source: () => readonly Choice<string>[] | FindChoices) {
    this.#source = source;
  }

  get offered(): readonly Choice<string>[] {
    return this.#offered;
  }
  get searching(): boolean {
    return this.#searching;
  }
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether `next` would bring more. */
  get more(): boolean {
    return this.#more;
  }

  /** Offers what fits this text; an older search still under way is forgotten. */
  find(text: string, wait = rest): void {
    this.#text = text;
    const source = this.#source();
    if (typeof source !== 'function') return;
    this.#stop?.abort();
    clearTimeout(this.#timer);
    const stop = (this.#stop = new AbortController());
    this.#searching = true;
    this.#failed = false;
    this.#more = false;
    this.#timer = setTimeout(() => void this.#search(source, text, 1, stop), wait);
  }

  /** The list was scrolled towards its end. */
  next(): void {
    const source = this.#source();
    if (typeof source !== 'function' || !this.#more || this.#searching) return;
    const stop = (this.#stop = new AbortController());
    this.#searching = true;
    void this.#search(source, this.#text, this.#page + 1, stop);
  }

  /** No answer is awaited any longer. */
  close(): void {
    this.#stop?.abort();
    clearTimeout(this.#timer);
    this.#searching = false;
  }

  async #search(find: FindChoices, text: string, page: number, stop: AbortController): Promise<void> {
    try {
      const { choices, more } = await find(text, stop.signal, page);
      if (stop.signal.aborted) return;
      const before = page === 1 ? [] : this.#found;
      const known = new Set(before.map(({ value }) => value));
      // A system may list one thing twice, on two pages or even on one.
      const added = choices.filter(({ value }) => !known.has(value) && known.add(value));
      this.#found = [...before, ...added];
      this.#page = page;
      // One that ignores the page gives the first for ever.
      this.#more = more && added.length > 0;
      this.#failed = false;
    } catch {
      // The caller shows failures in its own words; here there is simply nothing to choose from.
      if (!stop.signal.aborted) this.#failed = true;
    } finally {
      if (!stop.signal.aborted) this.#searching = false;
    }
  }
}
