import type { Socket } from 'node:net';

/**
 * The most that a server may say before it names its version, in bytes. RFC 4253 (section 4.2) lets it send lines
 * of text first and sets no end to them; the longest notices that lawyers write take a few KB. Whatever sends more is
 * not about to speak SSH, and every byte of it would be looked through again and again.
 */
export const mostPreamble = 64 * 1024;

/**
 * The most that a server may send until its session begins, in bytes. A handshake and a login take a few KB, with
 * notices and questions some tens; SSH sets no limit to banners, questions and messages to be ignored (RFC 4252, section
 * 5.4; RFC 4253, section 11), all of which would be decrypted and looked through beside whatever else the app does.
 */
export const mostBeforeSession = 1024 * 1024;

/** Calls `onTooMuch` once when a server sends more than `mostBeforeSession` before `begun`. Begun as `watchPreamble`. */
export function watchLogin(
  socket: Pick<Socket, 'on' | 'off'>,
  begun: () => boolean,
  onTooMuch: () => void,
): void {
  let length = 0;
  const look = (data: Buffer): void => {
    length += data.length;
    const tooMuch = length > mostBeforeSession;
    if (!begun() && !tooMuch) return;
    socket.off('data', look);
    if (!begun()) onTooMuch();
  };
  socket.on('data', look);
}

/**
 * Calls `onTooMuch` once when a server says more than `mostPreamble` before it has named its version. To be called
 * after whoever reads the socket has begun to listen. Returns what was said so far, as its first bytes.
 */
export function watchPreamble(
  socket: Pick<Socket, 'on' | 'off'>,
  named: () => boolean,
  onTooMuch: () => void,
): () => Buffer {
  const kept: Buffer[] = [];
  let length = 0;
  const look = (data: Buffer): void => {
    if (named()) {
      socket.off('data', look);
      return;
    }
    if (length < mostKept) kept.push(Buffer.from(data.subarray(0, mostKept - length)));
    length += data.length;
    if (length <= mostPreamble) return;
    socket.off('data', look);
    onTooMuch();
  };
  socket.on('data', look);
  return () => Buffer.concat(kept);
}

/** As much of it as is kept for the words of an error, in bytes. */
const mostKept = 2_000;
