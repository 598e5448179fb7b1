import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { rejectWords } from '../../../src-main/call-list/reject-words.ts';
import { openSource } from '../../../src-main/call-list/source.ts';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const faults = new URL('../../fixtures/call-list/faults/', import.meta.url).pathname;
const titles = { sheetName: 'Rejected', row: 'Row', rule: 'Rule', explanation: 'What is wrong' };

const cell = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;

async function rowsOf(path: string): Promise<string[][]> {
  const source = await openSource(path);
  const rows: string[][] = [];
  await source.read(source.sheets[0]?.name ?? null, {}, (row) => {
    rows.push(row.texts());
    return undefined;
  });
  await source.close();
  return rows;
}

/** Checks a list. @returns what would be sent, and what was not sent as the rejects workbook at `rejects` */
async function checked(file: string, mapping: Mapping | undefined, folder: string, rejects: string) {
  // Which delimiter it is, and which encoding, is found elsewhere.
  const read = { delimiter: ',', encoding: 'utf-8' } as const;
  const engine = await CallListEngine.open(file, read);
  try {
    const summary = await engine.check({
      ...read,
      ivr: false,
      duplicates: 'keep-all',
      ...(mapping && { mapping }),
    });
    const clean = join(folder, 'clean.xlsx');
    if (summary.ready > 0) await engine.checked.writeClean(clean);
    if (summary.rejected > 0) await engine.checked.writeRejects(rejects, await rejectWords(titles, 'en'));
    return { summary, sent: summary.ready > 0 ? await rowsOf(clean) : [] };
  } finally {
    await engine.close();
  }
}

/** Saves a workbook with one cell of each row changed, as a program does that keeps nothing but texts. */
function saveTexts(path: string, rows: readonly (readonly string[])[]): void {
  // What looks like an escape is escaped (ECMA-376 part 1, ST_Xstring).
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('_x', '_x005F_x')));
  writeFileSync(path, zipArchive(workbookParts({ rows: inlineRows(escaped) })));
}

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');

const pieces = [
  '=',
  '+',
  '-',
  '@',
  "'",
  '’',
  '＝',
  '"',
  ',',
  ';',
  ' ',
  '_x0041_',
  '&<>',
  '王',
  '😀',
  'a',
  '1',
  '0',
  '#N/A',
  '\n',
  '\u200b',
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((parts) => parts.join(''));
const bad = ['139-0077-', '+86 1390077', '（139）0077', '=1390077', "'+861390077"];

const lists = fc.record({
  /** What stands above the records: nothing, a header, or a title and a header. */
  above: fc.constantFrom('none', 'header', 'title'),
  headers: fc.array(text, { minLength: 4, maxLength: 4 }),
  phone: fc.nat(3),
  records: fc.array(fc.tuple(text, text, text, fc.constantFrom('', ...bad)), { minLength: 1, maxLength: 6 }),
  pack: fc.boolean(),
  byName: fc.boolean(),
});

test('what is corrected in the rejects carries the source’s own values in every other cell', async (context) => {
  const folder = tempFolder(context);
  const [source, wanted, rejects] = ['source.csv', 'wanted.csv', 'rejects.xlsx'].map((name) =>
    join(folder, name),
  );
  assert.ok(source !== undefined && wanted !== undefined && rejects !== undefined);
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(lists, async ({ above, headers, phone, records, pack, byName }) => {
      const names = headers.map((header, i) => `${header}n${i}`);
      const others = [0, 1, 2, 3].filter((column) => column !== phone);
      const refer = (index: number): string | number => {
        const column = others[index] ?? 0;
        return byName && above !== 'none' ? (names[column] ?? '') : column + 1;
      };
      const mapping: Mapping = {
        headerRow: above === 'none' ? null : above === 'title' ? 2 : 1,
        called: [{ column: phone + 1 }],
        customField: { column: refer(0) },
        sessionId: { column: refer(1) },
        callData: pack
          ? {
              pack: [
                { name: 'x', column: refer(2) },
                { name: 'y', column: refer(0) },
              ],
            }
          : { column: refer(2) },
      };
      const record = (number: string, cells: readonly string[]): string[] => {
        const row = ['', '', '', ''];
        row[phone] = number;
        for (const [i, column] of others.entries()) row[column] = cells[i] ?? '';
        return row;
      };
      const head = above === 'none' ? [] : above === 'title' ? [['A title', '', '', ''], names] : [names];
      const correct = (i: number): string => `1390077000${i}`;
      const rows = records.map(([a, b, c, prefix], i) =>
        record(prefix === '' ? correct(i) : `${prefix}000${i}`, [a, b, c]),
      );
      const isBad = (i: number): boolean => records[i]?.[3] !== '';
      writeFileSync(source, csv([...head, ...rows]));
      const { summary } = await checked(source, mapping, folder, rejects);
      assert.equal(summary.rejected, records.filter((_, i) => isBad(i)).length);
      if (summary.rejected === 0) return;
      const corrected = records.flatMap(([a, b, c], i) => (isBad(i) ? [record(correct(i), [a, b, c])] : []));
      writeFileSync(wanted, csv([...head, ...corrected]));
      const expected = await checked(wanted, mapping, folder, join(folder, 'none.xlsx'));
      assert.equal(expected.summary.rejected, 0);
      const back = (await rowsOf(rejects)).map((row, i) => {
        if (i > 0) row[phone] = corrected[i - 1]?.[phone] ?? '';
        return row;
      });
      saveTexts(rejects, back);
      const outcome = await checked(rejects, mapping, folder, join(folder, 'none.xlsx'));
      assert.deepEqual(outcome.sent, expected.sent);
      assert.equal(outcome.summary.ready, summary.rejected);
      compared += 1;
    }),
    { numRuns: Number(process.env['DIALDESK_RUNS'] ?? 150) },
  );
  assert.ok(compared > 0);
});

