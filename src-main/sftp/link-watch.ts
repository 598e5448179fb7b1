import type { Socket } from 'node:net';

/**
 * Calls `onDead` once when nothing has moved on the socket, in either direction, for `deadAfter` ms. The other
 * side must be made to say something meanwhile (ssh2's keepalive).
 *
 * ssh2's own count of unanswered keepalives is not used: on a slow uplink they queue behind two megabytes of
 * file and would be answered too late although all is well. Bytes that leave count as life too: a dead
 * link stops taking them when the system's send buffer is full.
 */
export function watchLink(socket: Socket, deadAfter: number, onDead: () => void): () => void {
  const moved = (): number => socket.bytesRead + socket.bytesWritten - socket.writableLength;
  const steps = 6;
  let last = moved();
  let quiet = 0;
  const timer = setInterval(() => {
    const now = moved();
    quiet = now === last ? quiet + 1 : 0;
    last = now;
    if (quiet < steps) return;
    clearInterval(timer);
    onDead();
  }, deadAfter / steps).unref();
  return () => {
    clearInterval(timer);
  };
}
