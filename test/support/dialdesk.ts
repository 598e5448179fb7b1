import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { members, type Client, type Handlers, type Pushes } from '../../src-main/contract/derive.ts';
import type { Call } from '../../src-main/contract/define.ts';
import { HostKeyInfo } from '../../src-main/contract/host-keys.ts';
import type { Connection } from '../../src-main/contract/connections.ts';
import type { ImportResult } from '../../src-main/contract/import-results.ts';
import type { FollowedImport } from '../../src-main/store/import-results.ts';
import type { ReadProgress } from '../../src-main/contract/do-not-call-lists.ts';
import type { Job, JobsChanged, JobState, WaitingKind } from '../../src-main/contract/jobs.ts';
import type { LoginQuestion } from '../../src-main/contract/server-reach.ts';
import type { CheckRun } from '../../src-main/contract/servers.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import type { AiccClient, ClientDeps } from '../../src-main/aicc/client.ts';
import type { RequestLog, RequestLogEntry } from '../../src-main/aicc/request-log.ts';
import { fixConnections, noPolicy, type Policy } from '../../src-main/features/app/policy.ts';
import { MemoryVault } from './memory-vault.ts';
import type { Vault } from '../../src-main/secrets/vault.ts';
import { openStore, type Store } from '../../src-main/store/store.ts';
import { dialdeskError } from './dialdesk-error.ts';
import { sampleConnection } from './sample-connection.ts';

import { compose } from '../../src-main/compose.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { Playbacks } from '../../src-main/features/voice/playbacks.ts';

const sample = join(import.meta.dirname, '../../assets/sample-call-list.xlsx');

type Domain =
  | 'activity'
  | 'backup'
  | 'diagnostics'
  | 'connections'
  | 'callLists'
  | 'callResults'
  | 'campaigns'
  | 'servers'
  | 'hostKeys'
  | 'importResults'
  | 'memory'
  | 'doNotCallLists'
  | 'takeBacks'
  | 'imports'
  | 'outbox'
  | 'reservations'
  | 'remoteFiles'
  | 'reservationChanges'
  | 'transfers'
  | 'voice';

/** All of Dialdesk that runs in plain Node, put together as main does, over a real folder. */
export interface Dialdesk {
  /** The contract's calls, each parsed on its way in and on its way out, as the bridge does. */
  readonly client: Pick<Client, Domain>;
  /** A token for a file, as if it was dropped; the sample list if none is named. */
  readonly drop: (path?: string) => Promise<string>;
  readonly store: Store;
  readonly vault: Vault;
  /** The client of a saved connection, for what no handler offers. */
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  /** What the system's dialogs answer: the paths to open, and where to save. */
  readonly dialogs: { open: readonly string[]; save: string | null };
  /** Tells the jobs that something they may wait for is there, as the system does after sleep. */
  readonly resumeWaitingFor: (what: WaitingKind) => void;
  /** Deletes what the keychain could not forget before, as the app does once it has looked for the keychain. */
  readonly forgetSecrets: () => Promise<void>;
  /** Every push of connections.changed, newest last. */
  readonly heard: readonly (readonly Connection[])[];
  /** What the file's log was given of each request. */
  readonly logged: readonly RequestLogEntry[];
  /** What went wrong beside the calls, as the log tells it. Unless a test expects some, there is none. */
  readonly logErrors: { expected: boolean; readonly told: string[] };
  /** The imports that were announced as ended. */
  readonly ended: readonly { readonly name: string; readonly result: ImportResult }[];
  /** Resolves once what is known of an import is as wanted. */
  readonly untilResult: (job: string, wanted: (result: FollowedImport) => boolean) => Promise<FollowedImport>;
  /** Answers what file servers ask during a login, once somebody is there: null leaves it unanswered. */
  answerLogin: (question: LoginQuestion) => readonly string[] | null;
  /** Told how far the reading of a do-not-call list is. */
  listRead: (push: { readonly token: string; readonly progress: ReadProgress }) => void;
  /** Every question that file servers asked. */
  readonly loginQuestions: readonly LoginQuestion[];
  /** Every push of servers.checked. */
  readonly checked: readonly CheckRun[];
  /** Resolves once a job is in this state. */
  readonly until: (id: string, state: JobState) => Promise<Job>;
  /** Resolves once nothing runs and nothing could begin: at once where that is so. */
  readonly untilAtRest: (late?: AbortSignal) => Promise<void>;
  /** Ends as the app does. */
  readonly close: () => Promise<void>;
}

/**
 * Opens it in a folder; over the same folder again, it finds what was left there. The vault stands for the
 * keychain: give the same one to find its secrets.
 */
