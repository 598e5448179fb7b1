import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { diskFiles, type Files } from '../../../src-main/platform/atomic-file.ts';
import { fromRows, writeWorkbook } from '../../../src-main/call-list/write/workbook.ts';
import { localContent, localEntries } from '../../support/local-entries.ts';
import { readWithExceljs, readWithHucre } from '../../support/read-with-peers.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const layout = {
  name: 'Call data',
  columns: ['sessionId', 'called', 'caller'].map((header) => ({ header, width: 20 })),
};
const sheetPart = 'xl/worksheets/sheet1.xml';
const header = ['sessionId', 'called', 'caller'];

const targetIn = (context: TestContext): string => path.join(tempFolder(context), 'list.xlsx');
const filesBeside = (target: string): string[] => readdirSync(path.dirname(target));

test('two other libraries read back exactly what was written', async (context) => {
  const target = targetIn(context);
  const rows = [
    ['S1', '[{"calledNo":"13800138000"}]', '075512345678'],
    ['=1+1', '<&>"\'', '00123'],
    [' lead', 'trail ', '\n'],
    ['王芳\r\n李娜', '😀𠮷', '１２３'],
    ['a\tb', '_x0041 is no escape', '1.0E+10'],
    ['x'.repeat(32_767), 'TRUE', '2026-01-05 18:30:00'],
  ];
  await writeWorkbook(target, layout, fromRows(rows));
  assert.deepEqual(await readWithExceljs(target), [{ name: 'Call data', rows: [header, ...rows] }]);
  assert.deepEqual(await readWithHucre(target), [{ name: 'Call data', rows: [header, ...rows] }]);
});

test('any text at all reads back the same', async (context) => {
  const target = targetIn(context);
  const cell = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed());
  const row = fc.tuple(
    cell,
    cell,
    cell.filter((text) => text !== ''),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row), async (rows) => {
      await writeWorkbook(target, layout, fromRows(rows));
      assert.deepEqual((await readWithHucre(target))[0]?.rows, [header, ...rows]);
    }),
    { numRuns: 60 },
  );
});

test('cells are text, the header is frozen, columns have their widths', async (context) => {
  const target = targetIn(context);
  await writeWorkbook(target, layout, fromRows([['1', '2', '3']]));
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(target);
  const sheet = workbook.worksheets[0];
  assert.equal(sheet?.getCell('A2').numFmt, '@');
  assert.equal(sheet.getCell('A2').type, ExcelJS.ValueType.String);
  assert.equal(sheet.getColumn(2).width, 20);
  assert.equal(sheet.getCell('A1').font.bold, true);
  assert.deepEqual(
    sheet.views.map(({ state, ...view }) => [state, 'ySplit' in view && view.ySplit]),
    [['frozen', 1]],
  );
});

test('empty cells and empty rows keep their neighbours in place', async (context) => {
  const target = targetIn(context);
  const rows = [
    ['', 'b', ''],
    ['', '', ''],
    ['', '', 'c'],
  ];
  const { rows: count } = await writeWorkbook(
    target,
    layout,
    fromRows(rows.map((row) => row.map((v) => v || null))),
  );
  assert.equal(count, 3);
  assert.deepEqual((await readWithHucre(target))[0]?.rows, [header, ...rows]);
});

test('bytes go in as slices, and bytes that are not UTF-8 become U+FFFD instead of breaking the file', async (context) => {
  const target = targetIn(context);
  const source = Buffer.concat([Buffer.from('xx王芳'), Buffer.from([0x31, 0xff, 0x32]), Buffer.from('yy')]);
  await writeWorkbook(target, layout, (sheet) => {
    sheet.cell(source, 2, 8);
    sheet.cell(source, 8, 11);
    sheet.cell(source, 11, 13);
    sheet.endRow();
    return Promise.resolve();
  });
  assert.deepEqual((await readWithExceljs(target))[0]?.rows[1], ['王芳', '1\ufffd2', 'yy']);
  assert.ok(isUtf8(localContent(readFileSync(target), sheetPart)));
});

test('white space at the ends of a cell is marked for Excel, which else drops it', async (context) => {
  const target = targetIn(context);
  await writeWorkbook(target, layout, fromRows([[' a', 'b', 'c ']]));
  const xml = localContent(readFileSync(target), sheetPart).toString();
  assert.match(xml, /<t xml:space="preserve"> a<.*<t>b<.*<t xml:space="preserve">c </);
});

test('a row may be longer than a block', async (context) => {
  const target = targetIn(context);
  const wide = {
    name: 'Wide',
    columns: Array.from({ length: 60 }, (_, i) => ({ header: `c${i}`, width: 9 })),
  };
  const row = wide.columns.map((_, i) => '&'.repeat(32_000 + i));
  await writeWorkbook(target, wide, fromRows([row, ['after']]));
  const rows = (await readWithHucre(target))[0]?.rows;
  assert.deepEqual(rows?.[1], row);
  assert.equal(rows[2]?.[0], 'after');
});

