import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** A server that accepts connections. */
export interface Listening {
  readonly port: number;
  /** Accepts no more; resolves when every connection is closed. */
  readonly stop: () => Promise<void>;
}

/** Starts listening; rejects if the port is taken. Works for any server that is like node:net's. */
export async function listen(
  server: Pick<Server, 'listen' | 'address' | 'close' | 'once' | 'on' | 'off'>,
  host: string,
  port: number,
): Promise<Listening> {
  server.listen(port, host);
  await once(server as Server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => {
          if (error && (error as NodeJS.ErrnoException).code !== 'ERR_SERVER_NOT_RUNNING') reject(error);
          else resolve();
        });
      }),
  };
}