test('the rejects of the faults read back as their sources did', async (context) => {
  const folder = tempFolder(context);
  const rejects = join(folder, 'rejects.xlsx');
  const mapping: Mapping = { headerRow: null, called: [{ column: 1 }], customField: { column: 2 } };
  await checked(join(faults, '60-no-header.csv'), mapping, folder, rejects);
  const again = await checked(rejects, mapping, folder, join(folder, 'again.xlsx'));
  assert.deepEqual([again.summary.rows, again.summary.rejected], [2, 2]);
  const guarded = await checked(join(faults, '97-guarded-corrected.xlsx'), undefined, folder, rejects);
  assert.deepEqual(
    guarded.sent.slice(1).map((row) => [row[0], row[4]]),
    [
      ['+A1', '-5% for old customers'],
      ['K002', '@home after six'],
    ],
  );
  await checked(join(faults, '98-date-rejected.xlsx'), undefined, folder, rejects);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(rejects);
  const edited = workbook.worksheets[0]?.getCell('B2');
  assert.ok(edited);
  edited.value = '[{"calledNo":"13900770001"}]';
  await workbook.xlsx.writeFile(rejects);
  const dated = await checked(rejects, undefined, folder, join(folder, 'again.xlsx'));
  assert.equal(dated.sent[1]?.[5], '2031-05-06 18:30:00');
});

test('an error stays an error when another cell of its row was corrected', async (context) => {
  const folder = tempFolder(context);
  const source = join(folder, 'source.xlsx');
  const rows =
    `<row r="1">${cell('A1', 'called')}${cell('B1', 'customField')}${cell('C1', 'sessionId')}</row>` +
    `<row r="2">${cell('A2', '139-0077-0000')}<c r="B2" t="e"><v>#N/A</v></c><c r="C2"><f>1+1</f></c></row>`;
  writeFileSync(source, zipArchive(workbookParts({ rows })));
  const rejects = join(folder, 'rejects.xlsx');
  await checked(source, undefined, folder, rejects);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(rejects);
  const called = workbook.worksheets[0]?.getCell('A2');
  assert.ok(called);
  called.value = '[{"calledNo":"13900770001"}]';
  await workbook.xlsx.writeFile(rejects);
  const { summary } = await checked(rejects, undefined, folder, join(folder, 'again.xlsx'));
  assert.deepEqual(summary.groups.map(({ rule, column }) => `${column} ${rule}`).sort(), [
    'customField cell-error',
    'sessionId cell-error',
  ]);
});

test('a number that has lost digits stays in doubt when another cell of its row was corrected', async (context) => {
  const folder = tempFolder(context);
  const source = join(folder, 'source.xlsx');
  const rows =
    `<row r="1">${cell('A1', 'called')}${cell('B1', 'customField')}</row>` +
    `<row r="2">${cell('A2', '139-0077-0000')}<c r="B2"><v>6222020200112233445</v></c></row>` +
    `<row r="3">${cell('A3', '139-0077-0001')}${cell('B3', '6222020200112233446')}</row>`;
  writeFileSync(source, zipArchive(workbookParts({ rows })));
  const rejects = join(folder, 'rejects.xlsx');
  await checked(source, undefined, folder, rejects);
  const back = await rowsOf(rejects);
  for (const [i, row] of back.entries()) if (i > 0) row[0] = `[{"calledNo":"1390077000${i}"}]`;
  saveTexts(rejects, back);
  const { summary } = await checked(rejects, undefined, folder, join(folder, 'again.xlsx'));
  assert.equal(summary.ready, 2);
  assert.deepEqual(summary.groups, [
    { rule: 'digits-lost', column: 'customField', severity: 'warning', count: 1 },
  ]);
});

