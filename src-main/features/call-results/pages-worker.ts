// A thread of its own for pages of results: asking for them and reading ten long answers side by side makes megabytes of
// garbage a second, and the thread ends with them. What it may keep of it is little (`pages-in-worker.ts`).
import { AsyncLocalStorage } from 'node:async_hooks';
import { callResults, readResultPage } from '../../aicc/call-results.ts';
import type { AiccClient, HandedClient } from '../../aicc/client.ts';
import { clientFrom } from '../../aicc/handed-client.ts';
import type { RequestLogEntry } from '../../aicc/request-log.ts';
import { giveBack } from '../../call-list/random-access.ts';
import { ResultLines } from '../../call-list/results/result-lines.ts';
import type { CallResultQuery } from '../../contract/call-result-rows.ts';
import type { Watch } from '../../platform/worker-protocol.ts';
import { serve } from '../../platform/worker-server.ts';
import { ResultPages } from './result-pages.ts';

let pages: ResultPages | undefined;
/** Whoever has asked for what is recorded. */
const asking = new AsyncLocalStorage<(entry: RequestLogEntry) => void>();
/** The client of the latest question, whose sockets are kept as long as it leads to the same place. */
let last: { readonly of: string; readonly client: AiccClient } | undefined;

function opened(): ResultPages {
  if (pages === undefined) throw new Error('no file is open');
  return pages;
}

function clientOf(handed: HandedClient): AiccClient {
  const of = JSON.stringify(handed);
  if (last?.of !== of) {
    last?.client.close();
    last = { of, client: clientFrom(handed, { record: (entry) => asking.getStore()?.(entry) }) };
  }
  return last.client;
}

const calls = {
  open({ path, periods }: { path: string; periods: number }) {
    pages = new ResultPages(new ResultLines(path), periods);
  },
  ask(
    { handed, query }: { handed: HandedClient; query: CallResultQuery },
    { signal, onProgress = () => undefined }: Watch<RequestLogEntry>,
  ) {
    const read = (body: Uint8Array) => {
      const { rows, total } = readResultPage(body);
      const held = opened().hold(rows);
      giveBack(body);
      return { ...held, total };
    };
    return asking.run(onProgress, () => callResults(clientOf(handed), query, read, { signal }));
  },
  restore: (bytes: number) => opened().restore(bytes),
  beginPeriod: () => opened().beginPeriod(),
  take: ({ id, most }: { id: number; most: number }) => opened().take(id, most),
};
export type PagesCalls = typeof calls;

serve(calls);
