import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { UnreadableReason } from '../../../src-main/contract/call-list.ts';
import { detailsOf } from '../../../src-main/contract/error-details.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { readRowsOf } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, mainNamespace, workbookParts, worksheet } from '../../support/workbook-parts.ts';
import { zipArchive, type ArchiveEntry } from '../../support/zip-archive.ts';

const rows = inlineRows([
  ['called', 'callData'],
  ['[{"calledNo":"1"}]', 'x'.repeat(5000)],
]);
const parts = workbookParts({ rows });
const sheetName = 'xl/worksheets/sheet1.xml';

const changed = (name: string, change: (entry: ArchiveEntry) => ArchiveEntry): ArchiveEntry[] =>
  parts.map((entry) => (entry.name === name ? change(entry) : entry));
const renamed = (from: string, to: string, text: string, by: string): ArchiveEntry[] =>
  parts.map((entry) => ({
    ...entry,
    name: entry.name === from ? to : entry.name,
    data: entry.name.endsWith('.rels') ? String(entry.data).replace(text, by) : entry.data,
  }));

/** Archives that are odd and yet right. */
const readable: readonly (readonly [what: string, archive: Buffer])[] = [
  ['as usual', zipArchive(parts)],
  ['stored', zipArchive(parts.map((entry) => ({ ...entry, stored: true })))],
  ['with data descriptors', zipArchive(parts.map((entry) => ({ ...entry, descriptor: true })))],
  ['zip64', zipArchive(parts, { zip64: true })],
  ['with a comment', zipArchive(parts, { comment: 'made by hand' })],
  ['in reverse order', zipArchive([...parts].reverse())],
  [
    'with a sheet of another name',
    zipArchive(renamed(sheetName, 'xl/tabelle.bin.xml', 'worksheets/sheet1.xml', 'tabelle.bin.xml')),
  ],
  [
    'with an absolute target',
    zipArchive(renamed(sheetName, 'other/one.xml', 'worksheets/sheet1.xml', '/other/one.xml')),
  ],
  [
    'with a target that climbs',
    zipArchive(renamed(sheetName, 'data/one.xml', 'worksheets/sheet1.xml', '../data/one.xml')),
  ],
  ['with a target in other case', zipArchive(renamed(sheetName, 'xl/Worksheets/Sheet1.XML', '', ''))],
  [
    'with backslashes in names',
    zipArchive(parts.map((entry) => ({ ...entry, name: entry.name.replaceAll('/', '\\') }))),
  ],
  [
    'with a billion-row dimension',
    zipArchive(
      changed(sheetName, (entry) => ({
        ...entry,
        data: String(entry.data).replace('<sheetData>', '<dimension ref="A1:XFD1000000000"/><sheetData>'),
      })),
    ),
  ],
];

for (const [what, archive] of readable) {
  test(`an archive ${what} is read`, async (context) => {
    const read = await readRowsOf(archive, tempFolder(context));
    assert.deepEqual(read, { 1: ['called', 'callData'], 2: ['[{"calledNo":"1"}]', 'x'.repeat(5000)] });
  });
}

const sheetOf = (xml: string): Buffer => zipArchive(workbookParts({ sheet: xml }));
const rowsOf = (xml: string): Buffer => sheetOf(worksheet(xml));
const good = zipArchive(parts);
const lie = (claims: ArchiveEntry['claims']): Buffer =>
  zipArchive(changed(sheetName, (entry) => ({ ...entry, claims: claims ?? {} })));
const zeros = (size: number): Buffer => Buffer.alloc(size, ' ');

const sheetData = Buffer.from(parts.find(({ name }) => name === sheetName)?.data ?? '');
/** What ends a gzip member, as which an entry is inflated (see entry-stream.ts). */
const trailer = gzipSync(sheetData).subarray(-8);

