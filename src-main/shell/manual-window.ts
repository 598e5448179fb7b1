import { BrowserWindow, type WebContents } from 'electron';

/** Where the pages of the manual are, below the app's origin. */
const folder = '/manual/';

/**
 * The manual's one window. Its pages come from the build and are text and pictures: no preload, no scripts, and no way
 * to any other page, ours included.
 */
export class ManualWindow {
  readonly #origin: string;
  #window: BrowserWindow | null = null;

  /** @param origin where the app's own files are served, such as `app://dialdesk` */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Shows a path below the origin, in front of everything. */
  show(path: string): void {
    const window = (this.#window ??= this.#open());
    void window.loadURL(this.#origin + path);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  close(): void {
    this.#window?.close();
  }

  #open(): BrowserWindow {
    const window = new BrowserWindow({
      width: 900,
      height: 760,
      title: 'Dialdesk',
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        javascript: false,
        spellcheck: false,
      },
    });
    // the commands of the menu are for the other window
    window.removeMenu();
    window.on('closed', () => (this.#window = null));
    this.#keepInside(window.webContents);
    closeByKey(window);
    return window;
  }

  #keepInside(contents: WebContents): void {
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(this.#origin + folder)) event.preventDefault();
    });
  }
}

/** As the viewers of help and pictures do. */
function closeByKey(window: BrowserWindow): void {
  window.webContents.on('before-input-event', (_event, { type, key, control, meta }) => {
    if (type !== 'keyDown') return;
    if (key === 'Escape' || (key.toLowerCase() === 'w' && (control || meta))) window.close();
  });
}
