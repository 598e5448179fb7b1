// The call list engine: reading and checking 500,000 rows, and writing them. 500,000 is the limit of one import.
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { CheckOptions } from '../../src-main/contract/call-list.ts';
import { CallListEngine } from '../../src-main/call-list/engine.ts';
import { checkSource } from '../../src-main/call-list/check-source.ts';
import { describeSource } from '../../src-main/call-list/describe-source.ts';
import { rowMapper } from '../../src-main/call-list/row-mapper.ts';
import { CallListSession, type SessionOptions } from '../../src-main/call-list/session.ts';
import { openSource } from '../../src-main/call-list/source.ts';
import type { Mapping } from '../../src-main/contract/mapping.ts';
import { benchFile, makeFiles } from './call-list/files.ts';
import { goodRow, ownMapping } from './call-list/rows.ts';
import { checkWithC, compileReference } from './call-list/reference.ts';
import { inflateOnly, checkWithExceljs, checkWithHucre, writeWithExceljs } from './call-list/peers.ts';
import { defineBench, type Figure, type MedianOf, type SlowTask, type Task } from './framework/bench.ts';

const list = 500_000;

const check =
  (name: string, rows: number, ready: number): Task =>
  async ({ folder, measure }) => {
    await measure(async () => {
      const engine = await CallListEngine.open(benchFile(folder, name));
      const summary = await engine.check(v.parse(CheckOptions, {}));
      await engine.close();
      if (summary.rows !== rows || summary.ready !== ready) throw new Error(JSON.stringify(summary));
    });
    return undefined;
  };

/** A list that has been checked, with a list of 20,000 numbers not to be called, of which it has half; then without. */
const checkAgain =
  (isGiven: boolean): Task =>
  async ({ folder, measure }) => {
    const doNotCall = path.join(folder, 'do-not-call.txt');
    const numbers = Array.from({ length: 20_000 }, (_, i) => (goodRow(i * 50)[1] ?? '').slice(14, 25));
    await writeFile(doNotCall, numbers.join('\n'));
    const engine = await CallListEngine.open(benchFile(folder, 'inline.xlsx'));
    const [without, with_] = [{}, { doNotCall }].map((options) => v.parse(CheckOptions, options));
    if (without === undefined || with_ === undefined) throw new Error('no options');
    const [before, after] = isGiven ? [without, with_] : [with_, without];
    await engine.check(before);
    const { checker } = engine.checked;
    const { ready } = await measure(() => engine.check(after));
    if (engine.checked.checker !== checker) throw new Error('the list was read again');
    if (ready !== list - (isGiven ? list / 50 : 0)) throw new Error(`${ready} rows are ready`);
    await engine.close();
    return undefined;
  };

/** A list with columns of its own, through the module or row by row. */
const checkOwn =
  (name: string, withoutUsualRows: boolean): Task =>
  async ({ folder, measure }) => {
    await measure(async () => {
      const options = v.parse(CheckOptions, { mapping: ownMapping });
      const source = await openSource(benchFile(folder, name));
      const info = await describeSource(source, options);
      const mapper = rowMapper(info, options.mapping);
      const checker = await checkSource(source, info, mapper, options, { now: new Date(), withoutUsualRows });
      await source.close();
      if (checker.readyRows !== list) throw new Error(`${checker.readyRows} rows are ready`);
    });
    return undefined;
  };

/** What the app does from the moment it has a file of 50,000 rows: in a new thread, or in that of the list before. */
const inApp =
  (isWarm: boolean): Task =>
  async ({ folder, measure }) => {
    const file = benchFile(folder, 'inline-50k.xlsx');
    const workerUrl = new URL('worker.js', import.meta.url);
    const opened = async (worker?: SessionOptions['worker']): Promise<CallListSession> => {
      const session = await CallListSession.open(file, { workerUrl, worker });
      const { ready } = await session.check(v.parse(CheckOptions, {}));
      if (ready !== 50_000) throw new Error(`${ready} rows are ready`);
      return session;
    };
    const before = isWarm ? await (await opened()).release() : undefined;
    const session = await measure(() => opened(before));
    await session.close();
    return undefined;
  };

const onFile =
  (name: string, work: (file: string, rows: number) => Promise<void>): Task =>
  async ({ folder, measure }) => {
    await measure(() => work(benchFile(folder, name), list));
    return undefined;
  };

/** A program in C on the same file: it measures itself, without its start and without the process that waits for it. */
const inC =
  (name: string, rows: number, ready: number): Task =>
  ({ folder }) =>
    checkWithC(folder, benchFile(folder, name), { rows, ready });

/** Peers that take ten seconds and more; one round of them says enough. */
const once = (run: Task): SlowTask => ({ rounds: 1, run });