test('a stray quotation mark stays in doubt until its mark is taken away', async (context) => {
  const folder = tempFolder(context);
  const source = join(folder, 'source.csv');
  writeFileSync(
    source,
    [
      'phone,name,remark',
      '139-0077-0000,"Wang"x,a', // behind the closing mark
      '139-0077-0001,a,"Li', // never closed
      '13900770002,"[?] Zhao",a',
      '139-0077-0003,"""Sun""",a',
    ].join('\r\n'),
  );
  const mapping: Mapping = {
    headerRow: 1,
    called: [{ column: 1 }],
    customField: { column: 2 },
    sessionId: { column: 3 },
  };
  const [rejects, again] = [join(folder, 'rejects.xlsx'), join(folder, 'again.xlsx')];
  const first = await checked(source, mapping, folder, rejects);
  assert.deepEqual([first.summary.ready, first.summary.rejected], [1, 3]);
  const back = await rowsOf(rejects);
  assert.deepEqual(
    back.slice(1).map((row) => row.slice(1, 3)),
    [
      ['[?] Wangx', 'a'],
      ['a', '[?] "Li'],
      ['"Sun"', 'a'],
    ],
  );
  assert.match(back[1]?.at(-1) ?? '', /name: .*delete the \[\?\] in front of it/);
  for (const [i, row] of back.entries()) if (i > 0) row[0] = `1390077000${i}`;
  saveTexts(rejects, back);
  // It is said again, and again when what is rejected still is brought back once more.
  for (const [file, to] of [
    [rejects, again],
    [again, rejects],
  ] as const) {
    const { summary } = await checked(file, mapping, folder, to);
    assert.deepEqual(summary.groups.map(({ rule, column, count }) => `${count} ${column} ${rule}`).sort(), [
      '1 customField stray-quote',
      '1 sessionId stray-quote',
    ]);
  }
  saveTexts(
    rejects,
    (await rowsOf(rejects)).map((row) => row.map((cell) => cell.replace(/^\[\?\] /, ''))),
  );
  const { sent } = await checked(rejects, mapping, folder, again);
  assert.deepEqual(
    sent.slice(1).map((row) => [row[0], row[4]]),
    [
      ['a', 'Wangx'],
      ['"Li', 'a'],
    ],
  );
});

test('a row that is in the file twice stays in doubt when it is brought back', async (context) => {
  const folder = tempFolder(context);
  const source = join(folder, 'source.xlsx');
  const rows =
    `<row r="1">${cell('A1', 'phone')}${cell('B1', 'name')}</row>` +
    `<row r="2">${cell('A2', '13900770000')}${cell('B2', 'Wang')}</row>` +
    `<row r="2">${cell('A2', '13900770001')}${cell('B2', 'Li')}</row>`;
  writeFileSync(source, zipArchive(workbookParts({ rows })));
  const mapping: Mapping = { headerRow: 1, called: [{ column: 1 }], customField: { column: 2 } };
  const rejects = join(folder, 'rejects.xlsx');
  assert.equal((await checked(source, mapping, folder, rejects)).summary.ready, 0);
  const { summary } = await checked(rejects, mapping, folder, join(folder, 'again.xlsx'));
  assert.equal(summary.ready, 0);
});

test('one long text stops neither the clean workbook nor the rejects', async (context) => {
  const folder = tempFolder(context);
  const rejects = join(folder, 'rejects.xlsx');
  const { summary, sent } = await checked(join(faults, '81-long-notes.csv'), undefined, folder, rejects);
  assert.deepEqual([summary.ready, summary.rejected, sent.length], [1, 2, 2]);
  assert.equal((await rowsOf(rejects)).length, 3);
  // A text that is needed, and has no limit of its own, is rejected rather than cut.
  const source = join(folder, 'long.csv');
  const numbers = Array.from({ length: 3000 }, (_, i) => `{"calledNo":"${13_900_770_000 + i}"}`);
  writeFileSync(
    source,
    csv([
      ['called', 'priority'],
      [`[${numbers.join(',')}]`, '1'],
      ['[{"calledNo":"1"}]', 'x'.repeat(40_000)],
    ]),
  );
  const long = await checked(source, undefined, folder, rejects);
  assert.deepEqual(long.summary.groups.map(({ rule, column }) => `${column} ${rule}`).sort(), [
    'called text-too-long',
    'priority text-too-long',
  ]);
  const back = await checked(rejects, undefined, folder, join(folder, 'again.xlsx'));
  assert.equal(back.summary.ready, 0);
});