test('rows over many blocks arrive complete; size and SHA-256 are those of the file', async (context) => {
  const target = targetIn(context);
  const rows = Array.from({ length: 30_000 }, (_, i) => [`S${i}`, 'x'.repeat(i % 97), String(i * i)]);
  const written = await writeWorkbook(target, layout, fromRows(rows));
  const bytes = readFileSync(target);
  assert.deepEqual(written, {
    rows: 30_000,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  assert.deepEqual((await readWithHucre(target))[0]?.rows, [header, ...rows]);
  assert.deepEqual(filesBeside(target), ['list.xlsx']);
});

test('the same rows make the same bytes', async (context) => {
  const folder = tempFolder(context);
  const write = (name: string) => writeWorkbook(path.join(folder, name), layout, fromRows([['1', '2', '3']]));
  assert.equal((await write('a.xlsx')).sha256, (await write('b.xlsx')).sha256);
});

test('a cell that Excel could not hold is refused, not cut', async (context) => {
  const target = targetIn(context);
  const tooLong = fromRows([
    ['a', 'b', 'c'],
    ['a', '王'.repeat(32_768), 'c'],
  ]);
  await assert.rejects(writeWorkbook(target, layout, tooLong), {
    code: 'invalid_request',
    details: { row: 3, limit: 32_767 },
  });
  assert.deepEqual(filesBeside(target), []);
});

test('more rows than announced are refused', async (context) => {
  const target = targetIn(context);
  const write = writeWorkbook(target, layout, fromRows([['1'], ['2'], ['3']]), { mostRows: 2 });
  await assert.rejects(write, { code: 'too_many_rows' });
});

test('when it is cancelled nothing is left, and an older file stays', async (context) => {
  const target = targetIn(context);
  writeFileSync(target, 'the older file');
  const controller = new AbortController();
  let added = 0;
  const endless = async function* (): AsyncGenerator<string[]> {
    for (;;) {
      if (++added === 50_000) controller.abort();
      yield await Promise.resolve(['a', 'b', 'c']);
    }
  };
  await assert.rejects(writeWorkbook(target, layout, fromRows(endless()), { signal: controller.signal }), {
    code: 'cancelled',
  });
  assert.equal(added, 50_000, 'not one row more');
  assert.equal(readFileSync(target, 'utf8'), 'the older file');
  assert.deepEqual(filesBeside(target), ['list.xlsx']);
});

test('when the rows fail to come nothing is left', async (context) => {
  const target = targetIn(context);
  const fill = () => Promise.reject(new Error('the source broke'));
  await assert.rejects(writeWorkbook(target, layout, fill), /the source broke/);
  assert.deepEqual(filesBeside(target), []);
});

/** The disk, with a limit on what it takes. */
function smallDisk(bytes: number): Files {
  return {
    ...diskFiles,
    open: async (file, flags) => {
      const handle = await diskFiles.open(file, flags);
      const write = handle.write.bind(handle) as (
        ...parameters: unknown[]
      ) => Promise<{ bytesWritten: number }>;
      let left = bytes;
      Object.defineProperty(handle, 'write', {
        value: async (data: Uint8Array, from: number, length: number, position: number) => {
          if (left === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          // Like a real one, it takes a part first.
          const result = await write(data, from, Math.min(length, left), position);
          left -= result.bytesWritten;
          return result;
        },
      });
      return handle;
    },
  };
}

const manyRows = Array.from({ length: 60_000 }, (_, i) => [`S${i}`, `${(i * 7919) % 1_000_003}`, `${i * i}`]);

test('a full disk is local_disk and nothing is left', async (context) => {
  const target = targetIn(context);
  const writing = writeWorkbook(target, layout, fromRows(manyRows), { files: smallDisk(300_000) });
  await assert.rejects(writing, { code: 'local_disk', details: { cause: 'ENOSPC' } });
  assert.deepEqual(filesBeside(target), []);
});

test('a disk that takes a part at a time gets all of it', async (context) => {
  const target = targetIn(context);
  const files: Files = {
    ...diskFiles,
    open: async (file, flags) => {
      const handle = await diskFiles.open(file, flags);
      const write = handle.write.bind(handle) as (
        ...parameters: unknown[]
      ) => Promise<{ bytesWritten: number }>;
      Object.defineProperty(handle, 'write', {
        value: (data: Uint8Array, from: number, length: number, position: number) =>
          write(data, from, Math.min(length, 1000), position),
      });
      return handle;
    },
  };
  await writeWorkbook(target, layout, fromRows(manyRows.slice(0, 5000)), { files });
  assert.equal((await readWithHucre(target))[0]?.rows.length, 5001);
});

test('a name that cannot be taken is local_disk and nothing is left', async (context) => {
  const folder = tempFolder(context);
  const files: Files = {
    ...diskFiles,
    rename: () => Promise.reject(Object.assign(new Error('open in Excel'), { code: 'EBUSY' })),
  };
  const writing = writeWorkbook(path.join(folder, 'list.xlsx'), layout, fromRows([['1']]), { files });
  await assert.rejects(writing, { code: 'local_disk', details: { cause: 'EBUSY' } });
  assert.deepEqual(readdirSync(folder), []);
  await assert.rejects(writeWorkbook(path.join(folder, 'none', 'list.xlsx'), layout, fromRows([])), {
    code: 'local_disk',
    details: { cause: 'ENOENT' },
  });
});

test('the local headers carry the sizes, for readers that never see the directory', async (context) => {
  const target = targetIn(context);
  await writeWorkbook(target, layout, fromRows(manyRows));
  const names = localEntries(readFileSync(target)).map(({ name }) => name);
  assert.deepEqual(names, [
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/worksheets/sheet1.xml',
  ]);
});