/** Writes what is ready of a list that has been checked: by the module, or each row by itself. */
const writeClean =
  (name: string, mapping: Mapping | undefined, isPlain = false): Task =>
  async ({ folder, measure }) => {
    const engine = await CallListEngine.open(benchFile(folder, name));
    await engine.check(v.parse(CheckOptions, { mapping }));
    if (isPlain) withoutModule();
    const target = path.join(folder, 'written.xlsx');
    const { rows } = await measure(() => engine.checked.writeClean(target));
    await engine.close();
    if (rows !== list) throw new Error(`${rows} rows were written`);
    return { writtenMB: (await stat(target)).size / 1e6 };
  };

/** As on a machine that has no memory for the module. */
function withoutModule(): void {
  const wasm = Reflect.get(globalThis, 'WebAssembly') as object;
  Reflect.set(wasm, 'Instance', function none(): never {
    throw new RangeError('no memory');
  });
}

const forms = ['inline', 'shared', 'libreoffice'] as const;
const mostPeak = { inline: 140, shared: 260, libreoffice: 260 };

/** The figures of one form of file. */
function reading(form: (typeof forms)[number], median: MedianOf): Figure[] {
  const seconds = median(`check ${form}`, 'seconds');
  const against = (peer: string, task: string, atLeast: number): Figure => ({
    figure: `check ${form}: times faster than with ${peer}`,
    value: median(task, 'seconds'),
    unit: 's',
    peer,
    ratio: median(task, 'seconds') / seconds,
    target: { of: 'ratio', atLeast },
  });
  return [
    {
      figure: `check ${form}: cost of inflating alone`,
      value: seconds,
      unit: 's',
      peer: 'node:zlib',
      ratio: seconds / median(`inflate ${form}`, 'seconds'),
      target: { of: 'ratio', atMost: 4.5 },
    },
    {
      figure: `check ${form}: time of one thread in C with zlib`,
      value: seconds,
      unit: 's',
      peer: 'reference in C',
      ratio: seconds / median(`C ${form}`, 'seconds'),
      target: { of: 'ratio', atMost: 1 },
    },
    {
      figure: `check ${form}: processor time of the same`,
      value: median(`check ${form}`, 'cpuSeconds'),
      unit: 's',
      peer: 'reference in C',
      ratio: median(`check ${form}`, 'cpuSeconds') / median(`C ${form}`, 'cpuSeconds'),
    },
    {
      figure: `check ${form}: peak memory`,
      value: median(`check ${form}`, 'peakMB'),
      unit: 'MB',
      target: { of: 'value', atMost: mostPeak[form] },
    },
    against('exceljs', `exceljs ${form}`, 15),
    ...(form === 'libreoffice' ? [] : [against('hucre', `hucre ${form}`, 12)]),
  ];
}

/** What a further row costs, in microseconds, between two sizes of file; what a start costs falls out. */
function costOfRow(
  small: [task: string, rows: number],
  large: [task: string, rows: number],
  median: MedianOf,
): number {
  const seconds = median(large[0], 'seconds') - median(small[0], 'seconds');
  return (seconds / (large[1] - small[1])) * 1e6;
}

/** Whether cost grows linearly: the rows after the 500,000th against those before. */
function linearity(median: MedianOf): Figure {
  const half: [string, number] = ['check inline', list];
  const above = costOfRow(half, ['check 1,000,000', 1_000_000], median);
  return {
    figure: 'check: cost of a row beyond 500,000',
    value: above,
    unit: 'us',
    peer: 'a row between 50,000 and 500,000',
    ratio: above / costOfRow(['check 50,000', 50_000], half, median),
    target: { of: 'ratio', atMost: 1.2 },
  };
}

