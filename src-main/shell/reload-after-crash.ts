import type { BrowserWindow } from 'electron';

/** A page that crashes sooner than this after the last time is left as it is, milliseconds. */
const notAgainWithin = 10_000;

/** Loads the page again when its process has crashed: what is under way runs in main, and goes on meanwhile. */
export function reloadAfterCrash(window: BrowserWindow, crashed: (reason: string) => void): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    crashed(reason);
    const now = performance.now();
    // not in the event itself: Electron is still taking the old page apart
    if (now - last >= notAgainWithin) {
      setImmediate(() => {
        if (!window.isDestroyed()) window.reload();
      });
    }
    last = now;
  });
}
