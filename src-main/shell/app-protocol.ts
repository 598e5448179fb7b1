import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { contentPolicy } from './content-policy.ts';
import { contentType, fileOf } from './served-file.ts';

/** The only origin the window ever has. */
export const appOrigin = 'app://dialdesk';

/** Must run before the app is ready: makes app:// an origin of its own, with the rights of https. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    // `stream`, so that sound can be played while it is read, and sought in
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
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
          'content-type': contentType(file),
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
