import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A link that can be made slow, cut or frozen, in front of a server on loopback. */
export interface TcpProxy {
  readonly port: number;
  /** Bytes taken from clients so far, over all connections. */
  readonly sent: () => number;
  /** Cuts every connection, like a pulled cable whose switch answers with a reset. */
  cut(): void;
  /** Passes nothing on any more, in either direction, and closes nothing: a dead link. */
  freeze(): void;
  /** The same for the connections there are; new ones go through: as when the client got another address. */
  strand(): void;
  /** New connections go to another port from now on: the computer is on another network. */
  turnTo(port: number): void;
  /** Calls back once so many bytes have come from clients, before the rest goes on. */
  afterSent(bytes: number, act: () => void): void;
  close(): Promise<void>;
}

/** One direction of a connection: passes each piece on `delay` ms after it came. */
function carry(
  from: Socket,
  to: Socket,
  delay: number,
  frozen: () => boolean,
  onData: (data: Buffer) => void,
): void {
  // A queue of its own, so that a long way holds much data under way without slowing the sender down.
  const queue: { at: number; data: Buffer | null }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    if (frozen()) return;
    for (let first = queue[0]; first && first.at <= performance.now() + 0.5; first = queue[0]) {
      queue.shift();
      if (first.data) to.write(first.data);
      else to.end();
    }
    const next = queue[0];
    if (next) timer = setTimeout(flush, next.at - performance.now());
  };
  const pass = (data: Buffer | null): void => {
    if (delay === 0 && !frozen()) {
      if (data) to.write(data);
      else to.end();
      return;
    }
    queue.push({ at: performance.now() + delay, data });
    timer ??= setTimeout(flush, delay);
  };
  from.on('data', (data: Buffer) => {
    onData(data);
    pass(data);
  });
  from.on('end', () => {
    pass(null);
  });
}

/**
 * Starts a proxy to a port of loopback. `delay` is in ms and holds for each direction. The system picks its port, unless
 * it is to take the place of another.
 */
export async function startTcpProxy(
  target: number,
  options: { delay?: number; port?: number } = {},
): Promise<TcpProxy> {
  const { delay = 0, port = 0 } = options;
  const sockets = new Set<Socket>();
  const stranded = new WeakSet<Socket>();
  let upstreamPort = target;
  let sent = 0;
  let allFrozen = false;
  let trigger: { readonly bytes: number; readonly act: () => void } | undefined;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const frozen = (): boolean => allFrozen || stranded.has(client);
    const upstream = connect({ port: upstreamPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        if (!frozen()) other.destroySoon();
      });
    }
    carry(client, upstream, delay, frozen, (data) => {
      sent += data.length;
      if (!trigger || sent < trigger.bytes) return;
      const { act } = trigger;
      trigger = undefined;
      act();
    });
    carry(upstream, client, delay, frozen, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: address.port,
    sent: () => sent,
    cut,
    freeze: () => {
      allFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    strand: () => {
      for (const socket of sockets) {
        stranded.add(socket);
        socket.pause();
      }
    },
    turnTo: (port) => {
      upstreamPort = port;
    },
    afterSent: (bytes, act) => {
      trigger = { bytes: sent + bytes, act };
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
