import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { ImportResult } from '../../contract/import-results.ts';
import { ownZone } from '../../contract/zoned-time.ts';
import type { Job } from '../../contract/jobs.ts';
import type { KnownPlaces } from '../../call-list/known/places.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Pace } from '../../sftp/transfer/bandwidth.ts';
import type { Store } from '../../store/store.ts';
import type { Desktop } from '../app/desktop.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { OpenCampaigns } from '../campaigns/open-campaigns.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import type { ListLibrary } from '../do-not-call/list-library.ts';
import type { NumberMemory } from '../memory/number-memory.ts';
import type { OpenOutbox } from '../outbox/open-outbox.ts';
import type { OpenServers } from '../servers/open-servers.ts';
import { callListHandlers } from './call-list-handlers.ts';
import { importHandlers } from './import-handlers.ts';
import { ImportPlaces } from './import-places.ts';
import { importResultHandlers } from './import-result-handlers.ts';
import { fileServerSession } from './job/file-server-session.ts';
import { ImportJob } from './job/import-job.ts';
import { foundImport } from './job/import-manifest.ts';
import { serviceCaller } from './job/service-caller.ts';
import { SourceWriter } from './job/source-writer.ts';
import { mappingHandlers } from './mapping-handlers.ts';
import { NewMarks } from './marks.ts';
import { OpenCallLists } from './open-call-lists.ts';
import { PreparedFiles } from './prepared-files.ts';
import { PreparedImports } from './prepared-imports.ts';
import { PreparedJobs } from './prepared-jobs.ts';
import { ImportFollower } from './results/import-follower.ts';
import { importTasksOf } from './results/import-tasks.ts';
import { RememberedNumbers } from './remembered-numbers.ts';
import { ShownResults } from './results/shown-results.ts';
import { openTakeBacks } from './take-back/open-take-backs.ts';
import { SentImports } from './sent-before.ts';
import { ImportWitnesses } from './witnesses/import-witnesses.ts';
import { ownSendings } from './witnesses/own-sendings.ts';
import { SentWorkbooks } from './sent-workbooks.ts';

