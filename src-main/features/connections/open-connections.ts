import { randomUUID } from 'node:crypto';
import type { ClientDeps } from '../../aicc/client.ts';
import type { RequestLog } from '../../aicc/request-log.ts';
import { testConnection } from '../../aicc/test-connection.ts';
import type { AppState } from '../../contract/app.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { Store } from '../../store/store.ts';
import type { OpenActivity } from '../activity/open-activity.ts';
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
  /** Connections came out of a backup: what was opened with their older settings is closed, and the window learns. */
  readonly restored: (connectionIds: readonly string[]) => Promise<void>;
  readonly handlers: Pick<Handlers, 'connections'>;
}

/** Connections to call centres, and one client for each. */
export function openConnections(
  deps: Omit<
    ConnectionDeps,
    'table' | 'settings' | 'transaction' | 'newId' | 'test' | 'demo' | 'endDemo' | 'demoHints' | 'push'
  > & {
    readonly store: Pick<Store, 'connections' | 'settings' | 'transaction' | 'jobs'>;
    readonly demo: Pick<DemoService, 'start' | 'remove' | 'hints'>;
    readonly push: Pick<Pushes, 'app' | 'connections'>;
    readonly appState: () => AppState;
    /** Keeps a record of each request. */
    readonly activity: Pick<OpenActivity, 'requests'>;
    /** How requests reach the systems, and are logged. */
    readonly network: (log: RequestLog) => ClientDeps;
  },
): OpenConnections {
  const { store, vault, policy, demo, push } = deps;
  const network = (requester: Requester): ClientDeps => deps.network(deps.activity.requests(requester));
  const clients = new Clients({
    table: store.connections,
    vault,
    policy,
    clientDeps: network,
    jobOf: (id) => store.jobs.get(id),
  });
  const missing = new MissingInterfaces(store.settings);
  const forget = (id: string): void => {
    clients.forget(id);
    missing.forget(id);
    deps.forget(id);
  };
  const connections = connectionHandlers({
    ...deps,
    push: push.connections,
    appState: () => {
      const now = deps.appState();
      push.app.changed(now);
      return now;
    },
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
  const restored = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) forget(id);
    deps.resumeWaitingFor('password');
    push.connections.changed(await connections.list());
  };
  return { clients, missing, forget, restored, handlers: { connections } };
}
