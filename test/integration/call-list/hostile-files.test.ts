import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { UnreadableReason } from '../../../src-main/contract/call-list.ts';
import { largeWorkbook } from '../../support/large-workbook.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, mainNamespace, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive, type ArchiveEntry } from '../../support/zip-archive.ts';

const child = new URL('../../support/measured-check.ts', import.meta.url);
/**
 * What a file made to do harm may cost: so many times the processor time of a harmless list, checked by the same command
 * on the same machine. The dearest of them comes to about four times; work that grows with the square of its size
 * comes to hundreds, or never ends.
 */
const harmlessRows = 50_000;
const mostTimes = 10;
const mostMB = 300;

interface Cost {
  readonly status: number;
  readonly cpuSeconds: number;
  readonly peakMB: number;
}

/** Runs the command in a process of its own. @returns what it cost, and what it said on standard error */
function check(path: string): Promise<Cost & { readonly said: string }> {
  return new Promise((resolve, reject) => {
    const running = fork(child, [path, '--json'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let cost: Cost | undefined;
    let said = '';
    running.stderr?.setEncoding('utf8').on('data', (part: string) => (said += part));
    running.on('message', (message) => (cost = message as Cost));
    running.on('close', () => {
      if (cost === undefined) reject(new Error(`The command ended without a word of its cost. ${said}`));
      else resolve({ ...cost, said });
    });
  });
}

const rows = inlineRows([['called'], ['[{"calledNo":"1"}]']]);
const header = '<row r="1"><c r="A1" t="inlineStr"><is><t>called</t></is></c></row>';

/** A part made of many pieces, longer than one string may be. */
const joined = (before: string, count: number, piece: (index: number) => string, after: string): Buffer =>
  Buffer.concat([
    Buffer.from(before),
    ...Array.from({ length: count }, (_, i) => Buffer.from(piece(i))),
    Buffer.from(after),
  ]);
const sheetOf = (count: number, piece: (index: number) => string): Buffer =>
  zipArchive(
    workbookParts({
      sheet: joined(
        `<worksheet xmlns="${mainNamespace}"><sheetData>${header}`,
        count,
        piece,
        '</sheetData></worksheet>',
      ),
    }),
  );
const stringsOf = (count: number, piece: (index: number) => string): Buffer =>
  zipArchive(
    workbookParts({ rows, stringsPart: joined(`<sst xmlns="${mainNamespace}">`, count, piece, '</sst>') }),
  );
const changed = (name: string, change: (entry: ArchiveEntry) => Partial<ArchiveEntry>): Buffer =>
  zipArchive(
    workbookParts({ rows, formats: [0] }).map((entry) =>
      entry.name === name ? { ...entry, ...change(entry) } : entry,
    ),
  );
const sheet = 'xl/worksheets/sheet1.xml';

/** A text of no pattern, which hardly compresses. */
const noise = (seed: number): string => Math.imul(seed + 1, 2_654_435_761).toString(36);

/** A file, and why it is refused; without a reason, that it is checked, within the same bounds. */
const files: readonly (readonly [
  what: string,
  file: () => Buffer | string,
  reason?: UnreadableReason | undefined,
  name?: string,
])[] = [
  ['a bomb', () => changed(sheet, () => ({ data: Buffer.alloc(70 << 20, ' ') })), 'bomb'],
  [
    'a bomb that lies about its size',
    () => changed(sheet, () => ({ data: Buffer.alloc(70 << 20, ' '), claims: { size: 5000 } })),
    'damaged',
  ],
  ['overlapping entries', () => changed(sheet, () => ({ claims: { offset: 0 } })), 'overlapping-entries'],
  [
    'a wrong CRC behind a long sheet',
    () => changed(sheet, ({ data }) => ({ data, claims: { crc: 1 } })),
    'damaged',
  ],
  [
    'a path that leads out',
    () => zipArchive([...workbookParts({ rows }), { name: '../x', data: '' }]),
    'unsafe-path',
  ],
  [
    'an archive cut short',
    () => {
      const whole = stringsOf(100, (i) => `<si><t>${noise(i)}</t></si>`);
      return whole.subarray(0, whole.length >> 1);
    },
    'truncated',
  ],
  [
    'many entries',
    () =>
      zipArchive([
        ...workbookParts({ rows }),
        ...Array.from({ length: 25_000 }, (_, i) => ({ name: `a/${i}`, data: '' })),
      ]),
    'too-large',
  ],
  ['a row with the number of a billion', () => sheetOf(1, () => '<row r="1000000000"/>'), 'too-many-rows'],
  [
    'a last row that is the only one',
    () => sheetOf(1, () => '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
  ],
  [
    'all columns in 300 rows',
    () =>
      sheetOf(
        300,
        (i) =>
          `<row>${Array.from({ length: 16_384 }, (_, k) => `<c><v>${(i * k) % 9973}</v></c>`).join('')}</row>`,
      ),
  ],
  ['a million cells in one row', () => sheetOf(1, () => `<row>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`)],
  [
    'the same row again and again',
    () => sheetOf(200_000, (i) => `<row r="2"><c r="A2"><v>${noise(i)}</v></c></row>`),
  ],
  [
    'ampersands that begin nothing',
    () => sheetOf(200, (i) => `<row><c t="str"><v>${noise(i)}${'&'.repeat(30_000)}</v></c></row>`),
  ],
  ...([`0.${'0'.repeat(250)}`, '0\\-'.repeat(80), `0${'%'.repeat(250)}`, '#0'.repeat(120)] as const).map(
    (format) =>
      [
        `numbers in the format ${format.slice(0, 8)}…`,
        () =>
          zipArchive(
            workbookParts({
              rows: `${header}${Array.from({ length: 40_000 }, (_, i) => `<row><c s="1"><v>${i * 7919}</v></c></row>`).join('')}`,
              formats: [0, format],
            }),
          ),
      ] as const,
  ),
  [
    'cells of the greatest length in wide rows',
    () => {
      const row = Array.from(
        { length: 300 },
        (_, k) => `<c t="inlineStr"><is><t>${noise(k).repeat(4600)}</t></is></c>`,
      );
      return sheetOf(6, () => `<row>${row.join('')}</row>`);
    },
  ],
  [
    'a megabyte in a cell',
    () => sheetOf(1, () => `<row><c t="inlineStr"><is><t>${'é'.repeat(1 << 20)}</t></is></c></row>`),
    undefined,
  ],
  [
    'entities within entities',
    () =>
      changed(sheet, () => ({
        data: `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'b'.repeat(i + 1)} "${'&a;'.repeat(10)}">`).join('')}]><worksheet/>`,
      })),
    'dtd',
  ],
  ['elements within elements', () => sheetOf(1, () => `<z>${'<a>'.repeat(4 << 20)}`), 'bad-xml'],
  ['a comment without an end', () => sheetOf(1, () => `<!--${noise(1).repeat(6 << 20)}`), 'row-too-long'],
  [
    'more styles than there can be',
    () =>
      changed('xl/styles.xml', ({ data }) => ({
        data: String(data).replace(
          '<cellXfs>',
          `<cellXfs>${Array.from({ length: 900_000 }, (_, i) => `<xf numFmtId="${i}"/>`).join('')}`,
        ),
      })),
    'too-large',
  ],
  [
    'more text than stays in memory',
    () =>
      stringsOf(200, (i) =>
        Array.from({ length: 1900 }, (_, k) => {
          const text = noise(i * 1900 + k);
          return `<si><t>${'x'.repeat(900)}${text}${noise(i * 1900 + k + 9_000_000)}</t></si>`;
        }).join(''),
      ),
  ],
  [
    'more strings than a list can have',
    () => {
      const some = Array.from({ length: 100_000 }, (_, k) => `<si><t>${noise(k).slice(0, 4)}</t></si>`).join(
        '',
      );
      return stringsOf(130, () => some);
    },
    'too-large',
  ],
  ['a quote that is never closed', () => `called,x\n"${'a,b\n'.repeat(1 << 20)}`, undefined, 'list.csv'],
  ['lines without end', () => `called\n${'\n'.repeat(12_000_000)}`, 'too-many-rows', 'list.csv'],
];

async function harmlessSeconds(context: TestContext): Promise<number> {
  const path = join(tempFolder(context), 'harmless.xlsx');
  await largeWorkbook(path, harmlessRows);
  const { status, cpuSeconds, said } = await check(path);
  assert.equal(status, 0, said);
  return cpuSeconds;
}

let yardstick: number | undefined;

for (const [what, file, reason, name] of files) {
  test(
    `${what}: ${reason ?? 'checked'}, for at most ${mostTimes} harmless lists and in ${mostMB} MB`,
    { timeout: 600_000 },
    async (context) => {
      yardstick ??= await harmlessSeconds(context);
      const path = join(tempFolder(context), name ?? 'list.xlsx');
      writeFileSync(path, file());
      const { status, cpuSeconds, peakMB, said } = await check(path);
      if (reason === undefined) assert.notEqual(status, 2, said);
      else {
        assert.equal(status, 2);
        assert.ok(said.includes(`(${reason})`), said);
      }
      let times = cpuSeconds / yardstick;
      // The machine may have become busier since: both are measured again, one right after the other.
      if (times >= mostTimes) times = (await check(path)).cpuSeconds / (await harmlessSeconds(context));
      context.diagnostic(`${times.toFixed(2)} harmless lists, ${peakMB.toFixed(0)} MB`);
      assert.ok(times < mostTimes, `${times.toFixed(2)} times a harmless list`);
      assert.ok(peakMB < mostMB, `${peakMB} MB`);
    },
  );
}
