import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { contentPolicy } from './content-policy.ts';

/** The only origin the window ever has. */
export const appOrigin = 'app://dialdesk';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** Must run before the app is ready: makes app:// an origin of its own, with the rights of https. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    // `stream`, so that sound can be played while it is read, and sought in
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** The file that a URL of ours names, or null where it names none: another host, a way out of the folder. */
export function fileOf(url: string, folder: string): string | null {
  const { host, pathname } = new URL(url);
  if (host !== 'dialdesk') return null;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(folder + sep) && extname(file) in types ? file : null;
}

/**
 * Serves the window's files, and what it was given an address to play, under app://dialdesk; nothing else.
 *
 * @param playback answers for an address that was given out; null for any other
 */
export function serveApp(
  folder: string,
  playback: (url: string, range: string | null) => Response | null,
): void {
  protocol.handle('app', async (request) => {
    const played = request.method === 'GET' ? playback(request.url, request.headers.get('range')) : null;
    if (played !== null) return played;
    const file = request.method === 'GET' ? fileOf(request.url, folder) : null;
    if (file === null) return new Response(null, { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': contentPolicy,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}