/** Files that must be refused, and why. */
const refused: readonly (readonly [
  what: string,
  file: () => Buffer | string,
  reason: UnreadableReason,
  name?: string,
])[] = [
  ['nothing', () => '', 'empty'],
  ['cut in the middle', () => good.subarray(0, good.length / 2), 'truncated'],
  ['cut at the end', () => good.subarray(0, good.length - 5), 'truncated'],
  ['a wrong CRC', () => lie({ crc: 1 }), 'damaged'],
  ['a size too small', () => lie({ size: 100 }), 'damaged'],
  ['a size too large', () => lie({ size: 100_000 }), 'damaged'],
  ['an offset into nowhere', () => lie({ offset: 17 }), 'overlapping-entries'],
  ['an offset behind the end', () => lie({ offset: 1_000_000 }), 'damaged'],
  ['a compressed size too large', () => lie({ compressedSize: 1_000_000 }), 'damaged'],
  [
    'broken deflate',
    () => zipArchive(changed(sheetName, (entry) => ({ ...entry, raw: Buffer.from('no deflate') }))),
    'damaged',
  ],
  ...(
    [
      ['other bytes', (end) => Buffer.concat([end, Buffer.from('more')])],
      ['zeros', (end) => Buffer.concat([end, Buffer.alloc(100_000)])],
      ['zeros behind its own checksum', (end) => Buffer.concat([end, trailer, Buffer.alloc(2_000_000)])],
      ['another member', (end) => Buffer.concat([end, trailer, gzipSync(sheetData)])],
    ] satisfies [string, (compressed: Buffer) => Buffer][]
  ).map(
    ([what, longer]) =>
      [
        `an entry with ${what} behind its end`,
        () =>
          zipArchive(changed(sheetName, (entry) => ({ ...entry, raw: longer(deflateRawSync(sheetData)) }))),
        'damaged',
      ] as const,
  ),
  ['an encrypted entry', () => lie({ flags: 1 }), 'unsupported'],
  ['another compression', () => lie({ method: 12 }), 'unsupported'],
  [
    'entries that overlap',
    () => zipArchive(changed(sheetName, (entry) => ({ ...entry, claims: { offset: 0 } }))),
    'overlapping-entries',
  ],
  [
    'a name that leads out',
    () => zipArchive([...parts, { name: '../../etc/passwd', data: 'x' }]),
    'unsafe-path',
  ],
  ['a drive in a name', () => zipArchive([...parts, { name: 'C:\\x', data: 'x' }]), 'unsafe-path'],
  ['a name twice', () => zipArchive([...parts, ...parts.slice(-1)]), 'damaged'],
  [
    'a bomb in a sheet',
    () => zipArchive(changed(sheetName, (entry) => ({ ...entry, data: zeros(80 << 20) }))),
    'bomb',
  ],
  [
    'a bomb in shared strings',
    () => zipArchive(workbookParts({ rows, stringsPart: zeros(40 << 20) })),
    'bomb',
  ],
  [
    'a bomb in the styles',
    () =>
      zipArchive(
        parts.map((entry) =>
          entry.name === 'xl/workbook.xml' ? { ...entry, data: zeros(40 << 20) } : entry,
        ),
      ),
    'bomb',
  ],
  ['a document type', () => sheetOf(`<!DOCTYPE x [<!ENTITY a "b">]>${worksheet('')}`), 'dtd'],
  [
    'a document type in the workbook',
    () =>
      zipArchive(
        changed('xl/workbook.xml', (entry) => ({
          ...entry,
          data: `<!DOCTYPE x [<!ENTITY a "b">]>${String(entry.data)}`,
        })),
      ),
    'dtd',
  ],
  ['a sheet that ends too early', () => sheetOf(worksheet(rows).slice(0, -30)), 'bad-xml'],
  ['a sheet that ends in a cell', () => sheetOf(worksheet(rows).slice(0, 200)), 'bad-xml'],
  ['a sheet that is something else', () => sheetOf('<html></html>'), 'bad-xml'],
  [
    'bytes that are not UTF-8',
    () =>
      zipArchive(workbookParts({ sheet: Buffer.concat([Buffer.from(worksheet('')), Buffer.from([0xff])]) })),
    'bad-xml',
  ],
  ['tags that do not match', () => rowsOf('<row r="1"><c r="A1"><v>1</c></v></row>'), 'bad-xml'],
  ['a row under another name', () => rowsOf('<ROW r="1"/>'), 'bad-xml'],
  ['rows out of order', () => rowsOf('<row r="2"/><row r="1"/>'), 'bad-xml'],
  ['a row beyond the last', () => rowsOf('<row r="1048577"/>'), 'too-many-rows'],
  ['a billion rows', () => rowsOf('<row r="1000000000"/>'), 'too-many-rows'],
  [
    'forty megabytes in a cell',
    () =>
      rowsOf(`<row r="1"><c r="A1" t="str"><v>${Buffer.alloc(30 << 20).toString('base64')}</v></c></row>`),
    'row-too-long',
  ],
  [
    'deeply nested elements',
    () => zipArchive(changed('xl/workbook.xml', (entry) => ({ ...entry, data: '<a>'.repeat(100_000) }))),
    'bad-xml',
  ],
  ['no workbook', () => zipArchive([{ name: 'a.txt', data: 'a' }]), 'zip'],
  ['an empty archive', () => zipArchive([]), 'zip'],
  [
    'no sheet',
    () =>
      zipArchive(
        changed('xl/workbook.xml', (entry) => ({
          ...entry,
          data: `<workbook xmlns="${mainNamespace}"><sheets/></workbook>`,
        })),
      ),
    'no-sheet',
  ],
  ['a Word document', () => zipArchive([{ name: 'word/document.xml', data: '<x/>' }]), 'word'],
  ['a presentation', () => zipArchive([{ name: 'ppt/presentation.xml', data: '<x/>' }]), 'powerpoint'],
  [
    'an OpenDocument sheet',
    () =>
      zipArchive([
        { name: 'mimetype', data: 'x' },
        { name: 'META-INF/manifest.xml', data: '<x/>' },
      ]),
    'opendocument',
  ],
  ['a Numbers document', () => zipArchive([{ name: 'Index/Document.iwa', data: 'x' }]), 'numbers'],
  ['a binary workbook', () => zipArchive([{ name: 'xl/workbook.bin', data: 'x' }]), 'xlsb'],
  ['a PDF', () => '%PDF-1.7\n%\xe2\xe3', 'pdf'],
  ['a PNG', () => Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), 'image'],
  ['a JPEG', () => Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'image'],
  ['a web page', () => '<html><table><tr><td>1</td></tr></table></html>', 'html'],
  ['an XML spreadsheet', () => '<?xml version="1.0"?><Workbook/>', 'xml'],
  ['a text file', () => 'called,caller\n1,2\n', 'text-named-xlsx'],
  ['gzip', () => Buffer.from('\x1f\x8b\x08\0', 'latin1'), 'archive'],
  ['a program', () => Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 'program'],
  [
    'noise',
    () => Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919 + (i >> 3)) & 0xff)),
    'not-a-workbook',
  ],
  ['a workbook with a password', () => compound('EncryptedPackage'), 'encrypted'],
  ['an old workbook', () => compound('Workbook'), 'legacy-xls'],
  ['an old workbook named .csv', () => compound('Book'), 'legacy-xls', 'list.csv'],
  ['a workbook of the first Excels', () => Buffer.from('\x09\x08\x10\0\0\x06\x05\0', 'latin1'), 'legacy-xls'],
];