export async function openDialdesk(
  context: { after(done: () => Promise<void>): void },
  folder: string,
  options: {
    vault?: Vault;
    policy?: Policy;
    agent?: string;
    fileLog?: RequestLog;
    logErrors?: boolean;
    /** Other ways to reach call centres than the usual ones. */
    network?: Partial<ClientDeps>;
    /** Opens the database in its own way. */
    openStore?: (folder: string) => Store;
  } = {},
): Promise<Dialdesk> {
  const policy = options.policy ?? noPolicy;
  const store = (options.openStore ?? openStore)(folder);
  fixConnections(policy, store.connections);
  const vault = options.vault ?? new MemoryVault();
  const dialogs: Dialdesk['dialogs'] = { open: [], save: null };
  const heard: (readonly Connection[])[] = [];
  const logged: RequestLogEntry[] = [];
  const logErrors: Dialdesk['logErrors'] = { expected: options.logErrors ?? false, told: [] };
  const news = new EventEmitter();
  const ended: { name: string; result: ImportResult }[] = [];
  const loginQuestions: LoginQuestion[] = [];
  const checked: CheckRun[] = [];
  const desktop = {
    pickFiles: () => Promise.resolve(dialogs.open),
    pickSavePath: () => Promise.resolve(dialogs.save),
    copyText: () => undefined,
    language: () => 'en' as const,
  };
  const folders = { dataFolder: folder, logFolder: join(folder, 'logs') };
  const running = compose({
    store,
    dataFolder: folder,
    vault,
    policy,
    desktop,
    clock: systemClock,
    push: pushesTo({
      'connections.changed': (list: readonly Connection[]) => heard.push(list),
      'servers.asked': (question: LoginQuestion) => {
        loginQuestions.push(question);
        running.questions.answer(question.id, dialdesk.answerLogin(question));
      },
      'servers.checked': (run: CheckRun) => checked.push(run),
      'doNotCallLists.progress': (push: { token: string; progress: ReadProgress }) => dialdesk.listRead(push),
      'activity.changed': () => news.emit('activity'),
      'outbox.changed': (changed: JobsChanged) => news.emit('news', changed),
      'transfers.changed': () => news.emit('news'),
      'importResults.changed': (results: ImportResult[]) => news.emit('news', results),
    }),
    appState: () => ({
      version: '0.0.0',
      platform: process.platform,
      language: 'en',
      languageChoice: 'system',
      theme: 'system',
      vault: vault.status(),
      connectionId: null,
      ...folders,
    }),
    apply: () => undefined,
    network: (log) => ({
      log,
      proxyFor: () => Promise.resolve(null),
      authorities: () => [],
      random: () => 0,
      ...options.network,
    }),
    agent: () => options.agent ?? null,
    fileLog: {
      record: (entry) => {
        logged.push(entry);
        options.fileLog?.record(entry);
      },
    },
    logError: (message, error) => {
      if (!logErrors.expected) throw new Error(message, { cause: error });
      logErrors.told.push(message);
    },
    openLogs: () => Promise.resolve(),
    packaged: false,
    demo: { start: noDemo, remove: noDemo, hints: () => Promise.resolve(null) },
    playbacks: new Playbacks('app://tests'),
    showProgress: () => undefined,
    importEnded: (job, result) => ended.push({ name: job.name, result }),
    samples: { 'call-list': sample, voice: sample },
  });
  const { queue, clients, tokens } = running;
  await running.start();

  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await running.close();
  };
  context.after(close);
  const dialdesk: Dialdesk = {
    store,
    answerLogin: () => null,
    listRead: () => undefined,
    loginQuestions,
    checked,
    vault,
    dialogs,
    heard,
    logged,
    logErrors,
    ended,
    resumeWaitingFor: running.resumeWaitingFor,
    forgetSecrets: running.forgetSecrets,
    clientOf: (connectionId) => clients.of(connectionId),
    close,
    untilResult: async (job, wanted) => {
      const late = AbortSignal.timeout(120_000);
      for (;;) {
        const result = store.importResults.get(job);
        if (result && wanted(result)) return result;
        await once(news, 'news', { signal: late });
      }
    },
    until: async (id, state) => {
      const job = (): Job | undefined => {
        const now = queue.get(id);
        return now.state === state ? now : undefined;
      };
      const late = AbortSignal.timeout(120_000);
      for (;;) {
        const now = job();
        if (now !== undefined) return now;
        await once(news, 'news', { signal: late });
      }
    },
    untilAtRest: async (late = AbortSignal.timeout(120_000)) => {
      while (queue.counts().running > 0 || store.jobs.nextQueued([]) !== null) {
        await once(news, 'news', { signal: late });
      }
    },
    drop: async (path = sample) => {
      const [file] = await tokens.register([path]);
      return file?.token ?? '';
    },
    client: throughContract(running.handlers),
  };
  return dialdesk;
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

/** The ID of a demo system's own file server, with its key trusted and its password kept. */
export async function openDemoServer(
  dialdesk: Dialdesk,
  demo: DemoSystem,
  connectionId: string,
): Promise<string> {
  const query = { connectionId, search: '', offset: 0, limit: 10, refresh: false };
  const { servers } = await dialdesk.client.servers.list(query);
  const serverId = servers.find(({ port }) => port === String(demo.sftp.port))?.serverId ?? '';
  const look = { connectionId, serverId, folder: '', fileName: 'a.xlsx' };
  const offered = await dialdesk.client.servers.lookAt(look).then(
    () => assert.fail('the key was known'),
    (error: unknown) => v.parse(v.object({ details: HostKeyInfo }), error).details,
  );
  await dialdesk.client.hostKeys.trust(offered);
  await assert.rejects(dialdesk.client.servers.lookAt(look), dialdeskError('password_needed'));
  await dialdesk.client.servers.savePassword({ connectionId, serverId, password: demo.sftp.password });
  assert.equal((await dialdesk.client.servers.lookAt(look)).folderExists, true);
  return serverId;
}

const noDemo = (): Promise<never> => Promise.reject(new Error('the demo system is not for these tests'));

/** The pushes of the contract: those that are listened to, and silence for the rest. */
function pushesTo(listeners: Readonly<Record<string, (payload: never) => unknown>>): Pushes {
  const pushes: Record<string, Record<string, unknown>> = {};
  for (const { domain, name, member } of members()) {
    if (member.kind === 'push')
      (pushes[domain] ??= {})[name] = listeners[`${domain}.${name}`] ?? (() => undefined);
  }
  return pushes as unknown as Pushes;
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
