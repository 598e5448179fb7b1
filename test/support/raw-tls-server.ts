import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { IssuedCertificate } from '../../src-main/demo/certificate.ts';

export interface RawServer {
  readonly port: number;
  /** Everything that clients wrote, after TLS where there is TLS. */
  readonly received: () => Buffer;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * A TLS server that speaks no HTTP by itself: `onRequest` is called once for each connection, when a blank
 * line has come in, and writes, closes or keeps silent as the test wants.
 */
export function startRawTlsServer(
  certificate: IssuedCertificate,
  onRequest: (socket: tls.TLSSocket) => void,
): Promise<RawServer> {
  const server = tls.createServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem });
  server.on('tlsClientError', () => undefined);
  return listen(server, 'secureConnection', (socket, received) => {
    const look = () => {
      if (!received().includes('\r\n\r\n')) return;
      socket.off('data', look);
      if (socket instanceof tls.TLSSocket) onRequest(socket);
    };
    socket.on('data', look);
  });
}

/** A TCP server without TLS that hands each connection to `onConnection`. */
export function startRawServer(onConnection: (socket: net.Socket) => void): Promise<RawServer> {
  return listen(net.createServer(), 'connection', onConnection);
}

async function listen(
  server: net.Server,
  event: 'connection' | 'secureConnection',
  onSocket: (socket: net.Socket, received: () => Buffer) => void,
): Promise<RawServer> {
  const sockets = new Set<net.Socket>();
  const pieces: Buffer[] = [];
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on(event, (socket: net.Socket) => {
    const own: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      own.push(piece);
      pieces.push(piece);
    });
    onSocket(socket, () => Buffer.concat(own));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received: () => Buffer.concat(pieces),
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
