import type { Socket } from 'node:net';

/** What is looked at of a socket. */
export type WatchedSocket = Pick<Socket, 'bytesRead' | 'bytesWritten' | 'writableLength'>;

/**
 * Calls `onDead` once when the link has shown no life for `deadAfter` ms: nothing came, and nothing that waited
 * to be sent has left. The other side must be made to say something meanwhile (ssh2's keepalive). Returns a
 * function that stops watching.
 *
 * ssh2's own count of unanswered keepalives is not used: on a slow uplink they queue behind a megabyte of file
 * and are answered late although all is well. Then either answers to earlier writes come in, or the system
 * takes more of what waits. Bytes that leave without having waited are no sign of life: the system takes
 * them for a dead link as well, until its buffer is full.
 */
export function watchLink(socket: WatchedSocket, deadAfter: number, onDead: () => void): () => void {
  const steps = 6;
  let read = socket.bytesRead;
  let left = socket.bytesWritten - socket.writableLength;
  let waiting = socket.writableLength > 0;
  let quiet = 0;
  const timer = setInterval(() => {
    const leftNow = socket.bytesWritten - socket.writableLength;
    const alive = socket.bytesRead !== read || (waiting && leftNow !== left);
    read = socket.bytesRead;
    left = leftNow;
    waiting = socket.writableLength > 0;
    quiet = alive ? 0 : quiet + 1;
    if (quiet < steps) return;
    clearInterval(timer);
    onDead();
  }, deadAfter / steps).unref();
  return () => {
    clearInterval(timer);
  };
}
