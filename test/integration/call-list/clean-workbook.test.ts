import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { templateColumns } from '../../../src-main/contract/call-data-template.ts';
import { CheckOptions, type CellEdit } from '../../../src-main/contract/call-list.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { CleanRows } from '../../../src-main/call-list/clean-rows.ts';
import { RowStates } from '../../../src-main/call-list/check/row-states.ts';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { templateLayout } from '../../../src-main/call-list/template-workbook.ts';
import { fromRows, writeWorkbook } from '../../../src-main/call-list/write/workbook.ts';
import type { CleanChoice } from '../../../src-main/call-list/write-outputs.ts';
import { localContent } from '../../support/local-entries.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const sheetPart = 'xl/worksheets/sheet1.xml';

/** What is written: the sheet, and what is said of it; or the error. `plainly`: every row is looked at. */
async function written(
  engine: CallListEngine,
  target: string,
  choice: CleanChoice,
  context: TestContext,
  plainly: boolean,
): Promise<unknown> {
  const wasm = Reflect.get(globalThis, 'WebAssembly') as { Instance: () => object };
  function none(): never {
    throw new RangeError('could not allocate memory');
  }
  if (plainly) context.mock.method(wasm, 'Instance', none);
  try {
    const { rows, rowsSha256 } = await engine.checked.writeClean(target, {}, choice);
    const bytes = readFileSync(target);
    return { rows, rowsSha256, sheet: localContent(bytes, sheetPart).toString('utf8') };
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    return error.code;
  } finally {
    context.mock.restoreAll();
  }
}

const mostly = (usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
const phone = fc.integer({ min: 0, max: 99 }).map((number) => `138001380${String(number).padStart(2, '0')}`);
const name = mostly(
  ['', '王伟', 'Lin & Söhne <GmbH>', ' a ', 'a_b', 'ﬁ', '１２', '_x', '>'],
  ['a_x0041_', 'a\uffffb', 'a\tb', '"', '\\', '\u{1f600}'],
);
const templateRow = fc
  .tuple(
    name,
    phone,
    mostly(['', '075588886666'], ['hotline', '12']),
    mostly(
      ['', '{"a":"b & c"}', '{\r\n"a":1}', ' [1]'],
      ['{', '{"a":"a_x0041_b"}', `{"a":"${'&'.repeat(1000)}"}`, '{\r"a":1}'],
    ),
    mostly(['', ' ', 'dd-1'], ['batch']),
    mostly(['', '2030-01-05 18:30:00', '2020-01-05 18:30:00'], ['2030-02-30 00:00:00']),
    mostly(['', '', '5'], ['&'.repeat(7000)]),
    fc.constantFrom('[{"calledNo":"%"}]', ' [{"calledNo":"%","type":"<1>"}]', "[{'calledNo':%}]"),
  )
  .map(([session, number, caller, data, custom, time, priority, form]) => [
    ...[session, form.replace('%', number), caller, data, custom, time, priority],
  ]);
const ownRow = fc
  .tuple(
    name,
    fc.oneof(
      { weight: 30, arbitrary: phone },
      { weight: 1, arbitrary: fc.constant('[{"calledNo":"13800138099"}]') },
    ),
    fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: phone }),
    mostly(['', '60', '7200'], ['9000', ' ']),
    mostly(['', '1', '<移动>'], ['a"b', ' ']),
    mostly(['', '99.5', '2026-01-05'], ['"', 'x'.repeat(1010)]),
  )
  .map((cells) => [...cells]);

const ownHeader = ['客户', '手机', '备用', '延迟', '类型', '金额'];
const pack = { pack: ownHeader.slice(0, 6).map((column) => ({ name: `${column}&<`, column })) };
const mappings: readonly Mapping[] = [
  {
    called: [{ column: '手机' }, { column: '备用', delayTime: { column: '延迟' }, type: { column: '类型' } }],
    callData: { ...pack, under: 'i"S' },
    caller: { constant: '075588886666' },
  },
  {
    called: [{ column: '手机', delayTime: { constant: '60' }, type: { constant: '' } }],
    callData: pack,
    sessionId: { column: '客户' },
  },
  { called: [{ column: '备用' }], customField: { constant: 'spring <&> ' } },
];

