import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Row } from '../../../src-main/call-list/row.ts';
import { decodedChunks } from '../../../src-main/call-list/text/decoded-chunks.ts';
import { DelimitedScanner } from '../../../src-main/call-list/text/delimited-scanner.ts';
import { readSharedStrings } from '../../../src-main/call-list/xlsx/shared-strings-reader.ts';
import { SheetScanner } from '../../../src-main/call-list/xlsx/sheet-scanner.ts';
import { CellStyles } from '../../../src-main/call-list/xlsx/styles.ts';
import { utf8Chunks } from '../../../src-main/call-list/xlsx/utf8-chunks.ts';
import { escapeXml, inlineRows, mainNamespace, worksheet } from '../../support/workbook-parts.ts';

/** The bytes in pieces: cut at the given places. */
async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    yield await Promise.resolve(Buffer.from(bytes.subarray(from, cut)));
    from = cut;
  }
}

async function sheetRows(bytes: Buffer, cuts: readonly number[]): Promise<string[][]> {
  const strings = await readSharedStrings(pieces(Buffer.from(sharedPart), []));
  const rows: string[][] = [];
  const scanner = new SheetScanner(
    new Row(),
    { strings, styles: new CellStyles(), date1904: false },
    (row) => {
      rows.push([String(row.number), ...row.texts()]);
      return undefined;
    },
  );
  for await (const chunk of utf8Chunks('sheet', pieces(bytes, cuts))) scanner.push(chunk);
  scanner.end();
  return rows;
}

const sharedPart = `<sst xmlns="${mainNamespace}"><si><t>共有😀</t></si><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t>_x0041_&amp;</t></si></sst>`;
const everyShape = worksheet(
  [
    '<!-- before --><row r="1" spans="1:6"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>',
    '<row r="2"><c r="A2" t="inlineStr"><is><t>日本é😀</t></is></c><c r="B2"><v>13800138000</v></c><c r="C2"><f>1+1</f><v>1.5E+3</v></c></row>',
    '<row><c t="str"><v>a&lt;<![CDATA[<]]]]>&#x4e2d;<!--x-->\r\nb</v></c><c/><c t="inlineStr"><is><r><t>r_x0042_</t></r><rPh><t>p</t></rPh></is></c></row>',
    "<row r='9'/><row r='10' ><c r='C10' t='b' ><v>1</v></c><x:y xmlns:x='u'><x:z/>t</x:y></row>",
  ].join('\n'),
).replace(
  '</worksheet>',
  '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>\n<!-- end -->',
);

test('a sheet cut at any byte gives the same rows', async () => {
  const bytes = Buffer.from(everyShape);
  const whole = await sheetRows(bytes, []);
  assert.deepEqual(whole, [
    ['1', '共有😀', 'a b', 'A&'],
    ['2', '日本é😀', '13800138000', '1500'],
    ['3', 'a<<]]中\nb', '', 'rB'],
    ['9'],
    ['10', '', '', 'TRUE'],
  ]);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    assert.deepEqual(await sheetRows(bytes, [cut]), whole, `cut at ${cut}`);
  }
});

test('a sheet that comes byte by byte gives the same rows', async () => {
  const bytes = Buffer.from(everyShape);
  const everywhere = Array.from({ length: bytes.length - 1 }, (_, i) => i + 1);
  assert.deepEqual(await sheetRows(bytes, everywhere), await sheetRows(bytes, []));
});

test('a long sheet in chunks of any size gives the same rows', async () => {
  // Long enough that what is left of earlier chunks lies behind the end of the window.
  const rows = Array.from({ length: 400 }, (_, i) => [
    `S${i}`,
    `[{"calledNo":"${13e9 + i}"}]`,
    '客户'.repeat(i % 7),
  ]);
  const bytes = Buffer.from(worksheet(inlineRows(rows)));
  const whole = await sheetRows(bytes, []);
  assert.equal(whole.length, 400);
  for (let size = 1; size < 3000; size = Math.ceil(size * 1.13)) {
    const cuts = Array.from({ length: Math.ceil(bytes.length / size) - 1 }, (_, i) => (i + 1) * size);
    assert.deepEqual(await sheetRows(bytes, cuts), whole, `chunks of ${size}`);
  }
});

