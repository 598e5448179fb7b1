import assert from 'node:assert/strict';
import test from 'node:test';
import { readRowsOf } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  mainNamespace,
  workbookParts,
  worksheet,
  type WorkbookSketch,
} from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const a1 = (cell: string): string => `<row r="1">${cell}</row>`;
const number = (value: string, style = 0): string => a1(`<c r="A1" s="${style}"><v>${value}</v></c>`);
const prefixed = (rows: string): string =>
  `<x:worksheet xmlns:x="${mainNamespace}"><x:sheetData>${rows}</x:sheetData></x:worksheet>`;

/** A workbook, and what its cell A1 says. */
const cells: readonly (readonly [what: string, sketch: WorkbookSketch, text: string])[] = [
  ['an inline string', { rows: a1('<c r="A1" t="inlineStr"><is><t>abc</t></is></c>') }, 'abc'],
  [
    'spaces with xml:space',
    { rows: a1('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>') },
    ' a ',
  ],
  ['spaces without it', { rows: a1('<c r="A1" t="inlineStr"><is><t> a </t></is></c>') }, ' a '],
  ['an empty inline string', { rows: a1('<c r="A1" t="inlineStr"><is><t/></is></c>') }, ''],
  [
    'rich text',
    { rows: a1('<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r></is></c>') },
    'ab',
  ],
  [
    'phonetic runs left out',
    {
      rows: a1(
        '<c r="A1" t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></is></c>',
      ),
    },
    '東京',
  ],
  [
    'a shared string',
    { rows: a1('<c r="A1" t="s"><v>1</v></c>'), strings: '<si><t>no</t></si><si><t>yes</t></si>' },
    'yes',
  ],
  [
    'a shared string of no length',
    { rows: a1('<c r="A1" t="s"><v>0</v></c>'), strings: '<si><t/></si>' },
    '',
  ],
  [
    'an empty shared item',
    { rows: a1('<c r="A1" t="s"><v>1</v></c>'), strings: '<si/><si><t>b</t></si>' },
    'b',
  ],
  [
    'shared rich text with phonetic runs',
    {
      rows: a1('<c r="A1" t="s"><v>0</v></c>'),
      strings:
        '<si><r><t xml:space="preserve">漢 </t></r><r><t>字</t></r><rPh sb="0" eb="1"><t>かん</t></rPh></si>',
    },
    '漢 字',
  ],
  [
    'white space around a shared index',
    { rows: a1('<c r="A1" t="s"><v> 0\n</v></c>'), strings: '<si><t>b</t></si>' },
    'b',
  ],
  ['a formula string', { rows: a1('<c r="A1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>') }, 'ab'],
  ['a formula number', { rows: a1('<c r="A1"><f t="shared" ref="A1:A9" si="0">1+1</f><v>2</v></c>') }, '2'],
  ['a value before its formula', { rows: a1('<c r="A1"><v>2</v><f>1+1</f></c>') }, '2'],
  ['the five entities', { rows: a1('<c r="A1" t="str"><v>&lt;&gt;&amp;&quot;&apos;</v></c>') }, '<>&"\''],
  [
    'numeric entities',
    { rows: a1('<c r="A1" t="str"><v>&#20013;&#x6587;&#x1F600;&#10;</v></c>') },
    '中文😀\n',
  ],
  ['CDATA', { rows: a1('<c r="A1" t="str"><v>a<![CDATA[<b>&amp;]]>c</v></c>') }, 'a<b>&amp;c'],
  ['a comment inside text', { rows: a1('<c r="A1" t="inlineStr"><is><t>a<!-- <x> -->b</t></is></c>') }, 'ab'],
  ['an instruction inside text', { rows: a1('<c r="A1" t="str"><v>a<?x </v> ?>b</v></c>') }, 'ab'],
  [
    'comments between everything',
    { rows: `<!--1-->${a1('<!--2--><c r="A1" t="str"><!--3--><v>a</v><?x?></c><!--4-->')}` },
    'a',
  ],
  ['line ends', { rows: a1('<c r="A1" t="str"><v>a\r\nb\rc\nd</v></c>') }, 'a\nb\nc\nd'],
  ['a kept carriage return', { rows: a1('<c r="A1" t="str"><v>a&#13;\nb_x000D_c</v></c>') }, 'a\r\nb\rc'],
  ['an _x escape', { rows: a1('<c r="A1" t="inlineStr"><is><t>a_x0009_b_x4e2d_</t></is></c>') }, 'a\tb中'],
  ['an escaped escape', { rows: a1('<c r="A1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>') }, '_x0041_'],
  [
    'what only looks like an escape',
    { rows: a1('<c r="A1" t="str"><v>_x41_ _X0041_ _x00G1_ a_b _x0041</v></c>') },
    '_x41_ _X0041_ _x00G1_ a_b _x0041',
  ],
  ['a surrogate pair in escapes', { rows: a1('<c r="A1" t="str"><v>_xD83D__xDE00_</v></c>') }, '😀'],
  ['half a surrogate pair', { rows: a1('<c r="A1" t="str"><v>_xD83D_a</v></c>') }, '_xD83D_a'],
  [
    'an escape in a shared string',
    { rows: a1('<c r="A1" t="s"><v>0</v></c>'), strings: '<si><t>a_x0041_&amp;</t></si>' },
    'aA&',
  ],
  ['true', { rows: a1('<c r="A1" t="b"><v>1</v></c>') }, 'TRUE'],
  ['false', { rows: a1('<c r="A1" t="b"><v>0</v></c>') }, 'FALSE'],
  ['an error', { rows: a1('<c r="A1" t="e"><v>#N/A</v></c>') }, '#N/A'],
  ['a cell without a value', { rows: a1('<c r="A1" s="3"/>') }, ''],
  ['an empty value', { rows: a1('<c r="A1"><v></v></c>') }, ''],
  ['an empty value element', { rows: a1('<c r="A1" t="s"><v/></c>') }, ''],
  [
    'an element of another namespace',
    { rows: a1('<c r="A1"><y:v xmlns:y="urn:y">9</y:v><v>1</v><extLst><ext><v>7</v></ext></extLst></c>') },
    '1',
  ],
  // numbers
  ['a phone number', { rows: number('13800138000') }, '13800138000'],
  ['a phone number with exponent', { rows: number('1.38E+10') }, '13800000000'],
  ['all its digits with exponent', { rows: number('1.3800138E10') }, '13800138000'],
  ['a fraction of zero', { rows: number('13800138000.0') }, '13800138000'],
  ['a long number with exponent', { rows: number('1.2345678901234568E+17') }, '123456789012345680'],
  ['digits that a double would round', { rows: number('1234567890123456789') }, '1234567890123456789'],
  ['a fraction as Excel stores it', { rows: number('0.10000000000000001') }, '0.1'],
  ['a small number', { rows: number('1.5E-3') }, '0.0015'],
  ['a negative number', { rows: number('-12') }, '-12'],
  ['zero', { rows: number('0') }, '0'],
  ['a negative zero', { rows: number('-0') }, '0'],
  ['leading zeros in the value itself', { rows: number('007') }, '7'],
  ['white space around a number', { rows: number(' 42\n') }, '42'],
  ['a lost leading zero', { rows: number('7551234567', 1), formats: [0, '00000000000'] }, '07551234567'],
  [
    'zeros and separators',
    { rows: number('13800138000', 1), formats: [0, '000-0000-0000'] },
    '138-0013-8000',
  ],
  ['a quoted leading zero', { rows: number('7551234567', 1), formats: [0, '"0"0'] }, '07551234567'],
  ['a format of two sections', { rows: number('138', 1), formats: [0, '0000;-0000'] }, '0138'],
  ['a format with a colour', { rows: number('138', 1), formats: [0, '[Red]0000'] }, '0138'],
  ['thousands are not shown', { rows: number('13800138000', 1), formats: [0, '#,##0'] }, '13800138000'],
  ['a plain zero format', { rows: number('13800138000', 1), formats: [0, '0'] }, '13800138000'],
  ['the text format', { rows: number('13800138000', 1), formats: [0, 49] }, '13800138000'],
  // dates
  ['a date and time', { rows: number('46022.771527777775', 1), formats: [0, 22] }, '2025-12-31 18:31:00'],
  ['a date alone', { rows: number('46022', 1), formats: [0, 14] }, '2025-12-31'],
  [
    'a format of its own',
    { rows: number('46022.5', 1), formats: [0, 'yyyy"年"m"月"d"日" h:mm:ss'] },
    '2025-12-31 12:00:00',
  ],
  ['a Chinese built-in format', { rows: number('46022', 1), formats: [0, 31] }, '2025-12-31'],
  ['a time alone', { rows: number('0.75', 1), formats: [0, 'hh:mm'] }, '18:00:00'],
  [
    'the second before midnight',
    { rows: number('46022.999988425923', 1), formats: [0, 22] },
    '2025-12-31 23:59:59',
  ],
  ['rounded up to midnight', { rows: number('46022.9999999', 1), formats: [0, 22] }, '2026-01-01 00:00:00'],
  ['the day before the one that never was', { rows: number('59', 1), formats: [0, 14] }, '1900-02-28'],
  ['the day that never was', { rows: number('60', 1), formats: [0, 14] }, '1900-02-29'],
  ['the day after', { rows: number('61', 1), formats: [0, 14] }, '1900-03-01'],
  ['the first day', { rows: number('1', 1), formats: [0, 14] }, '1900-01-01'],
  [
    'the 1904 system',
    { rows: number('44560.5', 1), formats: [0, 22], date1904: true },
    '2025-12-31 12:00:00',
  ],
  ['day 0 of 1904', { rows: number('0', 1), formats: [0, 14], date1904: true }, '1904-01-01'],
  ['a number too large for a date', { rows: number('13800138000', 1), formats: [0, 14] }, '13800138000'],
  ['months in a format', { rows: number('46022', 1), formats: [0, 'mmm yy'] }, '2025-12-31'],
  ['minutes in a format', { rows: number('0.5', 1), formats: [0, 'mm:ss'] }, '12:00:00'],
  ['a d in quotes is no date', { rows: number('5', 1), formats: [0, '0 "days"'] }, '5 days'],
  ['scientific is no era', { rows: number('5', 1), formats: [0, '0.00E+00'] }, '5'],
  ['an elapsed time', { rows: number('1.5', 1), formats: [0, '[h]:mm:ss'] }, '36:00:00'],
  ['an ISO date', { rows: a1('<c r="A1" t="d"><v>2025-12-31T18:30:00</v></c>') }, '2025-12-31 18:30:00'],
  ['an ISO day', { rows: a1('<c r="A1" t="d"><v>2025-12-31</v></c>') }, '2025-12-31'],
  // the shape of the XML
  ['cells and rows without r', { rows: '<row><c t="str"><v>a</v></c></row>' }, 'a'],
  [
    'single quotes and odd spaces',
    { rows: "<row  r = '1' ><c t='str'\n r='A1' ><v >a</v ></c ></row >" },
    'a',
  ],
  [
    'a prefix',
    { sheet: prefixed('<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>') },
    'a',
  ],
  [
    'a prefix and rich text',
    {
      sheet: prefixed(
        '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:r><x:t>a</x:t></x:r><x:r><x:t>&amp;</x:t></x:r></x:is></x:c></x:row>',
      ),
    },
    'a&',
  ],
  [
    'a prefix in shared strings',
    {
      rows: a1('<c r="A1" t="s"><v>0</v></c>'),
      stringsPart: `<x:sst xmlns:x="${mainNamespace}"><x:si><x:t>a</x:t></x:si></x:sst>`,
    },
    'a',
  ],
  ['a byte order mark', { sheet: `\ufeff${worksheet(a1('<c r="A1" t="str"><v>é</v></c>'))}` }, 'é'],
  [
    'UTF-16 LE',
    {
      sheet: Buffer.from(
        `\ufeff${worksheet(a1('<c r="A1" t="str"><v>中é😀</v></c>')).replace('UTF-8', 'UTF-16')}`,
        'utf16le',
      ),
    },
    '中é😀',
  ],
  [
    'UTF-16 BE',
    {
      sheet: Buffer.from(
        `\ufeff${worksheet(a1('<c r="A1" t="str"><v>中é😀</v></c>')).replace('UTF-8', 'UTF-16')}`,
        'utf16le',
      ).swap16(),
    },
    '中é😀',
  ],
  [
    'Latin-1',
    {
      sheet: Buffer.from(
        worksheet(a1('<c r="A1" t="str"><v>é</v></c>')).replace('UTF-8', 'ISO-8859-1'),
        'latin1',
      ),
    },
    'é',
  ],
  [
    'the strict namespace',
    {
      sheet: worksheet(a1('<c r="A1" t="str"><v>a</v></c>')).replace(
        mainNamespace,
        'http://purl.oclc.org/ooxml/spreadsheetml/main',
      ),
    },
    'a',
  ],
];

for (const [what, sketch, text] of cells) {
  test(`a cell: ${what}`, async (context) => {
    const rows = await readRowsOf(zipArchive(workbookParts(sketch)), tempFolder(context));
    assert.equal(rows[1]?.[0], text);
  });
}

test('cells keep their column, gaps stay empty, rows their number', async (context) => {
  const rows =
    '<row r="2"><c r="C2"><v>3</v></c><c r="AA2"><v>27</v></c></row><row r="7"/><row><c><v>8</v></c><c r="D8"><v>4</v></c><c><v>5</v></c></row>';
  const read = await readRowsOf(zipArchive(workbookParts({ rows })), tempFolder(context));
  assert.deepEqual(Object.keys(read), ['2', '7', '8']);
  assert.equal(read[2]?.[2], '3');
  assert.equal(read[2][26], '27');
  assert.equal(read[2].length, 27);
  assert.deepEqual(read[7], []);
  assert.deepEqual(read[8], ['8', '', '', '4', '5']);
});
