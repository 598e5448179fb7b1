import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly url: string;
  /** The targets that were asked for, in order. */
  readonly targets: readonly string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * A proxy that opens tunnels (CONNECT), for whoever has the login if there is one.
 *
 * @param login `user:password`; without one, everyone may.
 * @param refuseWith answers every CONNECT with this status instead.
 */
export async function startConnectProxy(
  options: { login?: string; refuseWith?: number } = {},
): Promise<ConnectProxy> {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const wanted = options.login && `Basic ${Buffer.from(options.login).toString('base64')}`;
  const server = http.createServer();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, client: Socket) => {
    targets.push(request.url ?? '');
    client.on('error', () => undefined);
    const status =
      options.refuseWith ?? (wanted && request.headers['proxy-authorization'] !== wanted ? 407 : 200);
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const upstream = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
