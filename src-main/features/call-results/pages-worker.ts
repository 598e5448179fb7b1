// A thread of its own for pages of results: ten long answers side by side are megabytes of garbage a second, and the
// thread ends with them. What it may keep of it is little (`pages-in-worker.ts`).
import { readResultPage } from '../../aicc/call-results.ts';
import { ResultLines } from '../../call-list/results/result-lines.ts';
import { serve } from '../../platform/worker-server.ts';
import { ResultPages } from './result-pages.ts';

let pages: ResultPages | undefined;

function opened(): ResultPages {
  if (pages === undefined) throw new Error('no file is open');
  return pages;
}

const calls = {
  open({ path, periods }: { path: string; periods: number }) {
    pages = new ResultPages(new ResultLines(path), periods);
  },
  read(body: Uint8Array) {
    const { rows, total } = readResultPage(body);
    return { ...opened().hold(rows), total };
  },
  restore: (bytes: number) => opened().restore(bytes),
  beginPeriod: () => opened().beginPeriod(),
  take: ({ id, most }: { id: number; most: number }) => opened().take(id, most),
};
export type PagesCalls = typeof calls;

serve(calls);
