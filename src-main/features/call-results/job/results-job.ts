import { basename } from 'node:path';
import type { AiccClient } from '../../../aicc/client.ts';
import type { JoinedResults, JoinInput, ResultTitles } from '../../../call-list/results/join-results.ts';
import type { Watch, WriteProgress } from '../../../call-list/watch.ts';
import type { CallResultQuery } from '../../../contract/call-result-rows.ts';
import type { ListBeside } from '../../../contract/call-results.ts';
import { connectionOf, type JobKind, type StepContext, type StepOfKind } from '../../../jobs/job-kind.ts';
import type { JobFiles } from '../../outbox/job-files.ts';
import { notBegun, ResultFetch, type AskedPage, type FetchDeps } from '../fetch-results.ts';
import type { PageStore } from '../result-pages.ts';
import { resultPeriods } from '../result-periods.ts';
import {
  emptyResultsMemory,
  resultsMemoryColumn,
  resultsPayloadColumn,
  type ResultsMemory,
  type ResultsPayload,
} from './results-payload.ts';

/** Asks for pages in the place of a client, and keeps their rows, until it is closed. */
export interface PageReader extends PageStore {
  readonly ask: (client: AiccClient, query: CallResultQuery, signal: AbortSignal) => Promise<AskedPage>;
  readonly close: () => Promise<void>;
}

export interface ResultsJobDeps {
  readonly files: JobFiles;
  /** @throws DialdeskError `not_offered` where the system has no results */
  readonly ask: (
    connectionId: string,
    query: CallResultQuery,
    pages: Pick<PageReader, 'ask'>,
    signal: AbortSignal,
  ) => Promise<AskedPage>;
  /** @param path of the file in which rows are kept */
  readonly openPages: (path: string, periods: number) => Promise<PageReader>;
  /** The call centre's names of its display codes; none where it gives none. */
  readonly names: (connectionId: string, signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  readonly width: FetchDeps['width'];
  /** Asks a connection's call centre once it is its turn. */
  readonly inTurn: <T>(connectionId: string, signal: AbortSignal, ask: () => Promise<T>) => Promise<T>;
  /** Writes the rows that were sent, in template form. @returns why it could not, or `beside` */
  readonly writeList: (
    payload: ResultsPayload,
    path: string,
    watch: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
  ) => Promise<ListBeside>;
  readonly join: (input: JoinInput, watch: Watch<WriteProgress>) => Promise<JoinedResults>;
  readonly titles: (language: 'en' | 'zh') => ResultTitles;
  /** Where to keep what became of each row; its folder is there. */
  readonly outcomesPath: (jobId: string) => Promise<string>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Context = StepContext<ResultsPayload, ResultsMemory>;

/**
 * Fetches what became of an import's numbers (`fetch`), and writes it beside the list's own rows (`results`). The rows
 * are in a file of the outbox while it runs; afterwards there are the workbook, and counts.
 */
export class ResultsJob implements JobKind<ResultsPayload, ResultsMemory> {
  readonly name = 'call-results';
  readonly payload = resultsPayloadColumn;
  readonly memory = resultsMemoryColumn;
  readonly emptyMemory = emptyResultsMemory;
  readonly steps: readonly StepOfKind<ResultsPayload, ResultsMemory>[];
  readonly #files: JobFiles;

  constructor(deps: ResultsJobDeps) {
    this.#files = deps.files;
    this.steps = [
      { id: 'fetch', repeatable: true, run: (context) => fetchAll(deps, context) },
      { id: 'results', repeatable: true, run: (context) => writeAll(deps, context) },
    ];
  }

  /** One at a time for each call centre: side by side they would only take turns. */
  resourceOf(_payload: ResultsPayload, connectionId: string | null, centre?: string): string | null {
    return connectionId && `call-results:${centre ?? connectionId}`;
  }

  summary({ importId, campaignId, campaignName, rows, target }: ResultsPayload) {
    const fileName = basename(target);
    return { kind: 'call-results' as const, importId, campaignId, campaignName, rows, fileName };
  }

  missing(): null {
    return null;
  }

  result({ fetched }: ResultsMemory) {
    return { fetched };
  }

  async discard({ jobId }: Context): Promise<null> {
    await this.#files.remove(jobId);
    return null;
  }
}

async function fetchAll(deps: ResultsJobDeps, context: Context): Promise<'done'> {
  const { jobId, payload, memory, signal } = context;
  const connectionId = connectionOf(context);
  await deps.files.prepare(jobId);
  const until = memory.until ?? deps.now();
  if (memory.until === null) context.remember({ until });
  const periods = resultPeriods(payload.sentAt, until);
  const pages = await deps.openPages(deps.files.resultLinesPath(jobId), periods.length);
  try {
    const fetch = new ResultFetch(
      {
        ask: (query) => deps.ask(connectionId, query, pages, signal),
        pages,
        width: deps.width,
        inTurn: (ask) => deps.inTurn(connectionId, signal, ask),
        keep: (state) => context.remember({ fetch: state }),
        progress: (rows, total) =>
          context.progress(rows, total === null ? null : Math.max(rows, total), 'rows'),
      },
      { campaignId: payload.campaignId, ...(payload.mark !== null && { customField: payload.mark }) },
      periods,
      memory.fetch ?? notBegun,
      signal,
    );
    const { rows } = await fetch.run();
    context.detail({ rows });
  } finally {
    await pages.close();
  }
  context.remember({ names: await deps.names(connectionId, signal) });
  return 'done';
}

async function writeAll(deps: ResultsJobDeps, context: Context): Promise<'done'> {
  const { jobId, payload, memory, signal } = context;
  const { files } = deps;
  const listPath = files.cleanPath(jobId);
  const half = (part: 0 | 1) => (fraction: number) =>
    context.progress(Math.round(((part + fraction) / 2) * payload.rows), payload.rows, 'rows');
  const list = payload.beside
    ? await deps.writeList(payload, listPath, { signal, onProgress: half(0) })
    : 'left_out';
  const names = memory.names ?? {};
  const { counts, superseded } = await deps.join(
    {
      list: list === 'beside' ? listPath : null,
      rows: list === 'beside' ? payload.rows : 0,
      results: files.resultLinesPath(jobId),
      expected: memory.fetch?.rows,
      target: payload.target,
      outcomes: await deps.outcomesPath(jobId),
      // of a whole campaign they are those of other lists
      others: payload.mark !== null,
      titles: deps.titles(payload.language),
      names,
      language: payload.language,
    },
    { signal, onProgress: ({ fraction }) => half(1)(fraction) },
  );
  const { missing = null, cut = false, firstPage = null } = memory.fetch ?? {};
  const used = new Set(counts.failedBy.flatMap(({ resultCode }) => resultCode ?? []));
  context.remember({
    fetched: {
      ...counts,
      list,
      fileName: basename(payload.target),
      missing,
      superseded,
      cut,
      firstPage,
      names: Object.fromEntries(Object.entries(names).filter(([code]) => used.has(code))),
      fetchedAt: deps.now(),
    },
  });
  return 'done';
}
