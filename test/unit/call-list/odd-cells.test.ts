import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { openSource } from '../../../src-main/call-list/source.ts';
import { cellKind } from '../../../src-main/call-list/row.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workbookParts, type WorkbookSketch } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const a1 = (cell: string): WorkbookSketch => ({ rows: `<row r="1">${cell}<c r="B1"><v>7</v></c></row>` });

/** What the first cell of a sheet is, and that the one beside it is read all the same. */
async function firstCell(folder: string, sketch: WorkbookSketch): Promise<[text: string, kind: number]> {
  const path = join(folder, 'odd.xlsx');
  writeFileSync(path, zipArchive(workbookParts(sketch)));
  const source = await openSource(path);
  try {
    let cell: [string, number] | undefined;
    await source.read('Sheet1', {}, (row) => {
      cell = [row.text(0), row.kind[0] as number];
      assert.equal(row.text(1), '7');
      return undefined;
    });
    assert.ok(cell);
    return cell;
  } finally {
    await source.close();
  }
}

const cells: readonly (readonly [what: string, sketch: WorkbookSketch, text: string, kind: number])[] = [
  [
    'a reference to a text that is not there',
    { ...a1('<c r="A1" t="s"><v>5</v></c>'), strings: '<si><t>a</t></si>' },
    '5',
    cellKind.odd,
  ],
  ['a reference without any texts', a1('<c r="A1" t="s"><v>0</v></c>'), '0', cellKind.odd],
  [
    'a reference that is no number',
    { ...a1('<c r="A1" t="s"><v>x</v></c>'), strings: '' },
    'x',
    cellKind.odd,
  ],
  ['a reference to no text', { ...a1('<c r="A1" t="s"><v></v></c>'), strings: '' }, '', cellKind.text],
  ['a reference of blanks', { ...a1('<c r="A1" t="s"><v> </v></c>'), strings: '' }, '', cellKind.text],
  ['a type that does not exist', a1('<c r="A1" t="zz"><v>0</v></c>'), '0', cellKind.odd],
  ['a number that is none', a1('<c r="A1"><v>12x</v></c>'), '12x', cellKind.odd],
  ['not a number', a1('<c r="A1"><v>NaN</v></c>'), 'NaN', cellKind.odd],
  ['infinity', a1('<c r="A1"><v>INF</v></c>'), 'INF', cellKind.odd],
  ['a number without end', a1(`<c r="A1"><v>${'1'.repeat(500)}</v></c>`), '1'.repeat(500), cellKind.odd],
  ['a truth value that is none', a1('<c r="A1" t="b"><v>2</v></c>'), '2', cellKind.odd],
  [
    'more than a cell holds',
    a1(`<c r="A1" t="str"><v>${'a'.repeat(99_999)}</v></c>`),
    'a'.repeat(32_767),
    cellKind.odd,
  ],
  ['the shortest comment', a1('<c r="A1" t="inlineStr"><is><t>a<!---->b</t></is></c>'), 'ab', cellKind.text],
  ['the shortest comment alone', a1('<!----><c r="A1" t="str"><!----><v><!----></v></c>'), '', cellKind.text],
  [
    'a format that nobody writes',
    { ...a1('<c r="A1" s="1"><v>5</v></c>'), formats: [0, '0'.repeat(2000)] },
    '5',
    cellKind.odd,
  ],
  ...(['a & b', '&lol;', '&#0;', '&#xD800;', '&amp', `&${' '.repeat(50)};`, '&&&'] as const).flatMap(
    (text): (typeof cells)[number][] => [
      [`${text} in a text`, a1(`<c r="A1" t="str"><v>${text}</v></c>`), text, cellKind.odd],
      [`${text} inline`, a1(`<c r="A1" t="inlineStr"><is><t>${text}</t></is></c>`), text, cellKind.odd],
      [
        `${text} in a shared text`,
        { ...a1('<c r="A1" t="s"><v>0</v></c>'), strings: `<si><t>${text}</t></si>` },
        text,
        cellKind.odd,
      ],
      [
        `${text} in a run of a shared text`,
        { ...a1('<c r="A1" t="s"><v>0</v></c>'), strings: `<si><r><t>${text}</t></r><r><t>.</t></r></si>` },
        `${text}.`,
        cellKind.odd,
      ],
    ],
  ),
  // what is not well-formed, where it ends all the same
  ...(['a < b', 'a <b> c', '<3', 'a </ b', 'a <!x', 'a <b c="'] as const).flatMap(
    (text): (typeof cells)[number][] => [
      [`${text} in a text`, a1(`<c r="A1" t="str"><v>${text}</v></c>`), `<v>${text}</v>`, cellKind.odd],
      [
        `${text} inline`,
        a1(`<c r="A1" t="inlineStr"><is><t>${text}</t></is></c>`),
        `<is><t>${text}</t></is>`,
        cellKind.odd,
      ],
      [
        `${text} in a shared text`,
        { ...a1('<c r="A1" t="s"><v>1</v></c>'), strings: `<si><t>x</t></si><si><t>${text}</t></si>` },
        `<t>${text}</t>`,
        cellKind.odd,
      ],
    ],
  ),
  ['an entity in a number', a1('<c r="A1"><v>5&nbsp;</v></c>'), '5&nbsp;', cellKind.odd],
  ['a character reference with zeros', a1('<c r="A1"><v>&#x00000035;</v></c>'), '5', cellKind.text],
  [
    'a shared text that is longer than a cell holds',
    { ...a1('<c r="A1" t="s"><v>0</v></c>'), strings: `<si><t>${'é'.repeat(1 << 19)}</t></si>` },
    'é'.repeat(16_383),
    cellKind.odd,
  ],
  [
    'a shared text that is longer than a cell holds, with something to decode',
    { ...a1('<c r="A1" t="s"><v>0</v></c>'), strings: `<si><t>&lt;${'a'.repeat(99_999)}</t></si>` },
    `<${'a'.repeat(32_766)}`,
    cellKind.odd,
  ],
  ['two values', a1('<c r="A1"><v>1</v><v>2</v></c>'), '2', cellKind.odd],
  ['two texts', a1('<c r="A1" t="inlineStr"><is><t>a</t></is><is><t>b</t></is></c>'), 'b', cellKind.odd],
  ['a value and a text', a1('<c r="A1" t="inlineStr"><v>1</v><is><t>b</t></is></c>'), 'b', cellKind.odd],
  [
    'an empty value and a text',
    a1('<c r="A1" t="inlineStr"><v></v><is><t>b</t></is></c>'),
    'b',
    cellKind.text,
  ],
  ...(['9', '-1', 'x'] as const).map((style): (typeof cells)[number] => [
    `a number in the style ${style}, which there is not`,
    { ...a1(`<c r="A1" s="${style}"><v>46022</v></c>`), formats: [0, 14] },
    '46022',
    cellKind.odd,
  ]),
  ['a text in a style that there is not', a1('<c r="A1" s="9" t="str"><v>a</v></c>'), 'a', cellKind.text],
  // formulas
  ['a formula without a value', a1('<c r="A1"><f>B1</f></c>'), '', cellKind.noValue],
  ['a formula with an empty value', a1('<c r="A1"><f>B1</f><v></v></c>'), '', cellKind.noValue],
  ['a formula with an empty value element', a1('<c r="A1"><f>B1</f><v/></c>'), '', cellKind.noValue],
  ['an empty formula', a1('<c r="A1"><f/></c>'), '', cellKind.noValue],
  ['a formula that is to be a truth value', a1('<c r="A1" t="b"><f>B1</f></c>'), '', cellKind.noValue],
  ['a formula that comes to an empty text', a1('<c r="A1" t="str"><f>""</f><v></v></c>'), '', cellKind.text],
  ['the same, closed at once', a1('<c r="A1" t="str"><f>""</f><v/></c>'), '', cellKind.text],
  ['a formula that should come to a text', a1('<c r="A1" t="str"><f>B1</f></c>'), '', cellKind.noValue],
  ['a formula with a value', a1('<c r="A1"><f>1+1</f><v>2</v></c>'), '2', cellKind.text],
  ['a formula that comes to nothing', a1('<c r="A1"><f>1-1</f><v>0</v></c>'), '0', cellKind.text],
  ['a formula with an error', a1('<c r="A1" t="e"><f>NA()</f><v>#N/A</v></c>'), '#N/A', cellKind.error],
];

