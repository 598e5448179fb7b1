import { app, dialog, type BrowserWindow } from 'electron';
import { m } from '../contract/messages/messages.js';

/**
 * Asks before the app ends while files are on their way; imports need no question, they go on at the next
 * start. Closing the window is quitting, so it is asked there as well.
 */
export class QuitQuestion {
  readonly #underWay: () => number;
  readonly #window: () => BrowserWindow | null;
  #answered = false;
  #asking = false;

  constructor(underWay: () => number, window: () => BrowserWindow | null) {
    this.#underWay = underWay;
    this.#window = window;
  }

  /** Whether the app may end now. If not, the question is shown, and a yes quits again. */
  mayQuit(): boolean {
    if (this.#answered || this.#underWay() === 0) return true;
    void this.#ask();
    return false;
  }

  /** Keeps the window open while the question stands. */
  guard(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (!this.mayQuit()) event.preventDefault();
    });
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const options = {
      type: 'question' as const,
      message: m.transfers_quit_title({ count: this.#underWay() }),
      detail: m.transfers_quit_text(),
      buttons: [m.transfers_quit_stay(), m.transfers_quit_action()],
      defaultId: 0,
      cancelId: 0,
    };
    const owner = this.#window();
    const { response } = await (owner
      ? dialog.showMessageBox(owner, options)
      : dialog.showMessageBox(options));
    this.#asking = false;
    // All may have come through meanwhile; then the answer still says what to do.
    if (response !== 1) return;
    this.#answered = true;
    app.quit();
  }
}
