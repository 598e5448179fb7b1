/** The places at which the app can end without a word. */
export const crashPlaces = [
  'before a write',
  'after a write',
  'request arrives',
  'request took effect',
  'keychain is asked',
  'connection is opened',
] as const;
export type CrashPlace = (typeof crashPlaces)[number];

/** Where the app ends next: at the n-th passing of a place. */
export class CrashPlan {
  #armed: { readonly place: CrashPlace; passings: number } | null = null;
  /** While what is shown is looked at, it does not end: the next step meets what is armed. */
  asleep = false;

  arm(place: CrashPlace, passings: number): void {
    this.#armed = { place, passings };
  }

  disarm(): void {
    this.#armed = null;
  }

  /** Whether it ends here. */
  passes(place: CrashPlace): boolean {
    if (this.asleep || this.#armed?.place !== place) return false;
    this.#armed.passings -= 1;
    if (this.#armed.passings > 0) return false;
    this.#armed = null;
    return true;
  }
}
