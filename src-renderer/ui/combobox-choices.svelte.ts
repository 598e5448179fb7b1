import type { Choice } from './choice.ts';

/** Finds what fits a typed text, such as by asking main. */
export type FindChoices = (text: string, signal: AbortSignal) => Promise<readonly Choice<string>[]>;

/** How long typing must rest before a search starts, in milliseconds. */
const rest = 200;

/** What a Combobox offers for the text typed: of a given list, or searched for elsewhere. */
export class ComboboxChoices {
  readonly #source: () => readonly Choice<string>[] | FindChoices;
  #text = $state('');
  #found: readonly Choice<string>[] = $state.raw([]);
  #searching = $state(false);
  #failed = $state(false);
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
    this.#timer = setTimeout(() => void this.#search(source, text, stop), wait);
  }

  /** Nobody waits for an answer any more. */
  close(): void {
    this.#stop?.abort();
    clearTimeout(this.#timer);
    this.#searching = false;
  }

  async #search(find: FindChoices, text: string, stop: AbortController): Promise<void> {
    try {
      const found = await find(text, stop.signal);
      if (!stop.signal.aborted) this.#found = found;
    } catch {
      // The caller tells of failures in its own words; here the list just has nothing to offer.
      if (!stop.signal.aborted) this.#failed = true;
    }
    if (!stop.signal.aborted) this.#searching = false;
  }
}
