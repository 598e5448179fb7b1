import type { ChosenFrom } from '../../contract/connections.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { jobStates, type WaitingKind } from '../../contract/jobs.ts';
import { LackableInterface, type ServerUse } from '../../contract/server-changes.ts';
import type { ServerState } from '../../contract/server-state.ts';
import type { FileServer } from '../../contract/servers.ts';
import { agentKeys } from '../../sftp/agent.ts';
import type { Store } from '../../store/store.ts';
import { requireChosenFrom } from '../connections/clients.ts';
import { lookAtDestination } from './destination.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { LoginQuestions } from './login-questions.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { ServerAccess } from './server-access.ts';
import { ServerChanges, type ServerInterfaces } from './server-changes.ts';
import { ServerChecks } from './server-checks.ts';
import type { ListedServer, ServerDirectory } from './server-directory.ts';
import { readKeyFile } from './server-keys.ts';
import { findServers } from './server-order.ts';
import type { ServerSecrets } from './server-secrets.ts';
import { tryServer, untriable } from './try-server.ts';

export interface ServerDeps {
  readonly directory: ServerDirectory;
  readonly access: ServerAccess;
  readonly secrets: ServerSecrets;
  readonly questions: LoginQuestions;
  readonly interfaces: ServerInterfaces;
  readonly missing: MissingInterfaces;
  readonly store: Pick<Store, 'connections' | 'serverSettings' | 'serverStates' | 'jobs' | 'transaction'>;
  readonly tokens: FileTokens;
  readonly push: Pick<Pushes['servers'], 'checked'>;
  /** Notified of what jobs may have been waiting for. */
  readonly resumeWaitingFor: (what: WaitingKind) => void;
  readonly now: () => number;
}

const notOver = jobStates.filter((state) => state !== 'done' && state !== 'cancelled');

const lackable = LackableInterface.options;

