import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resultNames } from '../../aicc/call-results.ts';
import type { ResultTitles } from '../../call-list/results/join-results.ts';
import { ResultsWorker } from '../../call-list/results/results-worker.ts';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { m } from '../../contract/messages/messages.js';
import type { Clock } from '../../platform/clock.ts';
import { onDisk } from '../../platform/system-error.ts';
import type { Desktop } from '../app/desktop.ts';
import type { Store } from '../../store/store.ts';
import { requireChosenFrom } from '../connections/clients.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import type { ImportMemory, ImportPayload } from '../imports/job/import-payload.ts';
import type { OpenImports } from '../imports/open-imports.ts';
import type { OpenOutbox } from '../outbox/open-outbox.ts';
import { callAgain } from './call-again.ts';
import { callResultHandlers } from './call-result-handlers.ts';
import { CentrePace, vendorPace } from './centre-pace.ts';
import { ResultsJob } from './job/results-job.ts';
import { PagesInWorker } from './pages-in-worker.ts';
import { SentList } from './sent-list.ts';

export interface OpenCallResults {
  /** Removes what jobs that are gone have left. Never throws: the next start tries again. */
  readonly start: () => Promise<void>;
  readonly handlers: Pick<Handlers, 'callResults'>;
}

/** What became of the numbers that imports brought: fetched, saved beside the list, and called again. */
export function openCallResults(
  deps: Pick<OpenConnections, 'clients' | 'missing'> & {
    readonly dataFolder: string;
    readonly store: Pick<Store, 'connections'>;
    readonly outbox: OpenOutbox;
    readonly imports: Pick<OpenImports, 'writer'>;
    readonly desktop: Desktop;
    readonly clock: Clock;
    /** The bundled workers; left out where sources run unbuilt. */
    readonly workers?: { readonly callLists: URL; readonly pages: URL } | undefined;
    readonly logError: (message: string, error: unknown) => void;
  },
): OpenCallResults {
  const { clients, missing, outbox, imports, desktop } = deps;
  const { queue, files } = outbox;
  const folder = join(deps.dataFolder, 'call-results');
  const worker = new ResultsWorker(deps.workers?.callLists);
  const pace = new CentrePace(deps.clock);
  const outcomesPath = async (jobId: string): Promise<string> => {
    await onDisk(mkdir(folder, { recursive: true }), 'call results');
    return join(folder, `${jobId}.outcomes`);
  };
  const sentList = new SentList({
    writer: imports.writer.withoutNumbers(),
    payloadOf: (id) => queue.payload(id) as ImportPayload,
    memoryOf: (id) => queue.memory(id) as ImportMemory,
  });
  outbox.addKind(
    new ResultsJob({
      files,
      ask: async (connectionId, query, pages, signal) => {
        const client = await clients.of(connectionId);
        const page = await missing.ask(connectionId, 'callresult', () => pages.ask(client, query, signal));
        if (page === null) throw new DialdeskError('not_offered', 'this system has no results of calls');
        return page;
      },
      openPages: (path, periods) => PagesInWorker.open(path, periods, deps.workers?.pages),
      names: async (connectionId, signal) => {
        const client = await clients.of(connectionId);
        try {
          return (
            (await missing.ask(connectionId, 'queryOBSResults', () => resultNames(client, { signal }))) ?? {}
          );
        } catch (error) {
          // a refusal says nothing about the results, which are there
          if (error instanceof DialdeskError && error.code === 'result_code') return {};
          throw error;
        }
      },
      width: vendorPace.width,
      inTurn: (connectionId, signal, ask) =>
        pace.inTurn(deps.store.connections.centreOf(connectionId) ?? connectionId, signal, ask),
      writeList: ({ importId, found }, path, watch) => sentList.write(importId, importId, found, path, watch),
      join: (input, watch) => worker.join(input, watch),
      titles,
      outcomesPath,
      now: deps.clock.now,
    }),
  );
  return {
    async start() {
      for (const name of await readdir(folder).catch(() => [])) {
        try {
          if (!isKept(name)) await rm(join(folder, name), { force: true });
        } catch (error) {
          // one that somebody holds must not keep the others
          deps.logError('results of calls could not be tidied up at the start', error);
        }
      }
    },
    handlers: {
      callResults: callResultHandlers({
        queue,
        desktop,
        missing,
        sentList,
        requireCentre({ connectionId, centre }) {
          if (connectionId !== null) requireChosenFrom(deps.store.connections, { connectionId, centre });
        },
        callAgain: (sent, results, wish) =>
          callAgain(
            {
              ...{ queue, files, sentList, outcomesPath },
              worker: deps.workers?.callLists,
              choose: (chosen) => worker.choose(chosen),
            },
            sent,
            results,
            wish,
          ),
      }),
    },
  };

  /** Whether the job that a file belongs to is still there. */
  function isKept(name: string): boolean {
    try {
      return queue.get(name.replace(/\.outcomes$/, '')).kind === 'call-results';
    } catch (error) {
      if (error instanceof DialdeskError && error.code === 'not_found') return false;
      throw error;
    }
  }
}

/** The words of a workbook of results. */
function titles(language: 'en' | 'zh'): ResultTitles {
  const locale = { locale: language };
  return {
    number: m.call_results_column_number({}, locale),
    outcome: m.call_results_column_outcome({}, locale),
    code: m.call_results_column_code({}, locale),
    time: m.call_results_column_time({}, locale),
    callId: m.call_results_column_call_id({}, locale),
    connected: m.call_results_connected({}, locale),
    unknown: m.call_results_unknown({}, locale),
    failed: m.call_results_failed({}, locale),
    none: m.call_results_none({}, locale),
    notInList: m.call_results_not_in_list({}, locale),
  };
}