for (const [what, sketch, text, kind] of cells) {
  test(`an odd cell refuses nothing: ${what}`, async (context) => {
    assert.deepEqual(await firstCell(tempFolder(context), sketch), [text, kind]);
  });
}

test('a 0 that a program stores for every formula is not taken for its result', async (context) => {
  const parts = workbookParts(a1('<c r="A1"><f>B1</f><v>0</v></c>'));
  const folder = tempFolder(context);
  const path = join(folder, 'stale.xlsx');
  const stale = parts.map((part) =>
    part.name === 'xl/workbook.xml'
      ? {
          ...part,
          data: String(part.data).replace(
            '</workbook>',
            '<calcPr calcId="1" fullCalcOnLoad="1"/></workbook>',
          ),
        }
      : part,
  );
  writeFileSync(path, zipArchive(stale));
  const source = await openSource(path);
  context.after(() => source.close());
  const kinds: number[] = [];
  await source.read('Sheet1', {}, (row) => {
    kinds.push(row.kind[0] as number);
    return undefined;
  });
  assert.deepEqual(kinds, [cellKind.noValue]);
});

/** Rows 2 and 3 of a list, of which row 2 is odd; the row number in its cells, and whether it is still sent. */
const oddRows: readonly (readonly [what: string, row: string, status: 'ready' | 'rejected'])[] = [
  ['a reference in small letters', '<row r="2"><c r="a2"><v>1</v></c><c r="b2"><v>7</v></c></row>', 'ready'],
  [
    'a cell twice',
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>7</v></c><c r="A2"><v>3</v></c></row>',
    'rejected',
  ],
  ['an empty cell twice', '<row r="2"><c r="A2"><v>1</v></c><c r="C2"/><c r="C2"/></row>', 'rejected'],
  ['a cell of another row', '<row r="2"><c r="A2"><v>1</v></c><c r="B3"><v>7</v></c></row>', 'rejected'],
  ['a reference without a row', '<row r="2"><c r="A"><v>1</v></c><c r="B2"><v>7</v></c></row>', 'rejected'],
  ['a reference without a column', '<row r="2"><c r="2"><v>1</v></c></row>', 'rejected'],
  ['an absolute reference', '<row r="2"><c r="$A$2"><v>1</v></c></row>', 'rejected'],
  ['an empty reference', '<row r="2"><c r=""><v>1</v></c></row>', 'rejected'],
  ['row 0 of a cell', '<row r="2"><c r="A0"><v>1</v></c></row>', 'rejected'],
  ['a row that is no number', '<row r="two"><c r="A2"><v>1</v></c></row>', 'rejected'],
  ['row 0', '<row r="0"><c><v>1</v></c></row>', 'rejected'],
  ['a column behind the last one', '<row r="2"><c r="XFE2"><v>1</v></c></row>', 'rejected'],
  ['a column that no sheet has', '<row r="2"><c r="ABCDEFGH2"/></row>', 'rejected'],
  ['a row of a cell that no sheet has', '<row r="2"><c r="A1048577"><v>1</v></c></row>', 'rejected'],
  [
    'cells behind the last column',
    `<row r="2"><c r="XFD2"><v>1</v></c><c><v>2</v></c><c><is><t>a</t></is></c></row>`,
    'rejected',
  ],
  ['a cell under another name', '<row r="2"><C r="A2"><v>1</v></C></row>', 'rejected'],
  [
    'elements of a program of its own, and extensions',
    '<row r="2"><my:c xmlns:my="urn:x"/><c r="B2"><v>7</v></c><extLst><ext uri="x"/></extLst></row>',
    'ready',
  ],
  ['cells out of order', '<row r="2"><c r="B2"><v>7</v></c><c r="A2"><v>1</v></c></row>', 'ready'],
];
for (const [what, row, status] of oddRows) {
  test(`an odd row refuses nothing but itself: ${what}`, async (context) => {
    const path = join(tempFolder(context), 'odd.xlsx');
    const text = (cell: string, value: string): string =>
      `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const called = '[{"calledNo":"13900770001"}]';
    const rows =
      `<row r="1">${text('A1', 'sessionId')}${text('B1', 'customField')}${text('C1', 'priority')}${text('D1', 'called')}</row>` +
      row.replace('</row>', `${text('D2', '[{"calledNo":"13900770002"}]')}</row>`) +
      `<row r="3">${text('D3', called)}</row>`;
    writeFileSync(path, zipArchive(workbookParts({ rows })));
    const engine = await CallListEngine.open(path);
    try {
      await engine.check({ ivr: false, duplicates: 'first' });
      assert.equal((await engine.checked.rowAt(2)).status, status);
      const { values, status: next } = await engine.checked.rowAt(3);
      assert.deepEqual([next, values[1]?.value], ['ready', called]);
      const rules = [...engine.checked.allIssues()].map(({ row: at, rule }) => `${at} ${rule}`);
      assert.ok(
        status === 'ready' ? rules.length === 0 : rules.every((rule) => rule === '2 cell-unreadable'),
      );
    } finally {
      await engine.close();
    }
  });
}

test('a date that is none is no text that somebody has written', async (context) => {
  const folder = tempFolder(context);
  const date = (raw: string): WorkbookSketch => a1(`<c r="A1" t="d"><v>${raw}</v></c>`);
  for (const raw of ['not', '2025-12', '31/12/2025', '2025-12-31T', '18:3'])
    assert.deepEqual(await firstCell(folder, date(raw)), [raw, cellKind.odd]);
  for (const raw of ['18:30', '18:30:00', '2025-12-31T18:30:00+08:00'])
    assert.deepEqual(await firstCell(folder, date(raw)), [raw, cellKind.text]);
});
