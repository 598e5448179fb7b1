import type { FileToken, Screen } from '../../src-main/contract/app.ts';

/** What a screen is asked to do on arrival; `home` is its first view. */
export type Errand =
  | { readonly kind: 'home' }
  | { readonly kind: 'new' }
  | { readonly kind: 'open'; readonly id: string }
  /** Another import like one that was sent. */
  | { readonly kind: 'repeat'; readonly id: string }
  /** Prepared imports: those in these files, or in files still to be picked. */
  | { readonly kind: 'open-prepared'; readonly files?: readonly FileToken[] }
  /** What was dropped on the window, whichever screen was shown. */
  | { readonly kind: 'file'; readonly file: FileToken }
  | { readonly kind: 'files'; readonly files: readonly FileToken[] };

/** Returns whether a screen may be left. */
export type Guard = () => boolean | Promise<boolean>;

/** Which screen is shown, and who must be asked before it is left. */
export class Navigation {
  #screen: Screen = $state('imports');
  #errand: Errand | undefined = $state.raw();
  readonly #guards = new Set<Guard>();
  readonly #unsaved = new Set<() => boolean>();
  #asking = false;

  constructor(first: Screen) {
    this.#screen = first;
  }

  get screen(): Screen {
    return this.#screen;
  }

  /** What the shown screen is still to do; it takes it with `taken()`. */
  get errand(): Errand | undefined {
    return this.#errand;
  }

  taken(): void {
    this.#errand = undefined;
  }

  /**
   * Shows a screen, after every guard has agreed. Pressing the screen that is shown already leads to its
   * first view, so the guards are asked there as well.
   * @returns whether it went there
   */
  async go(screen: Screen, errand: Errand = { kind: 'home' }): Promise<boolean> {
    if (!(await this.mayLeave())) return false;
    this.#screen = screen;
    this.#errand = errand;
    return true;
  }

  /** Asks the guards in turn; the first no ends it. While a question is open, every other attempt is a no. */
  async mayLeave(): Promise<boolean> {
    if (this.#asking) return false;
    this.#asking = true;
    try {
      for (const guard of this.#guards) if (!(await guard())) return false;
      return true;
    } finally {
      this.#asking = false;
    }
  }

  /** Whether closing the window would lose something that was filled in. */
  get unsaved(): boolean {
    return [...this.#unsaved].some((check) => check());
  }

  /** Adds a check of what closing the window would lose. Unlike a guard it cannot ask. */
  watch(check: () => boolean): void {
    this.#unsaved.add(check);
  }

  /** Adds a guard; the function given back takes it away. */
  guard(guard: Guard): () => void {
    this.#guards.add(guard);
    return () => void this.#guards.delete(guard);
  }
}
