// Results of half a million numbers: fetched from a call centre in another process, without its pauses, and written
// beside the list's own rows.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { AiccClient } from '../../src-main/aicc/client.ts';
import { resultNames } from '../../src-main/aicc/call-results.ts';
import { ResultsWorker } from '../../src-main/call-list/results/results-worker.ts';
import { notBegun, ResultFetch } from '../../src-main/features/call-results/fetch-results.ts';
import { PagesInWorker } from '../../src-main/features/call-results/pages-in-worker.ts';
import { resultPeriods } from '../../src-main/features/call-results/result-periods.ts';
import { defaultSigning } from '../../src-main/contract/connections.ts';
import { defineBench } from './framework/bench.ts';
import { benchMark, writeBenchList } from './results/list.ts';

const count = 500_000;
const listOf = (folder: string): string => path.join(folder, `list-${count}.xlsx`);

interface Centre {
  readonly isales: { readonly host: string; readonly port: number };
  readonly ccfs: { readonly host: string; readonly port: number };
  readonly vdnId: number;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly fingerprint256: string;
  readonly campaignId: string;
}

/** A call centre that has dialled them all. */
async function startCentre(): Promise<{ readonly centre: Centre; readonly stop: () => void }> {
  const script = path.resolve('test/bench/results/centre-child.ts');
  const child = spawn(process.execPath, [script, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { centre: JSON.parse(line) as Centre, stop: () => child.kill() };
}

const titles = {
  ...{
    number: 'Number called',
    outcome: 'Outcome',
    code: 'Failure code',
    time: 'Call time',
    callId: 'Call ID',
  },
  ...{
    connected: 'Connected',
    unknown: 'Unknown',
    failed: 'Failed',
    none: 'No result',
    notInList: 'not in it',
  },
};

export default defineBench({
  bundled: true,
  workers: ['src-main/call-list/worker.ts', 'src-main/features/call-results/pages-worker.ts'],
  rounds: 3,
  async prepare(folder) {
    if (!existsSync(listOf(folder))) await writeBenchList(listOf(folder), count);
  },
  tasks: {
    results: async ({ folder, measure }) => {
      const { centre, stop } = await startCentre();
      const own = await mkdtemp(path.join(tmpdir(), 'dialdesk-results-'));
      const { isales, ccfs, vdnId, accessKey, secretKey, fingerprint256, campaignId } = centre;
      const client = new AiccClient(
        {
          ...{ isales, ccfs, vdnId, accessKey, mode: 'saas' as const, signing: defaultSigning },
          trust: { kind: 'pinned', isales: fingerprint256, ccfs: fingerprint256 },
        },
        secretKey,
        { log: { record: () => undefined }, proxyFor: () => Promise.resolve(null), authorities: () => [] },
      );
      const { signal } = new AbortController();
      try {
        let fetchSeconds = 0;
        let rows = 0;
        await measure(async () => {
          const begun = performance.now();
          const periods = resultPeriods(Date.now(), Date.now());
          const pages = await PagesInWorker.open(
            path.join(own, 'results.jsonl'),
            periods.length,
            new URL('pages-worker.js', import.meta.url),
          );
          const fetch = new ResultFetch(
            {
              ask: (query) => pages.ask(client, query),
              pages,
              width: 10,
              inTurn: (ask) => ask(),
              keep: () => undefined,
              progress: () => undefined,
            },
            { campaignId, customField: benchMark },
            periods,
            notBegun,
            signal,
          );
          await fetch.run();
          await pages.close();
          fetchSeconds = (performance.now() - begun) / 1000;
          const { counts } = await new ResultsWorker(new URL('worker.js', import.meta.url)).join(
            {
              ...{
                list: listOf(folder),
                rows: count,
                results: path.join(own, 'results.jsonl'),
                expected: count,
              },
              ...{ target: path.join(own, 'results.xlsx'), outcomes: path.join(own, 'outcomes') },
              ...{ others: true, titles, names: await resultNames(client), language: 'en' as const },
            },
            { signal },
          );
          rows = counts.connected + counts.failed;
        });
        if (rows !== count) throw new Error(`${rows} of ${count} rows have a result`);
        return { fetchSeconds };
      } finally {
        client.close();
        stop();
        await rm(own, { recursive: true, force: true });
      }
    },
  },
  figures: (median) => [
    {
      figure: 'results of 500,000 rows, fetched without pauses and written beside them',
      value: median('results', 'seconds'),
      unit: 's',
      target: { of: 'value', atMost: 60 },
    },
    { figure: 'of that the fetching', value: median('results', 'fetchSeconds'), unit: 's' },
    {
      figure: 'peak memory meanwhile',
      value: median('results', 'peakMB'),
      unit: 'MB',
      target: { of: 'value', atMost: 150 },
    },
  ],
});