test('shared strings cut at any byte are the same', async () => {
  const bytes = Buffer.from(sharedPart);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const strings = await readSharedStrings(utf8Chunks('strings', pieces(bytes, [cut])));
    const texts = Array.from({ length: strings.count }, (_, i) =>
      strings.segment(i).toString('utf8', strings.start(i), strings.start(i) + strings.length(i)),
    );
    assert.deepEqual(texts, ['共有😀', 'a b', 'A&'], `cut at ${cut}`);
  }
});

async function textRows(
  bytes: Buffer,
  cuts: readonly number[],
  encoding: 'utf-8' | 'utf-16le' | 'gb18030',
): Promise<string[][]> {
  const rows: string[][] = [];
  const scanner = new DelimitedScanner(new Row(), ',', (row) => {
    rows.push(row.texts());
    return undefined;
  });
  for await (const chunk of decodedChunks(encoding, pieces(bytes, cuts))) scanner.push(chunk);
  scanner.end();
  return rows;
}

test('delimited text cut at any byte gives the same rows', async () => {
  const text = '\ufeffa,"b ""c""",中文\r\n"x\r\ny",,😀\n\n"q"z,é"é,\r';
  const expected = [['a', 'b "c"', '中文'], ['x\r\ny', '', '😀'], [], ['qz', 'é"é', '']];
  for (const encoding of ['utf-8', 'utf-16le'] as const) {
    const bytes = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
    for (let cut = 0; cut < bytes.length; cut += 1) {
      assert.deepEqual(await textRows(bytes, [cut], encoding), expected, `${encoding}, cut at ${cut}`);
    }
  }
});

test('GB18030 cut at any byte gives the same rows', async () => {
  // 中文,号码\n and a character of four bytes (U+1F600)
  const bytes = Buffer.from('d6d0cec42cbac5c2eb0a9439fc36', 'hex');
  for (let cut = 0; cut < bytes.length; cut += 1) {
    assert.deepEqual(await textRows(bytes, [cut], 'gb18030'), [['中文', '号码'], ['😀']], `cut at ${cut}`);
  }
});

/** Any text that XML can carry. */
const xmlText = fc.string({ unit: 'binary', maxLength: 40 }).map((text) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, '')
    .replace(/_x/g, ''),
);

test('any text comes back as it was written, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(xmlText, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat(5000)),
      async (rows, random) => {
        const bytes = Buffer.from(worksheet(inlineRows(rows)));
        const cuts = [...random.take(3)].map((cut) => cut % bytes.length).sort((a, b) => a - b);
        const read = await sheetRows(bytes, cuts);
        assert.deepEqual(
          read,
          rows.map((cells, row) => [String(row + 1), ...cells]),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('any text in quotes comes back as it was written, however it is cut', async () => {
  const field = fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((text) => text.toWellFormed().replace(/\ufeff/g, ''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat(5000)),
      async (rows, random) => {
        const text = rows
          .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
          .join('\r\n');
        const bytes = Buffer.from(text);
        const cuts = [...random.take(3)].map((cut) => cut % bytes.length).sort((a, b) => a - b);
        assert.deepEqual(await textRows(bytes, cuts, 'utf-8'), rows);
      },
    ),
    { numRuns: 300 },
  );
});

test('entities of any character are resolved', async () => {
  await fc.assert(
    fc.asyncProperty(
      xmlText.filter((text) => text !== ''),
      async (text) => {
        const coded = Array.from(text)
          .map((character, i) =>
            i % 2 === 0 ? `&#${character.codePointAt(0)};` : `&#x${character.codePointAt(0)?.toString(16)};`,
          )
          .join('');
        const [row] = await sheetRows(
          Buffer.from(
            worksheet(
              `<row r="1"><c r="A1" t="inlineStr"><is><t>${coded}${escapeXml(text)}</t></is></c></row>`,
            ),
          ),
          [],
        );
        assert.equal(row?.[1], text + text);
      },
    ),
    { numRuns: 200 },
  );
});
