/** A short word on something that happened; what needs an answer is a Notice or a dialog instead. */
export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'danger' | 'info';
  readonly title?: string | undefined;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** What it says the state of: one shown before says what is no longer so, and goes. */
  readonly about?: string | undefined;
}

/** More would cover what they are about. */
const most = 4;

/** How long a toast stays unread, in milliseconds. A failure stays until it is dismissed. */
export const toastStay = 10_000;

interface Clock {
  readonly set: (run: () => void, ms: number) => unknown;
  readonly clear: (handle: unknown) => void;
}
const systemClock: Clock = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** The toasts on screen. They wait while the pointer or the focus is on them. */
export class Toasts {
  readonly #clock: Clock;
  #shown = $state.raw<readonly Toast[]>([]);
  readonly #timers = new Map<number, unknown>();
  #next = 1;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  get shown(): readonly Toast[] {
    return this.#shown;
  }

  show(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    const { about } = toast;
    for (const old of this.#shown) if (about !== undefined && old.about === about) this.dismiss(old.id);
    if (this.#shown.length >= most) {
      // a failure that nobody has read is the last to go
      const spare = this.#shown.find(({ tone }) => tone !== 'danger') ?? this.#shown[0];
      if (spare) this.dismiss(spare.id);
    }
    this.#shown = [...this.#shown, { ...toast, id }];
    this.#arm({ ...toast, id });
    return id;
  }

  dismiss(id: number): void {
    this.#clock.clear(this.#timers.get(id));
    this.#timers.delete(id);
    this.#shown = this.#shown.filter((toast) => toast.id !== id);
  }

  /** The user is reading: nothing goes away. */
  hold(): void {
    for (const handle of this.#timers.values()) this.#clock.clear(handle);
    this.#timers.clear();
  }

  /** The user has read: the time starts anew. */
  release(): void {
    for (const toast of this.#shown) this.#arm(toast);
  }

  #arm(toast: Toast): void {
    if (toast.tone === 'danger' || this.#timers.has(toast.id)) return;
    this.#timers.set(
      toast.id,
      this.#clock.set(() => this.dismiss(toast.id), toastStay),
    );
  }
}

export const toasts = new Toasts();
