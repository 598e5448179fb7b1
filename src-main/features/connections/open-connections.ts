import { randomUUID } from 'node:crypto';
import type { ClientDeps } from '../../aicc/client.ts';
import { testConnection } from '../../aicc/test-connection.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { Store } from '../../store/store.ts';
import type { Requester } from '../activity/request-activity.ts';
import { Clients } from './clients.ts';
import { connectionHandlers, type ConnectionDeps } from './connection-handlers.ts';
import type { DemoService } from './demo-service.ts';
import { MissingInterfaces } from './missing-interfaces.ts';

export interface OpenConnections {
  readonly clients: Clients;
  readonly missing: MissingInterfaces;
  /** Closes and forgets everything that was opened with a connection's settings or key. */
  readonly forget: (connectionId: string) => void;
  readonly handlers: Pick<Handlers, 'connections'>;
}

/** Connections to call centres, and one client for each. */
export function openConnections(
  deps: Omit<
    ConnectionDeps,
    'table' | 'settings' | 'transaction' | 'newId' | 'test' | 'demo' | 'endDemo' | 'demoHints'
  > & {
    readonly store: Pick<Store, 'connections' | 'settings' | 'transaction'>;
    readonly demo: Pick<DemoService, 'start' | 'remove' | 'hints'>;
    /** How requests reach the systems, and are logged. */
    readonly network: (requester: Requester) => ClientDeps;
  },
): OpenConnections {
  const { store, vault, policy, demo } = deps;
  const clients = new Clients({ table: store.connections, vault, policy, surroundings: deps.network });
  const missing = new MissingInterfaces(store.settings);
  const forget = (id: string): void => {
    clients.forget(id);
    missing.forget(id);
    deps.forget(id);
  };
  const connections = connectionHandlers({
    ...deps,
    table: store.connections,
    settings: store.settings,
    transaction: (work) => store.transaction(work),
    newId: randomUUID,
    forget,
    test: async (settings, secretKey) => {
      const client = clients.make(settings, secretKey);
      try {
        return await testConnection(client);
      } finally {
        client.close();
      }
    },
    demo: () => demo.start(),
    endDemo: () => demo.remove(),
    demoHints: () => demo.hints(),
  });
  return { clients, missing, forget, handlers: { connections } };
}
