/**
 * What the design system needs from the application it is used in: a few words of its own, the clipboard and
 * the way numbers are written. It is handed in once at start, so that ui/ imports nothing of the application.
 * Words are functions, so that a component shows the language of the moment.
 */
export interface UiHost {
  readonly words: {
    readonly close: () => string;
    readonly dismiss: () => string;
    readonly cancel: () => string;
    readonly copy: () => string;
    readonly copied: () => string;
    readonly copyFailed: () => string;
    readonly showSecret: () => string;
    readonly hideSecret: () => string;
    readonly clear: () => string;
    readonly optional: () => string;
    readonly working: () => string;
    readonly loading: () => string;
    readonly matches: () => string;
    readonly noMatches: () => string;
    readonly loadFailed: () => string;
    readonly retry: () => string;
    readonly hour: () => string;
    readonly minute: () => string;
    readonly pickDay: () => string;
    /** How a day is written, in an empty field: nothing that could be taken for one. */
    readonly dayHint: () => string;
    readonly back: () => string;
    readonly steps: () => string;
    readonly stepDone: () => string;
    readonly notifications: () => string;
    /** On the head of a column that can be sorted by and made wider. */
    readonly columnHint: () => string;
  };
  /** Puts text on the clipboard; rejects when the system refuses. */
  readonly copyText: (text: string) => Promise<void>;
  /** A whole number as the current language writes it. */
  readonly number: (value: number) => string;
  /** The short name of a day's weekday; takes `2026-05-06`. */
  readonly weekday: (date: string) => string;
}

let current: UiHost | undefined;

/** Hands the application's side in. Called once, before anything is mounted. */
export function provideUiHost(host: UiHost): void {
  current = host;
}

/** The application's side. Throws when none was handed in, which is a defect of the start-up. */
export function uiHost(): UiHost {
  if (current === undefined) throw new Error('provideUiHost() was not called');
  return current;
}
