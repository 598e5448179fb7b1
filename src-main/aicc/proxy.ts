import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import type { DetailsOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';

/** Far more than any proxy says before it lets us through. */
const maxHeadBytes = 16 * 1024;

/**
 * Opens a way through the system's proxy to `target` (`host:port`), with CONNECT (RFC 9110, 9.3.6).
 * What comes back is a plain stream to the target: TLS and the check of its certificate follow inside it,
 * so the proxy sees neither requests nor answers.
 *
 * @param proxy `http://host:port` or `https://host:port`, with a user and password where it wants one.
 * @throws DialdeskError proxy_failed with `{ proxy, cause }` or `{ proxy, status }`; 407 means that it
 *   wants a login. `proxy` never includes the password.
 */
export async function connectThroughProxy(
  proxy: string,
  target: string,
  signal: AbortSignal,
): Promise<net.Socket> {
  const url = proxyUrl(proxy);
  const socket = await openSocket(url, signal);
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop);
  try {
    socket.write(connectRequest(url, target));
    const head = await readHead(socket, url);
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
    if (status === undefined) throw failed(url, { cause: 'not_http' });
    if (!status.startsWith('2')) throw failed(url, { status: Number(status) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function proxyUrl(proxy: string): URL {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  // SOCKS, or something newer: say which, rather than go around the proxy that someone chose.
  throw new DialdeskError('proxy_failed', 'this kind of proxy is not supported', {
    details: { proxy: url?.host ?? '', cause: url?.protocol.replace(':', '') ?? 'not_a_url' },
  });
}

async function openSocket(url: URL, signal: AbortSignal): Promise<net.Socket> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = url.protocol === 'https:';
  const port = Number(url.port || (secure ? 443 : 80));
  const socket = secure
    ? tls.connect({ host, port, ...(net.isIP(host) === 0 && { servername: host }) })
    : net.connect({ host, port });
  try {
    await once(socket, secure ? 'secureConnect' : 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? error : failed(url, { cause: codeOf(error) }, error);
  }
}

function connectRequest(url: URL, target: string): string {
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`];
  if (url.username !== '') {
    const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    lines.push(`Proxy-Authorization: Basic ${Buffer.from(login).toString('base64')}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Reads up to the blank line. */
function readHead(socket: net.Socket, url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const stop = () => {
      socket.off('readable', read).off('error', onError).off('close', onClose);
    };
    const fail = (details: Failure, cause?: unknown) => {
      stop();
      reject(failed(url, details, cause));
    };
    const onError = (error: Error) => fail({ cause: codeOf(error) }, error);
    const onClose = () => fail({ cause: 'closed' });
    const read = () => {
      for (
        let chunk = socket.read() as Buffer | null;
        chunk !== null;
        chunk = socket.read() as Buffer | null
      ) {
        received = Buffer.concat([received, chunk]);
        const end = received.indexOf('\r\n\r\n');
        if (end >= 0) {
          // In TLS the client speaks first: whoever says more than the head now is no tunnel to a service.
          if (received.length > end + 4) {
            fail({ cause: 'not_http' });
            return;
          }
          stop();
          resolve(received.toString('latin1', 0, end));
          return;
        }
        if (received.length > maxHeadBytes) {
          fail({ cause: 'too_large' });
          return;
        }
      }
    };
    socket.on('readable', read).on('error', onError).on('close', onClose);
  });
}

type Failure = Omit<DetailsOf['proxy_failed'], 'proxy'>;

function failed(url: URL, details: Failure, cause?: unknown): DialdeskError {
  return new DialdeskError('proxy_failed', `the proxy ${url.host} did not open a way`, {
    details: { proxy: url.host, ...details },
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
