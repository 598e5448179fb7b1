import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { queryServers } from '../../src-main/aicc/file-servers.ts';
import { testConnection } from '../../src-main/aicc/test-connection.ts';
import { members, type Client, type Handlers } from '../../src-main/contract/derive.ts';
import type { Call } from '../../src-main/contract/define.ts';
import type { Connection } from '../../src-main/contract/connections.ts';
import type { Job, JobsChanged, JobState } from '../../src-main/contract/jobs.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import { callListHandlers } from '../../src-main/handlers/call-lists.ts';
import { Clients } from '../../src-main/handlers/clients.ts';
import { connectionHandlers } from '../../src-main/handlers/connections.ts';
import { FileTokens } from '../../src-main/handlers/file-tokens.ts';
import { hostKeyHandlers } from '../../src-main/handlers/host-keys.ts';
import { jobHandlers } from '../../src-main/handlers/jobs.ts';
import { OpenCallLists } from '../../src-main/handlers/open-call-lists.ts';
import { openJobs } from '../../src-main/handlers/open-jobs.ts';
import { ServerAccess } from '../../src-main/handlers/server-access.ts';
import { ServerDirectory } from '../../src-main/handlers/server-directory.ts';
import { serverHandlers } from '../../src-main/handlers/servers.ts';
import { SessionVault } from '../../src-main/secrets/session-vault.ts';
import type { Vault } from '../../src-main/secrets/vault.ts';
import { openStore, type Store } from '../../src-main/store/store.ts';
import { sampleConnection } from './sample-connection.ts';

const sample = join(import.meta.dirname, '../../assets/sample-call-list.xlsx');

type Domain = 'connections' | 'callLists' | 'servers' | 'hostKeys' | 'jobs';

/** All of Dialdesk that runs in plain Node, put together as main does, over a real folder. */
export interface Office {
  /** The contract's calls, each parsed on its way in and on its way out, as the bridge does. */
  readonly client: Pick<Client, Domain>;
  /** A token for a file, as if it was dropped; the sample list if none is named. */
  readonly drop: (path?: string) => Promise<string>;
  readonly store: Store;
  readonly vault: Vault;
  /** What the system's dialogs answer: the paths to open, and where to save. */
  readonly dialogs: { open: readonly string[]; save: string | null };
  /** Every push of connections.changed, newest last. */
  readonly heard: readonly (readonly Connection[])[];
  /** Resolves once a job is in this state. */
  readonly until: (id: string, state: JobState) => Promise<Job>;
  /** Ends as the app does. */
  readonly close: () => Promise<void>;
}

/**
 * Opens it in a folder; over the same folder again, it finds what was left there. The vault stands for the
 * keychain: give the same one to find its secrets.
 */
export async function openOffice(
  context: { after(done: () => Promise<void>): void },
  folder: string,
  options: { vault?: Vault } = {},
): Promise<Office> {
  const store = openStore(folder);
  const vault = options.vault ?? new SessionVault('keychain_unavailable');
  const dialogs: Office['dialogs'] = { open: [], save: null };
  const heard: (readonly Connection[])[] = [];
  const news = new EventEmitter();
  const clients = new Clients({
    table: store.connections,
    vault,
    surroundings: () => ({
      log: { record: () => undefined },
      proxyFor: () => Promise.resolve(null),
      authorities: () => [],
      random: () => 0,
    }),
  });
  const directory = new ServerDirectory(async (connectionId, offset, limit) =>
    queryServers(await clients.of(connectionId), { offset, limit }),
  );
  const access = new ServerAccess(store, vault);
  const tokens = new FileTokens();
  const lists = new OpenCallLists();
  const jobs = openJobs({
    store,
    dataFolder: folder,
    access,
    clientOf: (connectionId) => clients.of(connectionId),
    changed: (changed: JobsChanged) => news.emit('news', changed),
  });
  const settled = (what: Parameters<typeof jobs.queue.tryWaiting>[0][number]): void =>
    jobs.queue.tryWaiting([what]);
  const platform = {
    pickFiles: () => Promise.resolve(dialogs.open),
    pickSavePath: () => Promise.resolve(dialogs.save),
    copyText: () => undefined,
    language: () => 'en' as const,
  };
  await jobs.start();

  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await jobs.stop();
    await lists.closeAll();
    clients.close();
    store.close();
  };
  context.after(close);
  return {
    store,
    vault,
    dialogs,
    heard,
    close,
    until: async (id, state) => {
      const job = (): Job | undefined => {
        const now = jobs.queue.get(id);
        return now.state === state ? now : undefined;
      };
      const late = AbortSignal.timeout(20_000);
      for (;;) {
        const now = job();
        if (now !== undefined) return now;
        await once(news, 'news', { signal: late });
      }
    },
    drop: async (path = sample) => {
      const [file] = await tokens.register([path]);
      return file?.token ?? '';
    },
    client: throughContract({
      connections: connectionHandlers({
        table: store.connections,
        settings: store.settings,
        vault,
        platform,
        push: { changed: (list) => heard.push(list) },
        newId: randomUUID,
        test: async (settings, secretKey) => {
          const client = clients.make(settings, secretKey);
          try {
            return await testConnection(client);
          } finally {
            client.close();
          }
        },
        demo: () => Promise.reject(new Error('the demo system is not for these tests')),
        demoHints: () => Promise.resolve(null),
        forget: (id) => {
          clients.forget(id);
          directory.forget(id);
        },
        settled,
        inUse: (id) => jobs.inUse(id),
        appState: () => {
          throw new Error('the state of the app is not for these tests');
        },
      }),
      callLists: callListHandlers({
        lists,
        tokens,
        mappings: store.mappings,
        platform,
        push: { progress: () => undefined },
      }),
      servers: serverHandlers({ directory, access, vault, settled }),
      hostKeys: hostKeyHandlers(store.hostKeys, settled),
      jobs: jobHandlers({ ...jobs, lists, directory, connections: store.connections }),
    }),
  };
}

/** The settings that reach a demo system. */
export function connectionToDemo(demo: DemoSystem) {
  const { isales, ccfs, vdnId, accessKey, fingerprint256 } = demo;
  return sampleConnection({
    isales,
    ccfs,
    vdnId,
    accessKey,
    trust: { kind: 'pinned', isales: fingerprint256, ccfs: fingerprint256 },
  });
}

/** What the bridge does between window and handlers, without its errors' change of shape. */
function throughContract(handlers: Pick<Handlers, Domain>): Pick<Client, Domain> {
  const all = handlers as unknown as Record<string, Record<string, (input: unknown) => unknown>>;
  const client: Record<string, Record<string, unknown>> = {};
  for (const { domain, name, member } of members()) {
    const handler = all[domain]?.[name];
    if (member.kind !== 'call' || handler === undefined) continue;
    const { input, output }: Call = member;
    (client[domain] ??= {})[name] = async (argument: unknown) =>
      v.parse(output, await handler(v.parse(input, argument)));
  }
  return client as unknown as Pick<Client, Domain>;
}
