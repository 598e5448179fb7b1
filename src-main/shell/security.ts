import { app, session, type WebContents } from 'electron';

/** Where a window may be: our own pages, and in development the server that reloads them. */
export function isOurPage(url: string, ourOrigin: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}` === ourOrigin;
  } catch {
    return false;
  }
}

function closeWaysOut(contents: WebContents, ourOrigin: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOurPage(event.url, ourOrigin)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
}

/**
 * What every page of the app is denied, whatever it contains: leaving, opening windows, frames and
 * web views, and each permission of the platform. The clipboard goes through main instead.
 */
export function denyByDefault(ourOrigin: string): void {
  app.on('web-contents-created', (_event, contents) => closeWaysOut(contents, ourOrigin));
  const all = session.defaultSession;
  all.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  all.setPermissionCheckHandler(() => false);
  all.setDevicePermissionHandler(() => false);
  all.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  all.on('will-download', (event) => event.preventDefault());
}
