import { dialog, type BrowserWindow } from 'electron';
import { m } from '../contract/messages/messages.js';

/** A page that neither closes nor asks is broken, and must not keep the app from ending. */
const patience = 5_000; // ms

/**
 * Asks before the window closes over what was filled in and not kept. The page says whether there is such a thing,
 * by refusing to unload; only a dialog that blocks can answer that in time.
 */
export function askBeforeLosing(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: m.shell_unsaved_title(),
      detail: m.shell_unsaved_text(),
      buttons: [m.common_keep_editing(), m.shell_unsaved_close()],
      defaultId: 0,
      cancelId: 0,
    });
    // the default is the page's refusal
    if (answer === 1) event.preventDefault();
  });
}

/** Closes the window as its user would, so that it can ask; a page that does not answer is closed all the same. */
export function closeAsking(window: BrowserWindow): void {
  const timer = setTimeout(() => window.destroy(), patience);
  const answered = (): void => clearTimeout(timer);
  window.webContents.once('will-prevent-unload', answered);
  window.once('close', answered);
  window.once('closed', answered);
  window.close();
}