export interface OpenImports {
  readonly writer: SourceWriter;
  readonly follower: ImportFollower;
  /** Never throws: what it only tidies up is left for the next start. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly handlers: Pick<Handlers, 'callLists' | 'mappings' | 'imports' | 'importResults' | 'takeBacks'>;
}

/** Call lists, the imports made from them, and the results of those that were sent. */
export function openImports(
  deps: Pick<OpenConnections, 'clients' | 'missing'> & {
    readonly store: Store;
    readonly outbox: OpenOutbox;
    readonly servers: OpenServers;
    readonly campaigns: OpenCampaigns;
    readonly desktop: Desktop;
    readonly tokens: FileTokens;
    readonly push: Pick<Pushes, 'callLists' | 'importResults'>;
    readonly clock: Clock;
    /** Who was called. */
    readonly memory: NumberMemory;
    /** Lists of numbers that must not be called. */
    readonly doNotCall: ListLibrary;
    /** The bandwidth limit shared by all transfers. */
    readonly pace: Pace;
    /** An import that was sent has ended in the call centre. */
    readonly importEnded: (job: Job, result: ImportResult) => void;
    /** The bundled workers; left out where sources run unbuilt. */
    readonly workers?: { readonly callLists: URL } | undefined;
    readonly logError: (message: string, error: unknown) => void;
  },
): OpenImports {
  const { clients, missing, store, outbox, servers, campaigns, desktop, tokens, push, clock } = deps;
  const worker = deps.workers?.callLists;
  const { queue, files } = outbox;
  const places = async (): Promise<KnownPlaces> => {
    const [memory, library] = await Promise.all([deps.memory.places(), deps.doNotCall.places()]);
    return { ...library, key: memory?.key ?? library.key, sent: memory?.sent };
  };
  const lists = new OpenCallLists(worker, places);
  const writer = new SourceWriter(worker, {
    places,
    keyToWrite: () => deps.memory.keyToWrite(),
    pathOf: (jobId) => files.numbersPath(jobId),
    logError: deps.logError,
  });
  const tasks = importTasksOf({
    clientOf: (to) => clients.from(to),
    unlessMissing: (connectionId, ask) => missing.ask(connectionId, 'queryDataImportTask', ask),
  });
  const { connections, mappings, jobs, sentImports } = store;
  const sent = new SentImports({ sent: sentImports, connections, jobs, now: clock.now });
  const numbers = new RememberedNumbers({
    memory: deps.memory,
    connections,
    settings: store.settings,
    files,
    writer,
    now: clock.now,
    logError: deps.logError,
  });
  const kind = new ImportJob({
    files,
    writer,
    sftp: {
      open: async (server, signal) => fileServerSession(await servers.access.open(server, signal), deps.pace),
    },
    caller: serviceCaller((connectionId) => clients.of(connectionId)),
    witnesses: new ImportWitnesses({
      clientOf: (connectionId) => clients.of(connectionId),
      unlessMissing: (connectionId, name, ask) => missing.ask(connectionId, name, ask),
      statistics: campaigns.statistics,
      zonesOf: (connectionId) => [connections.get(connectionId)?.settings.timeZone ?? ownZone()],
      ...ownSendings({ results: store.importResults, sent: sentImports, jobs, connections }),
      now: clock.now,
    }),
    sent,
    numbers,
    seenAt: (id) => {
      const job = jobs.get(id);
      const times = job?.steps.flatMap(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? 0]) ?? [];
      return Math.max(job?.createdAt ?? 0, job?.updatedAt ?? 0, ...times);
    },
    now: clock.now,
  });
  outbox.addKind(kind, foundImport);
  const shown = new ShownResults(store.importResults, store.takeBacks);
  const follower = new ImportFollower({
    results: store.importResults,
    tasks,
    jobOf: (id) => queue.get(id),
    clock,
    random: Math.random,
    changed: (result) => push.importResults.changed([shown.shown(result)]),
    ended: (followed) => {
      const result = shown.shown(followed);
      numbers.ended(result);
      deps.importEnded(queue.get(result.jobId), result);
    },
  });
  queue.subscribe((changed) => {
    for (const job of changed.jobs) {
      follower.follow(job);
      sent.heard(job);
      numbers.heard(job);
    }
  });
  const importPlaces = new ImportPlaces(servers.directory, campaigns.directory, connections);
  const preparedJobs = new PreparedJobs({ queue, files });
  return {
    writer,
    follower,
    start() {
      try {
        sent.settle();
        void deps.memory.settle((id) => jobs.get(id)?.state === 'done').then(() => deps.memory.prune());
        follower.start();
      } catch (error) {
        deps.logError('results of imports could not be tidied up at the start', error);
      }
    },
    stop: () => follower.stop(),
    close: () => lists.closeAll(),
    handlers: {
      callLists: callListHandlers({
        lists,
        tokens,
        mappings,
        desktop,
        push: push.callLists,
        calledBefore: (asked) => numbers.asked(asked),
        doNotCallLists: (ids) => deps.doNotCall.toApply(ids),
        now: clock.now,
      }),
      mappings: mappingHandlers({ mappings, lists, now: clock.now }),
      imports: importHandlers({
        queue,
        writer,
        lists,
        marks: new NewMarks(),
        places: importPlaces,
        connections,
        serverUsed: servers.used,
        now: clock.now,
        prepared: new PreparedImports({
          jobs: preparedJobs,
          queue,
          files,
          places: importPlaces,
          connections,
          sent,
          now: clock.now,
        }),
        preparedFiles: new PreparedFiles({
          jobs: preparedJobs,
          queue,
          files,
          connections,
          tokens,
          desktop,
          now: clock.now,
          ...(worker && { worker }),
        }),
        sent,
        workbooks: new SentWorkbooks({
          queue,
          files,
          writer: writer.withoutNumbers(),
          tokens,
          desktop,
        }),
      }),
      ...openTakeBacks({
        ...deps,
        changed: (importId) => push.importResults.changed(shown.of([importId])),
      }),
      importResults: importResultHandlers({
        ...{ follower, shown, missing, queue, connections },
        results: store.importResults,
      }),
    },
  };
}