const list = fc.oneof(
  fc
    .array(templateRow, { minLength: 30, maxLength: 90 })
    .map((rows) => ({ header: [...templateColumns] as string[], rows, mapping: undefined })),
  fc
    .tuple(fc.constantFrom(...mappings), fc.array(ownRow, { minLength: 30, maxLength: 90 }))
    .map(([mapping, rows]) => ({ header: ownHeader, rows, mapping })),
);
const choice = fc.record({
  mark: fc.constantFrom(undefined, 'dd-1', 'dd-0123456789ab'),
  part: fc.option(fc.record({ from: fc.nat({ max: 20 }), count: fc.integer({ min: 1, max: 40 }) }), {
    nil: undefined,
  }),
});

const csv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map(
      (cells) =>
        `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`,
    )
    .join('');

test('a clean workbook is the same whether rows are written many at a time or each is looked at', async (context) => {
  const folder = tempFolder(context);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      list,
      choice,
      fc.boolean(),
      fc.boolean(),
      async ({ header, rows, mapping }, chosen, isText, isEdited) => {
        runs += 1;
        const source = path.join(folder, `${runs}.${isText ? 'csv' : 'xlsx'}`);
        if (isText) writeFileSync(source, csv([header, ...rows]));
        else {
          const layout = { name: 'List', columns: header.map((title) => ({ header: title, width: 9 })) };
          await writeWorkbook(source, layout, fromRows(rows));
        }
        const engine = await CallListEngine.open(source);
        try {
          const options = isText ? { encoding: 'utf-8', delimiter: ',' } : {};
          await engine.check(v.parse(CheckOptions, { ...options, mapping, duplicates: 'keep-all' }));
          if (isEdited) {
            const edits: CellEdit[] = [
              { row: 5, column: 'sessionId', value: 'edited <1>' },
              { row: 9, column: 'called', value: 'nothing' },
            ];
            await engine.checked.edit(edits);
          }
          const target = path.join(folder, `${runs}-clean.xlsx`);
          const quick = await written(engine, target, chosen, context, false);
          assert.deepEqual(quick, await written(engine, target, chosen, context, true));
        } finally {
          await engine.close();
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  );
});

test('most rows of a clean workbook are written many at a time', async (context) => {
  const source = path.join(tempFolder(context), 'list.xlsx');
  const cells = (i: number): string[] => [`S${i}`, `[{"calledNo":"1380013${1000 + i}"}]`, '', '{"a":"<b>"}'];
  await writeWorkbook(source, templateLayout(), fromRows(Array.from({ length: 3000 }, (_, i) => cells(i))));
  const engine = await CallListEngine.open(source);
  await engine.check(v.parse(CheckOptions, {}));
  const looked = context.mock.method(CleanRows.prototype, 'add');
  const target = path.join(tempFolder(context), 'clean.xlsx');
  const { rows } = await engine.checked.writeClean(target);
  assert.equal(rows, 3000);
  assert.ok(looked.mock.callCount() < 100, `${looked.mock.callCount()} rows were looked at`);
  await engine.close();
});

test('of a list with a warning in every other row, few rows are asked about more than once', async (context) => {
  const source = path.join(tempFolder(context), 'list.xlsx');
  const cells = (i: number): string[] => [
    `S${i}`,
    `[{"calledNo":"1380013${1000 + i}"}]`,
    i % 2 ? 'hotline' : '',
  ];
  await writeWorkbook(source, templateLayout(), fromRows(Array.from({ length: 3000 }, (_, i) => cells(i))));
  const engine = await CallListEngine.open(source);
  await engine.check(v.parse(CheckOptions, {}));
  const asked = context.mock.method(RowStates.prototype, 'state');
  const { rows } = await engine.checked.writeClean(path.join(tempFolder(context), 'clean.xlsx'));
  assert.equal(rows, 3000);
  assert.ok(asked.mock.callCount() < 30 * rows, `${asked.mock.callCount()} times`);
  await engine.close();
});
