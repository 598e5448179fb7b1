import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { describeSource } from '../../../src-main/call-list/describe-source.ts';
import { templateHeader } from '../../../src-main/call-list/header.ts';
import { openSource } from '../../../src-main/call-list/source.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, workbookParts, worksheet } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

test('the template’s columns are found in any order, case and spacing', () => {
  assert.deepEqual(
    templateHeader([
      'Recycle Time',
      'CALLED',
      '',
      'notes',
      'sessionid',
      'Custom Field',
      'callData',
      ' caller ',
    ]),
    {
      sources: [4, 1, 7, 6, 5, 0, -1],
      ignored: ['notes'],
      repeated: [],
    },
  );
});

test('remarks in brackets are passed over, as in Table 1', () => {
  const header = templateHeader([
    'sessionId (Optional)',
    'called (Mandatory)',
    'caller（可选）',
    'priority*',
  ]);
  assert.deepEqual(header?.sources, [0, 1, 2, -1, -1, -1, 3]);
});

test('the stars of what is mandatory may stand anywhere', () => {
  for (const header of [
    '*called',
    '* called',
    'called*',
    'called ＊',
    'called (必填)*',
    'called*（必填）',
    '**called',
  ]) {
    assert.equal(templateHeader([header])?.sources[1], 0, header);
  }
});

test('what joins the words of a name, or encloses it, does not matter', () => {
  for (const header of ['custom_field', 'Custom-Field', '"customField', "'customField'"]) {
    assert.equal(templateHeader(['called', header])?.sources[4], 1, header);
  }
});

test('a column that is there twice is told', () => {
  assert.deepEqual(templateHeader(['called', 'Called'])?.repeated, ['called']);
});

test('without a column called it is not the template', () => {
  assert.equal(templateHeader(['phone', 'name']), undefined);
});

async function describe(bytes: Uint8Array, folder: string) {
  writeFileSync(join(folder, 'list.xlsx'), bytes);
  const source = await openSource(join(folder, 'list.xlsx'));
  try {
    return await describeSource(source);
  } finally {
    await source.close();
  }
}

test('a header below a title is found', async (context) => {
  const rows = inlineRows([['Leads of March'], [], ['name', 'called'], ['x', '1']]);
  const info = await describe(zipArchive(workbookParts({ rows })), tempFolder(context));
  assert.deepEqual([info.headerRow, info.headers, info.sample], [3, ['name', 'called'], [['x', '1']]]);
});

test('the first visible sheet in template form is chosen', async (context) => {
  const parts = workbookParts({ rows: inlineRows([['notes'], ['x']]) }).map((entry) => {
    if (entry.name === 'xl/workbook.xml') {
      const sheets =
        '<sheet name="Lists" sheetId="2" state="hidden" r:id="rId8"/><sheet name="Sheet1" sheetId="1" r:id="rId1"/><sheet name="Data &amp; more" sheetId="3" r:id="rId9"/>';
      return { ...entry, data: String(entry.data).replace(/<sheet .*?\/>/, sheets) };
    }
    if (entry.name === 'xl/_rels/workbook.xml.rels') {
      const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';
      const more = `<Relationship Id="rId8" Type="${type}" Target="worksheets/sheet8.xml"/><Relationship Id="rId9" Type="${type}" Target="worksheets/sheet9.xml"/>`;
      return { ...entry, data: String(entry.data).replace('</Relationships>', `${more}</Relationships>`) };
    }
    return entry;
  });
  const called = worksheet(inlineRows([['called'], ['1']]));
  const file = zipArchive([
    ...parts,
    { name: 'xl/worksheets/sheet8.xml', data: called },
    { name: 'xl/worksheets/sheet9.xml', data: called },
  ]);
  const info = await describe(file, tempFolder(context));
  assert.deepEqual(info.sheets, [
    { name: 'Lists', hidden: true },
    { name: 'Sheet1', hidden: false },
    { name: 'Data & more', hidden: false },
  ]);
  assert.equal(info.sheet, 'Data & more');
});

test('an empty sheet has no header', async (context) => {
  await assert.rejects(describe(zipArchive(workbookParts({ rows: '<row r="5"/>' })), tempFolder(context)), {
    details: { reason: 'no-header' },
  });
});
