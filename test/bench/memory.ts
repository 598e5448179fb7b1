// Who was called: what comparing with remembered numbers adds to a check of 500,000 rows, and what remembering costs.
import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { randomFillSync } from 'node:crypto';
import * as v from 'valibot';
import { CheckOptions } from '../../src-main/contract/call-list.ts';
import { CallListEngine } from '../../src-main/call-list/engine.ts';
import { Fingerprints, NumberCipher, sorted } from '../../src-main/call-list/known/fingerprints.ts';
import { writeNumberFile } from '../../src-main/call-list/known/number-file.ts';
import { benchFile, makeFiles } from './call-list/files.ts';
import { defineBench, type Figure, type MedianOf, type Task } from './framework/bench.ts';

const key = new Uint8Array(32).fill(3);
const list = 500_000;
const connectionId = '00000000-0000-4000-8000-000000000000';
const now = new Date('2026-11-01T09:00:00Z');
const sizes = [10, 50] as const;

const memoryOf = (folder: string, millions: number): string => path.join(folder, `memory-${millions}m`);

/** Imports of 500,000 numbers each, sent a day apart; their fingerprints are like any others. */
async function makeMemory(folder: string, millions: number): Promise<void> {
  const target = memoryOf(folder, millions);
  if (await stat(target).catch(() => null)) return;
  const made = `${target}.part`;
  await mkdir(made, { recursive: true });
  const { keyId } = new NumberCipher(key);
  for (let i = 0; i < millions * 2; i += 1) {
    const numbers = new Fingerprints(list);
    for (const column of [numbers.high, numbers.middle, numbers.low]) randomFillSync(column);
    const jobId = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
    const about = {
      jobId,
      name: `import ${i}`,
      sourceName: 'list.xlsx',
      centre: 'bench',
      campaignId: `campaign ${i % 5}`,
      campaignName: null,
      at: now.getTime() - (i + 1) * 86_400_000,
    };
    const head = { keyId, home: '86', about };
    await writeNumberFile(path.join(made, `${jobId}.00000000.sent`), head, [sorted(numbers).fingerprints]);
  }
  await rename(made, target);
}

const check =
  (millions?: number): Task =>
  async ({ folder, measure }) => {
    const options = v.parse(CheckOptions, {
      calledBefore: { action: 'leave-out', days: 90, campaignId: null, connectionId, centre: 'bench' },
    });
    const places = millions === undefined ? undefined : { key, sent: memoryOf(folder, millions) };
    await measure(async () => {
      const engine = await CallListEngine.open(benchFile(folder, 'inline.xlsx'));
      const { ready, calledBefore } = await engine.check(options, {}, now, places);
      await engine.close();
      if (ready !== list || (calledBefore?.notCompared ?? 0) > 0)
        throw new Error(JSON.stringify(calledBefore));
    });
    return undefined;
  };

/** Fingerprints of the numbers of 500,000 rows that have been checked, on the disk. */
const remember: Task = async ({ folder, measure }) => {
  const engine = await CallListEngine.open(benchFile(folder, 'inline.xlsx'));
  await engine.check(v.parse(CheckOptions, {}));
  const file = path.join(folder, 'numbers');
  const numbers = await measure(() => engine.checked.writeNumbers({ path: file, key }));
  await engine.close();
  return { bytesEach: (await stat(file)).size / numbers };
};

const taskOf = (millions: number): string => `check with ${millions} million`;

function added(median: MedianOf, millions: number, atMost: number): Figure[] {
  const [with_, without] = [taskOf(millions), 'check'];
  const adds = (measure: string): number => median(with_, measure) - median(without, measure);
  return [
    {
      figure: `${millions} million remembered numbers add to a check of 500,000`,
      value: adds('seconds'),
      unit: 's',
      target: { of: 'value', atMost },
    },
    {
      figure: `${millions} million remembered numbers add to its peak memory`,
      value: adds('peakMB'),
      unit: 'MB',
      target: { of: 'value', atMost: 64 },
    },
  ];
}

export default defineBench({
  bundled: true,
  rounds: 5,
  prepare: async (folder) => {
    await makeFiles(folder);
    for (const millions of sizes) await makeMemory(folder, millions);
  },
  tasks: {
    check: check(),
    ...Object.fromEntries(sizes.map((millions) => [taskOf(millions), check(millions)])),
    remember,
  },
  figures: (median) => [
    ...added(median, 10, 0.5),
    ...added(median, 50, 1.5),
    {
      figure: 'remembering 500,000 rows (625,000 numbers)',
      value: median('remember', 'seconds'),
      unit: 's',
      target: { of: 'value', atMost: 0.5 },
    },
    {
      figure: 'on the disk for each number',
      value: median('remember', 'bytesEach'),
      unit: 'bytes',
      target: { of: 'value', atMost: 12 },
    },
  ],
});
