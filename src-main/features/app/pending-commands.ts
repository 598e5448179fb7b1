/**
 * Commands to the window from outside it: the native menu, a notification. The menu exists before the page is drawn,
 * and a page that is not listening yet would lose them, so they wait here until it is.
 */
export class PendingCommands {
  #isListening = false;
  #waiting: (() => void)[] = [];

  /** Sends a command now, or once the window is listening, in the order of the calls. */
  tell(push: () => void): void {
    if (this.#isListening) push();
    else this.#waiting.push(push);
  }

  /** The page is listening from now on. */
  listening(): void {
    this.#isListening = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const push of waiting) push();
  }

  /** The page is gone, or another is being loaded. */
  disconnect(): void {
    this.#isListening = false;
  }
}
