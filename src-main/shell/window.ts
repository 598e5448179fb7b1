import { app, BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import type { WindowPlace } from './window-place.ts';
import { placeOnScreen } from './window-place.ts';

/** What the window needs to open. */
export interface WindowOptions {
  readonly url: string;
  readonly preload: string;
  readonly place: WindowPlace | null;
  /** Called, at most twice a second, with the size and place to be restored next time. */
  readonly keepPlace: (place: WindowPlace) => void;
}

const ground = (): string => (nativeTheme.shouldUseDarkColors ? '#0f1419' : '#f5f6f8');

/** Opens the one window, sandboxed, where it was the last time. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map((display): Rectangle => display.workArea);
  const place = placeOnScreen(options.place, areas);
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Dialdesk',
    backgroundColor: ground(),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // progress keeps moving while the window is covered
      backgroundThrottling: false,
    },
  });
  if (place.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());

  let timer: NodeJS.Timeout | null = null;
  const keepNow = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (!window.isDestroyed()) {
      options.keepPlace({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    }
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    window.on(event as 'resize', () => (timer ??= setTimeout(keepNow, 500)));
  }
  window.on('close', keepNow);
  // the app ends with app.exit(), which closes windows without telling them
  app.on('before-quit', keepNow);
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(ground());
  });

  void window.loadURL(options.url);
  return window;
}