/** The beginning of a compound file, with a stream's name in its directory. */
function compound(stream: string): Buffer {
  return Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1016),
    Buffer.from(`Root Entry\0`, 'utf16le'),
    Buffer.alloc(106),
    Buffer.from(`${stream}\0`, 'utf16le'),
  ]);
}

for (const [what, file, reason, name] of refused) {
  test(`refused as ${reason}: ${what}`, { timeout: 120_000 }, async (context) => {
    const bytes = file();
    await assert.rejects(readRowsOf(bytes, tempFolder(context), name ?? 'list.xlsx'), (error) => {
      assert.ok(error instanceof DialdeskError, String(error));
      assert.equal(error.code, 'file_unreadable');
      assert.equal(error.details?.['reason'], reason, error.message);
      return true;
    });
  });
}

test('a file in the archive whose name leads out of it is named', async (context) => {
  const bytes = zipArchive([...parts, { name: '..\\..\\a\n.exe', data: 'x' }]);
  await assert.rejects(readRowsOf(bytes, tempFolder(context)), (error) => {
    assert.ok(error instanceof DialdeskError);
    assert.equal(detailsOf(error, 'file_unreadable').found, '../../a\ufffd.exe');
    return true;
  });
});

test('a workbook with a password is told from its directory, behind any amount of content', async (context) => {
  for (const sectors of [2, 200, 20_000, 60_000]) {
    await assert.rejects(readRowsOf(encryptedWorkbook(sectors), tempFolder(context)), (error) => {
      assert.ok(error instanceof DialdeskError);
      assert.equal(error.details?.['reason'], 'encrypted');
      return true;
    });
  }
});

/** A compound file whose directory is its last sectors, behind so many of content, in a chain that goes backwards. */
function encryptedWorkbook(contentSectors: number): Buffer {
  const size = 512;
  const perTable = size / 4;
  const directory = [contentSectors + 1, contentSectors];
  const used = contentSectors + 2;
  const tableCount = Math.ceil((used + Math.ceil(used / perTable) + 10) / perTable);
  const spare = Math.max(0, Math.ceil((tableCount - 109) / (perTable - 1)));
  const tables = Array.from({ length: tableCount }, (_, i) => used + i);
  const file = Buffer.alloc((1 + used + tableCount + spare) * size, 0);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(9, 0x1e);
  file.writeUInt32LE(directory[0] as number, 0x30);
  file.writeUInt32LE(spare > 0 ? used + tableCount : 0xffff_fffe, 0x44);
  for (let i = 0; i < 109; i += 1) file.writeUInt32LE(tables[i] ?? 0xffff_ffff, 0x4c + i * 4);
  const at = (sector: number): number => (sector + 1) * size;
  for (let i = 0; i < spare; i += 1) {
    const start = at(used + tableCount + i);
    for (let j = 0; j < perTable - 1; j += 1) {
      file.writeUInt32LE(tables[109 + i * (perTable - 1) + j] ?? 0xffff_ffff, start + j * 4);
    }
    file.writeUInt32LE(i + 1 < spare ? used + tableCount + i + 1 : 0xffff_fffe, start + size - 4);
  }
  const link = (from: number, to: number): void => {
    const table = tables[Math.floor(from / perTable)] as number;
    file.writeUInt32LE(to, at(table) + (from % perTable) * 4);
  };
  link(directory[0] as number, directory[1] as number);
  link(directory[1] as number, 0xffff_fffe);
  const name = (sector: number, entry: number, text: string): void => {
    const start = at(sector) + entry * 128;
    file.write(text, start, 'utf16le');
    file.writeUInt16LE(text.length * 2 + 2, start + 64);
  };
  name(directory[0] as number, 0, 'Root Entry');
  name(directory[1] as number, 3, 'EncryptedPackage');
  return file;
}
