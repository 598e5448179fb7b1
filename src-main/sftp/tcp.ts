import type { Socket } from 'node:net';
import { DialdeskError } from '../contract/errors.ts';
import { dial, type PermitHost } from '../platform/dial.ts';
import { networkFailures, systemCode } from '../platform/system-error.ts';

/** A failure to connect as an error of the contract. */
export function connectError(error: unknown, host: string, port: number): DialdeskError {
  const cause = systemCode(error) ?? 'unknown';
  return new DialdeskError(networkFailures.get(cause) ?? 'unreachable', `${host}:${port}: ${cause}`, {
    details: { host, port, cause },
    cause: error,
  });
}

/**
 * Opens a TCP connection with Nagle's algorithm off: with it on, SFTP's small requests wait for the other
 * side's delayed acknowledgements, which was measured to be up to a hundred times slower.
 *
 * Rejects with name_not_resolved, connection_refused, timed_out or unreachable (details: host, port, cause),
 * with the signal's reason, or with what `dial` throws.
 */
export async function openSocket(
  host: string,
  port: number,
  signal: AbortSignal,
  permit: PermitHost = () => undefined,
): Promise<Socket> {
  const socket = dial(host, port, permit);
  try {
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        reject(signal.reason as Error);
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      socket.once('error', (error) => {
        reject(connectError(error, host, port));
      });
      socket.once('connect', () => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
    });
    socket.removeAllListeners('error');
    return socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}
