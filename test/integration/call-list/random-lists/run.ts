// Random lists, written by openpyxl, XlsxWriter, LibreOffice and by hand, read by Dialdesk and by two readers that
// aren't ours; by hand, because it takes programs that the suite doesn't install:
//
//     apt-get install libreoffice-calc-nogui python3-openpyxl python3-xlsxwriter
//     node test/integration/call-list/random-lists/run.ts 20000
//
// The suite reads a few hundred of those written by hand (random-lists.test.ts). A second number is the first seed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { readRows } from '../../../support/read-rows.ts';
import { workbookByHand } from './by-hand.ts';
import { delimitedText } from './delimited.ts';
import { randomList, shown, shownNumber, type RandomCell, type RandomList } from './random-list.ts';

const makers = ['openpyxl', 'xlsxwriter', 'libreoffice', 'hand', 'csv'] as const;
type Maker = (typeof makers)[number];

const peers = join(dirname(new URL(import.meta.url).pathname), 'peers.py');
const total = Number(process.argv[2] ?? 500);
const firstSeed = Number(process.argv[3] ?? 1);
/** As many lists as are in a folder at a time. */
const chunk = 500;

interface Counts {
  lists: number;
  cells: number;
  different: number;
  /** Lists that a reader refused, or read otherwise than they were written and Dialdesk reads them. */
  byReader: Record<string, number>;
}
const counts = Object.fromEntries(
  makers.map((maker) => [maker, { lists: 0, cells: 0, different: 0, byReader: {} }]),
) as Record<Maker, Counts>;

async function compareChunk(folder: string, seed: number, size: number): Promise<void> {
  const lists = new Map<string, RandomList>();
  for (let index = seed; index < seed + size; index += 1) {
    const maker = makers[index % makers.length] ?? 'hand';
    // openpyxl writes _x0041_ as it stands, which says A; LibreOffice is given its lists by openpyxl.
    const list = randomList(index, { underscores: maker !== 'openpyxl' && maker !== 'libreoffice' });
    const name = `${index}.${maker}`;
    lists.set(name, list);
    if (maker === 'hand') writeFileSync(join(folder, `${name}.xlsx`), workbookByHand(list, index));
    else if (maker === 'csv') {
      const { bytes, ...form } = delimitedText(list, index);
      writeFileSync(join(folder, `${name}.csv`), bytes);
      writeFileSync(join(folder, `${name}.form.json`), JSON.stringify(form));
    } else writeFileSync(join(folder, `${name}.list.json`), JSON.stringify(list));
  }
  execFileSync('/usr/bin/python3', [peers, 'write', folder]);
  convert(folder);
  execFileSync('/usr/bin/python3', [peers, 'read', folder]);
  for (const [name, list] of lists) await compareList(folder, name, list);
}

/** Has LibreOffice read its workbooks and write them again. */
function convert(folder: string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.libreoffice.xlsx'));
  const out = join(folder, 'out');
  mkdirSync(out);
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${join(folder, 'profile')}`,
      ...['--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', out],
      ...files.map((name) => join(folder, name)),
    ],
    { stdio: 'ignore' },
  );
  for (const name of files) writeFileSync(join(folder, name), readFileSync(join(out, name)));
}

async function compareList(folder: string, name: string, list: RandomList): Promise<void> {
  const maker = name.split('.')[1] as Maker;
  const count = counts[maker];
  count.lists += 1;
  count.cells += list.reduce((sum, row) => sum + row.length, 0);
  const isText = maker === 'csv';
  const path = join(folder, `${name}.${isText ? 'csv' : 'xlsx'}`);
  const form = isText
    ? (JSON.parse(readFileSync(join(folder, `${name}.form.json`), 'utf8')) as {
        delimiter: ',';
        encoding: 'utf-8';
      })
    : undefined;
  const rows = await readRows(path, form ?? {});
  const read = list.map((row, index) => padded(rows[index + 1] ?? [], row.length));
  const meant = list.map((row) => row.map(shown));
  const readers: Record<string, unknown[][] | undefined> = {
    [isText ? 'csv' : 'openpyxl']: rowsIn(join(folder, `${name}.read.json`)),
    ...(form === undefined
      ? { hucre: await byHucre(path) }
      : {
          'csv-parse': parse(readFileSync(path).toString(form.encoding), {
            delimiter: form.delimiter,
            bom: true,
            relax_column_count: true,
          }),
        }),
  };
  if (Object.keys(rows).length !== list.length || !isSame(read, meant)) {
    count.different += 1;
    console.log(`${name}: Dialdesk`, differences(read, meant));
  }
  for (const [reader, found] of Object.entries(readers)) {
    const texts = found && list.map((row, r) => row.map((cell, c) => textOf(found[r]?.[c], cell)));
    if (texts !== undefined && isSame(texts, read)) continue;
    count.byReader[reader] = (count.byReader[reader] ?? 0) + 1;
    if (process.env['DIALDESK_SHOW'] !== undefined)
      console.log(`${name}: ${reader}`, texts ? differences(texts, read) : 'refused');
  }
}

const padded = (row: readonly string[], width: number): string[] =>
  Array.from({ length: Math.max(row.length, width) }, (_, column) => row[column] ?? '');
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function differences(read: readonly string[][], meant: readonly string[][]): unknown {
  return meant.flatMap((row, r) =>
    row.flatMap((text, c) => (read[r]?.[c] === text ? [] : [[r + 1, c, read[r]?.[c], text]])),
  )[0];
}

function rowsIn(path: string): unknown[][] | undefined {
  const found = JSON.parse(readFileSync(path, 'utf8')) as unknown[][] | { refused: string };
  return Array.isArray(found) ? found : undefined;
}

async function byHucre(path: string): Promise<unknown[][] | undefined> {
  try {
    return (await readXlsx(readFileSync(path))).sheets[0]?.rows;
  } catch {
    return undefined;
  }
}

/** A value of another reader as the text that the cell shows. */
function textOf(value: unknown, cell: RandomCell): string {
  const format = cell.kind === 'number' ? cell.format : 'General';
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return shownNumber(value, format);
  const moment =
    value instanceof Date
      ? new Date(Math.round(value.getTime() / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ')
      : (value as { moment: string }).moment;
  return format === 'yyyy-mm-dd' ? moment.slice(0, 10) : moment;
}

for (let done = 0; done < total; done += chunk) {
  const folder = mkdtempSync(join(tmpdir(), 'random-lists-'));
  try {
    await compareChunk(folder, firstSeed + done, Math.min(chunk, total - done));
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(JSON.stringify({ lists: done + chunk, ...counts }));
}
process.exitCode = makers.some((maker) => counts[maker].different > 0) ? 1 : 0;
