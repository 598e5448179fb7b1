/**
 * Commands to the window from outside of it: the native menu, a notification. The menu is there before the page is
 * drawn, and a page that does not listen yet would lose them, so they wait here until it says that it does.
 */
export class PendingCommands {
  #heard = false;
  #waiting: (() => void)[] = [];

  /** Tells the window now, or when it listens, in the order in which it was asked for. */
  tell(push: () => void): void {
    if (this.#heard) push();
    else this.#waiting.push(push);
  }

  /** The page listens from now on. */
  listening(): void {
    this.#heard = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const push of waiting) push();
  }

  /** The page is gone, or another one is on its way. */
  disconnect(): void {
    this.#heard = false;
  }
}