/** File servers: the list, how each stands, its entry in the call centre, and the way there from here. */
export function serverHandlers(deps: ServerDeps): Handlers['servers'] {
  const { directory, access, secrets, questions, missing, store, resumeWaitingFor, now } = deps;
  const lists = { directory, settings: store.serverSettings };
  const changes = new ServerChanges(deps);
  const checks = new ServerChecks(tryAndKeep, (run) => deps.push.checked(run));

  /** The connection, where what is kept by a server's ID is still that of the server that was meant. */
  function ofItsCentre(from: ChosenFrom): string {
    requireChosenFrom(store.connections, from);
    return from.connectionId;
  }

  /** Where and as whom a listed server is tried from here; null where the call centre does not say enough. */
  async function triedAt(connectionId: string, serverId: string): Promise<ServerState['tried']> {
    try {
      const address = await directory.address(connectionId, serverId);
      const { host, port, username } = access.at(address);
      return { host, port, userName: username, path: address.filePath };
    } catch (error) {
      if (error instanceof DialdeskError && error.code === 'incomplete_server') return null;
      throw error;
    }
  }

  async function tryAndKeep(
    connectionId: string,
    serverId: string,
    signal: AbortSignal,
  ): Promise<ServerState> {
    const centre = store.connections.centreOf(connectionId);
    const tried = await triedAt(connectionId, serverId);
    const state =
      tried === null
        ? untriable(
            new DialdeskError('incomplete_server', 'not fully described', { details: { serverId } }),
            now(),
          )
        : await tryServer(
            async () =>
              access.open(await directory.address(connectionId, serverId), signal, {
                attended: questions.attended(connectionId, serverId),
              }),
            tried,
            now,
          );
    signal.throwIfAborted();
    // led elsewhere meanwhile: another server has this ID there, perhaps at the same address
    if (store.connections.centreOf(connectionId) === centre) {
      store.serverStates.set(connectionId, serverId, state);
    }
    return state;
  }

  async function shown(connectionId: string, listed: ListedServer): Promise<FileServer> {
    const { serverId } = listed;
    const own = store.serverSettings.get(connectionId, serverId);
    const { host, port, userName, login, key, names, label, usedAt } = own;
    const state = store.serverStates.get(connectionId, serverId);
    const tried = state && (await triedAt(connectionId, serverId));
    return {
      ...listed,
      label,
      usedAt,
      passwordSaved: (await secrets.password(connectionId, serverId)) !== null,
      // one of another address says nothing about this one
      state: state && JSON.stringify(tried) === JSON.stringify(state.tried) ? state : null,
      reach: {
        host,
        port,
        userName,
        login,
        names,
        key,
        keySaved: key !== null && (await secrets.key(connectionId, serverId)) !== null,
      },
    };
  }

  return {
    async list({ connectionId, search, offset, limit, refresh }) {
      const found = await findServers(lists, { connectionId, search, refresh });
      return {
        total: found.length,
        servers: await Promise.all(
          found.slice(offset, offset + limit).map((server) => shown(connectionId, server)),
        ),
        count: await directory.count(connectionId),
        lacks: lackable.filter((name) => missing.has(connectionId, name)),
      };
    },

    async get({ connectionId, serverId }) {
      return shown(connectionId, await directory.one(connectionId, serverId));
    },

    async savePassword({ serverId, password, ...from }) {
      const connectionId = ofItsCentre(from);
      await secrets.savePassword(connectionId, serverId, password);
      resumeWaitingFor('password');
    },
    async forgetPassword({ serverId, ...from }) {
      return { secretsGone: await secrets.forgetPassword(ofItsCentre(from), serverId) };
    },

    async lookAt({ connectionId, serverId, folder, fileName }) {
      const server = await directory.address(connectionId, serverId);
      const session = await access.open(server, undefined, { attended: true });
      try {
        const found = await lookAtDestination(session, server.filePath, folder, fileName);
        return { ...found, direct: store.serverSettings.get(connectionId, serverId).names === 'direct' };
      } finally {
        session.close();
      }
    },

    async check({ connectionId, which }) {
      if (which.kind === 'one') {
        // somebody pressed a button for this very server, and can answer what it asks
        questions.attend(connectionId, which.serverId);
        await checks.check(connectionId, [which.serverId]);
        return;
      }
      const found = await findServers(lists, { connectionId, search: which.search, refresh: false });
      await checks.check(
        connectionId,
        found.map(({ serverId }) => serverId),
      );
    },
    stopCheck: ({ connectionId }) => checks.stop(connectionId),

    async tryOut({ serverId, serverInfo, userName, serverPwd, ...from }) {
      const connectionId = ofItsCentre(from);
      const port = Number(serverInfo.port);
      const server = { connectionId, serverId: serverId ?? '', ip: serverInfo.ip, port, userName };
      const { host, port: atPort, username } = access.at(server);
      return tryServer(
        () => access.open(server, undefined, { attended: true, password: serverPwd }),
        { host, port: atPort, userName: username, path: serverInfo.filePath },
        now,
      );
    },

    modify: (change) => changes.modify(change),
    async add(server) {
      return { serverId: await changes.add(server) };
    },
    async remove(server) {
      return { secretsGone: await changes.remove(server) };
    },
    forgetLacking({ connectionId }) {
      for (const name of lackable) missing.forget(connectionId, name);
    },

    usedBy: ({ connectionId, serverId }) => usesOf(store, connectionId, serverId),

    setReach({ serverId, reach, ...from }) {
      store.serverSettings.set(ofItsCentre(from), serverId, reach);
      resumeWaitingFor('password');
    },

    setLabel({ serverId, label, ...from }) {
      store.serverSettings.set(ofItsCentre(from), serverId, { label });
    },

    async saveKey({ serverId, token, passphrase, ...from }) {
      const { text, info } = await readKeyFile(deps.tokens.path(token), passphrase || undefined);
      const connectionId = ofItsCentre(from);
      await secrets.saveKey(connectionId, serverId, { key: text, passphrase: passphrase || null });
      ofItsCentre(from);
      store.serverSettings.set(connectionId, serverId, { key: info });
      resumeWaitingFor('password');
      return info;
    },
    async forgetKey({ serverId, ...from }) {
      const connectionId = ofItsCentre(from);
      const secretsGone = await secrets.forgetKey(connectionId, serverId);
      ofItsCentre(from);
      store.serverSettings.set(connectionId, serverId, { key: null });
      return { secretsGone };
    },

    async agent() {
      const socket = access.agent;
      if (socket === null) return { available: false, keys: [] };
      try {
        return { available: true, keys: await agentKeys(socket) };
      } catch (error) {
        if (error instanceof DialdeskError) return { available: false, keys: [] };
        throw error;
      }
    },

    attend({ connectionId, serverId }) {
      questions.attend(connectionId, serverId);
      resumeWaitingFor('password');
    },
    answer({ id, answers }) {
      questions.answer(id, answers);
    },
  };
}

/** The imports that are not over and name a server, in the order of the outbox. */
function usesOf({ jobs }: Pick<Store, 'jobs'>, connectionId: string, serverId: string): ServerUse[] {
  const limit = 500;
  const uses: ServerUse[] = [];
  for (let offset = 0; ; offset += limit) {
    const page = jobs.list({ states: notOver, search: '', sort: 'order', offset, limit });
    for (const { id, name, state, summary, connectionId: of } of page.jobs) {
      if (of === connectionId && summary.kind === 'import' && summary.serverId === serverId) {
        uses.push({ id, name, state });
      }
    }
    if (offset + limit >= page.total) return uses;
  }
}
