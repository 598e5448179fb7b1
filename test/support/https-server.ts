import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { IssuedCertificate } from '../../src-main/demo/certificate.ts';

/** A request as it came, with its whole body. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface TestHttpsServer {
  readonly port: number;
  /** Requests that came in whole, in order. */
  readonly requests: readonly Received[];
  /** How many TLS connections were made. */
  readonly connections: () => number;
  /** Ends every connection at once, as a server that restarts. */
  readonly dropConnections: () => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

export type Handler = (received: Received, response: ServerResponse) => void;

/** An HTTPS server on loopback. The system picks the port, unless one is to take the place of another. */
export async function startHttpsServer(
  certificate: IssuedCertificate,
  handler: Handler,
  port = 0,
): Promise<TestHttpsServer> {
  const requests: Received[] = [];
  const sockets = new Set<Duplex>();
  let connections = 0;
  const server = https.createServer(
    { cert: certificate.certificatePem, key: certificate.privateKeyPem },
    (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('error', () => undefined);
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const received = { method, url, headers, body: Buffer.concat(pieces) };
        requests.push(received);
        handler(received, response);
      });
    },
  );
  server.on('secureConnection', () => (connections += 1));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    connections: () => connections,
    dropConnections,
    [Symbol.asyncDispose]: async () => {
      server.close();
      dropConnections();
      await once(server, 'close');
    },
  };
}

/** A handler that answers every request with this object as JSON. */
export function answering(answer: object, status = 200, headers: Record<string, string> = {}): Handler {
  return (_received, response) => {
    response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
    response.end(JSON.stringify(answer));
  };
}
