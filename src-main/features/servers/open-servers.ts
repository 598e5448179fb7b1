import { randomUUID } from 'node:crypto';
import { addServer, deleteServer, receiveServers, updateServer } from '../../aicc/file-servers.ts';
import { callCentreOf } from '../../contract/connections.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { WaitingKind } from '../../contract/jobs.ts';
import { currentJob } from '../../platform/current-job.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AppSecrets } from '../../secrets/vault.ts';
import type { Store } from '../../store/store.ts';
import type { Desktop } from '../app/desktop.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import { hostPermit, type Policy } from '../app/policy.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import { hostKeyHandlers } from './host-key-handlers.ts';
import { knownServers } from './known-servers.ts';
import { LoginQuestions } from './login-questions.ts';
import { ServerAccess, type ServerAddress } from './server-access.ts';
import { ServerDirectory } from './server-directory.ts';
import { serverHandlers } from './server-handlers.ts';
import { ServerSecrets } from './server-secrets.ts';

export interface OpenServers {
  readonly directory: ServerDirectory;
  readonly access: ServerAccess;
  readonly secrets: ServerSecrets;
  readonly questions: LoginQuestions;
  /** An import is to go to a server: it comes first from now on. */
  readonly used: (connectionId: string, serverId: string) => void;
  readonly handlers: Pick<Handlers, 'servers' | 'hostKeys'>;
}

/** File servers: those the call centres list, how this workstation reaches and trusts each, and their passwords. */
export function openServers(
  deps: Pick<OpenConnections, 'clients' | 'missing'> & {
    readonly store: Store;
    readonly vault: AppSecrets;
    readonly policy: Policy;
    readonly desktop: Desktop;
    readonly tokens: FileTokens;
    readonly push: Pick<Pushes, 'servers'>;
    readonly clock: Clock;
    /** Where the system's SSH agent listens; the environment's, if left out. */
    readonly agent?: (() => string | null) | undefined;
    readonly resumeWaitingFor: (what: WaitingKind) => void;
    /** A host key is no longer trusted: sessions that rest on it are to be closed. */
    readonly distrusted: () => void;
  },
): OpenServers {
  const { clients, missing, store, vault, policy, desktop, tokens, resumeWaitingFor } = deps;
  const push = deps.push.servers;
  const directory = new ServerDirectory(async (connectionId, offset, limit) => {
    const client = await clients.of(connectionId);
    return { ...(await receiveServers(client, { offset, limit })), centre: callCentreOf(client.settings) };
  }, deps.clock.now);
  const secrets = new ServerSecrets(vault, store.serverSettings);
  const questions = new LoginQuestions({
    asked: push.asked,
    over: (id) => push.askedNoMore({ id }),
    newId: randomUUID,
    now: deps.clock.now,
  });
  const permit = hostPermit(policy, store.connections);
  const access = new ServerAccess(
    ...([store, secrets, questions, permit] as const),
    (server) => centreElsewhere(store, server),
    deps.agent,
  );
  const servers = serverHandlers({
    directory,
    access,
    secrets,
    questions,
    missing,
    interfaces: {
      update: async (from, change) => updateServer(await clients.from(from), change),
      add: async (from, server) => addServer(await clients.from(from), server),
      remove: async (from, serverId) => deleteServer(await clients.from(from), serverId),
    },
    store,
    tokens,
    push,
    resumeWaitingFor,
    now: deps.clock.now,
  });
  const hostKeys = hostKeyHandlers({
    book: store.hostKeys,
    resumeWaitingFor,
    desktop,
    servers: () => knownServers(store, directory),
    distrusted: deps.distrusted,
  });
  return {
    directory,
    access,
    secrets,
    questions,
    used: (connectionId, serverId) => {
      try {
        store.serverSettings.set(connectionId, serverId, { usedAt: deps.clock.now() });
      } catch (error) {
        // a full disk: what it was used for has gone through all the same
        if (!(error instanceof DialdeskError)) throw error;
      }
    },
    handlers: { servers, hostKeys },
  };
}

/** The call centre that a server is of, where its connection leads to another one by now. */
function centreElsewhere(
  { jobs, connections }: Pick<Store, 'jobs' | 'connections'>,
  { connectionId, centre }: Pick<ServerAddress, 'connectionId' | 'centre'>,
): string | undefined {
  const at = currentJob();
  const job = at === null ? null : jobs.get(at);
  const meant = centre ?? (job?.connectionId === connectionId ? job.centre : undefined);
  const settings = connections.get(connectionId)?.settings;
  return settings && callCentreOf(settings) !== meant ? meant : undefined;
}
