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
/** A client, and how many questions are asked through it. */
interface Asker {
  readonly of: string;
  readonly client: AiccClient;
  asking: number;
}
/** Of the latest question, whose sockets are kept as long as the next leads to the same place. */
let last: Asker | undefined;

function opened(): ResultPages {
  if (pages === undefined) throw new Error('no file is open');
  return pages;
}

/** Asks through the client that was handed over. Another proxy or setting ends none of the questions asked before. */
async function through<T>(handed: HandedClient, ask: (client: AiccClient) => Promise<T>): Promise<T> {
  const of = JSON.stringify(handed);
  if (last?.of !== of) {
    const before = last;
    last = {
      of,
      client: clientFrom(handed, { record: (entry) => asking.getStore()?.(entry) }),
      asking: 0,
    };
    if (before?.asking === 0) before.client.close();
  }
  const asker = last;
  asker.asking += 1;
  try {
    return await ask(asker.client);
  } finally {
    asker.asking -= 1;
    if (asker.asking === 0 && asker !== last) asker.client.close();
  }
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
    return asking.run(onProgress, () =>
      through(handed, (client) => callResults(client, query, read, { signal })),
    );
  },
  restore: (bytes: number) => opened().restore(bytes),
  beginPeriod: () => opened().beginPeriod(),
  take: ({ id, most }: { id: number; most: number }) => opened().take(id, most),
};
export type PagesCalls = typeof calls;

serve(calls);