export default defineBench({
  bundled: true,
  workers: ['src-main/call-list/worker.ts'],
  rounds: 3,
  prepare: async (folder) => {
    await makeFiles(folder);
    await compileReference(folder);
  },
  tasks: {
    ...Object.fromEntries(
      forms.flatMap((form) => [
        [`inflate ${form}`, onFile(`${form}.xlsx`, inflateOnly)],
        [`check ${form}`, check(`${form}.xlsx`, list, list)],
        [`C ${form}`, inC(`${form}.xlsx`, list, list)],
      ]),
    ),
    'check messy': check('messy.xlsx', list, list - list / 5),
    'C messy': inC('messy.xlsx', list, list - list / 5),
    'do-not-call list given after the check': checkAgain(true),
    'do-not-call list taken away after the check': checkAgain(false),
    'check CSV': check('list.csv', list, list),
    'check own columns': checkOwn('own.xlsx', false),
    'check own columns, each row': checkOwn('own.xlsx', true),
    'check own columns, CSV': checkOwn('own.csv', false),
    'check own columns, CSV, each row': checkOwn('own.csv', true),
    'check 50,000': check('inline-50k.xlsx', 50_000, 50_000),
    'app: first 50,000': inApp(false),
    'app: next 50,000': inApp(true),
    'check 1,000,000': check('inline-1m.xlsx', 1_000_000, 1_000_000),
    write: writeClean('list.csv', undefined),
    'write, each row': writeClean('list.csv', undefined, true),
    'write own columns': writeClean('own.xlsx', ownMapping),
    'write own columns, each row': writeClean('own.xlsx', ownMapping, true),
    'exceljs write': once(async ({ folder, measure }) => {
      const target = path.join(folder, 'exceljs.xlsx');
      await measure(() => writeWithExceljs(benchFile(folder, 'list.csv'), target));
      return undefined;
    }),
    ...Object.fromEntries(
      forms.map((form) => [`exceljs ${form}`, once(onFile(`${form}.xlsx`, checkWithExceljs))]),
    ),
    'hucre inline': once(onFile('inline.xlsx', checkWithHucre)),
    'hucre shared': once(onFile('shared.xlsx', checkWithHucre)),
  },
  figures: (median) => [
    ...forms.flatMap((form) => reading(form, median)),
    {
      figure: 'check with 20 % bad rows: cost of a clean file',
      value: median('check messy', 'seconds'),
      unit: 's',
      peer: 'check inline',
      ratio: median('check messy', 'seconds') / median('check inline', 'seconds'),
      target: { of: 'ratio', atMost: 1.5 },
    },
    {
      figure: 'check with 20 % bad rows: time of one thread in C, which keeps nothing of them',
      value: median('check messy', 'seconds'),
      unit: 's',
      peer: 'reference in C',
      ratio: median('check messy', 'seconds') / median('C messy', 'seconds'),
    },
    ...['given', 'taken away'].map((how): Figure => {
      const task = `do-not-call list ${how} after the check`;
      return {
        figure: `${task} of 500,000 rows`,
        value: median(task, 'seconds'),
        unit: 's',
        peer: 'the check',
        ratio: median(task, 'seconds') / median('check inline', 'seconds'),
        target: { of: 'value', atMost: 0.15 },
      };
    }),
    {
      figure: 'check CSV: time of the same rows inline',
      value: median('check CSV', 'seconds'),
      unit: 's',
      peer: 'check inline',
      ratio: median('check CSV', 'seconds') / median('check inline', 'seconds'),
    },
    ...['check own columns', 'check own columns, CSV'].flatMap((task): Figure[] => [
      {
        figure: `${task}: time of looking at each row`,
        value: median(task, 'seconds'),
        unit: 's',
        peer: 'each row looked at',
        ratio: median(task, 'seconds') / median(`${task}, each row`, 'seconds'),
        target: { of: 'ratio', atMost: 0.6 },
      },
      {
        figure: `${task}: peak memory`,
        value: median(task, 'peakMB'),
        unit: 'MB',
        target: { of: 'value', atMost: 140 },
      },
    ]),
    { figure: 'check 50,000 rows', value: median('check 50,000', 'seconds'), unit: 's' },
    {
      figure: 'open and check 50,000 rows in the thread of the list before',
      value: median('app: next 50,000', 'seconds'),
      unit: 's',
      peer: 'in a new thread',
      ratio: median('app: next 50,000', 'seconds') / median('app: first 50,000', 'seconds'),
      target: { of: 'value', atMost: 0.25 },
    },
    { figure: 'check 1,000,000 rows', value: median('check 1,000,000', 'seconds'), unit: 's' },
    linearity(median),
    ...['write', 'write own columns'].flatMap((task): Figure[] => [
      {
        figure: `${task}: time of looking at each row`,
        value: median(task, 'seconds'),
        unit: 's',
        peer: 'each row looked at',
        ratio: median(task, 'seconds') / median(`${task}, each row`, 'seconds'),
        target: { of: 'ratio', atMost: 0.6 },
      },
      {
        figure: `${task}: size of the workbook`,
        value: median(task, 'writtenMB'),
        unit: 'MB',
        peer: 'each row looked at',
        ratio: median(task, 'writtenMB') / median(`${task}, each row`, 'writtenMB'),
        target: { of: 'ratio', atMost: 1.05 },
      },
    ]),
    {
      figure: 'write from CSV',
      value: median('write', 'seconds'),
      unit: 's',
      target: { of: 'value', atMost: 2.5 },
    },
    {
      figure: 'write from CSV: times faster than exceljs',
      value: median('exceljs write', 'seconds'),
      unit: 's',
      peer: 'exceljs',
      ratio: median('exceljs write', 'seconds') / median('write', 'seconds'),
      target: { of: 'ratio', atLeast: 3.5 },
    },
    {
      figure: 'write from CSV: peak memory',
      value: median('write', 'peakMB'),
      unit: 'MB',
      peer: 'exceljs',
      ratio: median('write', 'peakMB') / median('exceljs write', 'peakMB'),
      target: { of: 'value', atMost: 150 },
    },
  ],
});
