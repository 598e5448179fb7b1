// The files of the bench, each made once, laid out as other programs lay them out. That such files are read right
// is for the tests; here it is only counted.
import { createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, deflateRawSync } from 'node:zlib';
import { writeAtomically, type AtomicFile } from '../../../src-main/platform/atomic-file.ts';
import { endOfStream } from '../../../src-main/call-list/write/deflate.ts';
import * as parts from '../../../src-main/call-list/write/workbook-parts.ts';
import { ZipWriter } from '../../../src-main/call-list/write/zip.ts';
import { dialledRow, goodRow, header, messyRow, ownHeader, ownRow } from './rows.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

type RowMaker = (number: number) => string[];

/** Counts up whenever the content of the files changes, so that older ones in the cache are not used. */
const version = 5;

/** The path of a file of the bench in its folder. */
export const benchFile = (folder: string, name: string): string => path.join(folder, `v${version}-${name}`);

/** Makes all files that are not there yet. */
export async function makeFiles(folder: string): Promise<void> {
  const inline = (rows: number, row: RowMaker) => (target: string) => writeSheet(target, rows, row, streamed);
  const makers: Record<string, (target: string) => Promise<unknown>> = {
    'inline.xlsx': inline(500_000, goodRow),
    'messy.xlsx': inline(500_000, messyRow),
    'dialled.xlsx': inline(500_000, dialledRow),
    'inline-50k.xlsx': inline(50_000, goodRow),
    'inline-1m.xlsx': inline(1_000_000, goodRow),
    'shared.xlsx': (target) => writeSheet(target, 500_000, goodRow, excel),
    'libreoffice.xlsx': (target) => writeSheet(target, 500_000, goodRow, libreOffice),
    'list.csv': (target) => writeCsv(target, 500_000, goodRow, header),
    'own.xlsx': (target) => writeSheet(target, 500_000, ownRow, withNumbers, ownHeader),
    'own.csv': (target) => writeCsv(target, 500_000, ownRow, ownHeader),
  };
  for (const [name, make] of Object.entries(makers)) {
    const target = benchFile(folder, name);
    const isThere = await stat(target).then(
      () => true,
      () => false,
    );
    if (!isThere) await make(target);
  }
}

function* numbered(rows: number, row: RowMaker): Generator<string[]> {
  for (let number = 0; number < rows; number++) yield row(number);
}

async function writeCsv(
  target: string,
  rows: number,
  row: RowMaker,
  titles: readonly string[],
): Promise<void> {
  const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  function* lines(): Generator<string> {
    yield `${titles.join(',')}\r\n`;
    for (const cells of numbered(rows, row)) yield `${cells.map(field).join(',')}\r\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(`${target}.part`));
  await rename(`${target}.part`, target);
}

/** How a program lays out a sheet. */
interface Style {
  readonly row: (number: number) => string;
  /** A cell with what `content` has made of its text. */
  readonly cell: (reference: string, content: string) => string;
  /** An entry of the table of shared strings; without it, strings stand in the cells. */
  readonly string?: (xml: string) => string;
}

/** As programs write it that stream, such as XlsxWriter with constant memory: 370 MB of XML for 500,000 rows. */
const streamed: Style = {
  row: (number) => `<row r="${number}">`,
  cell: (reference, xml) =>
    `<c r="${reference}" s="1" t="inlineStr"><is><t xml:space="preserve">${xml}</t></is></c>`,
};

/** The same with amounts as numbers. */
const withNumbers: Style = {
  ...streamed,
  cell: (reference, xml) =>
    /^\d+\.\d+$/.test(xml) ? `<c r="${reference}"><v>${xml}</v></c>` : streamed.cell(reference, xml),
};

const excel: Style = {
  row: (number) => `<row r="${number}" spans="1:6" x14ac:dyDescent="0.25">`,
  cell: (reference, index) => `<c r="${reference}" t="s"><v>${index}</v></c>`,
  string: (xml) => `<si><t>${xml}</t></si>`,
};

const libreOffice: Style = {
  row: (number) =>
    `<row r="${number}" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">`,
  cell: (reference, index) => `<c r="${reference}" s="0" t="s"><v>${index}</v></c>`,
  string: (xml) => `<si><t xml:space="preserve">${xml}</t></si>`,
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Writes a workbook with the header and that many rows; shared strings come after the sheet. */
async function writeSheet(
  target: string,
  rows: number,
  row: RowMaker,
  style: Style,
  titles: readonly string[] = header,
): Promise<void> {
  await writeAtomically(target, (file) => writeParts(file, rows, row, style, titles));
}

async function writeParts(
  file: AtomicFile,
  rows: number,
  row: RowMaker,
  style: Style,
  titles: readonly string[],
): Promise<void> {
  const zip = new ZipWriter(file);
  const add = async (name: string, chunks: Iterable<string>): Promise<void> => {
    await zip.begin(name);
    for (const text of joined(chunks)) {
      const block = Buffer.from(text);
      zip.account(block);
      await zip.write(deflateRawSync(block, { level: 6, finishFlush: constants.Z_SYNC_FLUSH }));
    }
    await zip.write(endOfStream);
    await zip.end();
  };
  const strings = new Map<string, number>();
  const content = (text: string): string => {
    if (!style.string) return escaped(text);
    const index = strings.get(text) ?? strings.size;
    if (index === strings.size) strings.set(text, index);
    return String(index);
  };
  function* sheet(): Generator<string> {
    yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${main}" xmlns:x14ac="urn:x"><dimension ref="A1:F${rows + 1}"/><sheetData>`;
    for (let number = 0; number <= rows; number++) {
      const cells = number === 0 ? titles : row(number - 1);
      const xml = cells.map((text, i) =>
        style.cell(parts.columnLetters(i) + String(number + 1), content(text)),
      );
      yield `${style.row(number + 1)}${xml.join('')}</row>`;
    }
    yield '</sheetData></worksheet>';
  }
  function* table(): Generator<string> {
    yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="${main}" count="${rows * 6 + 6}" uniqueCount="${strings.size}">`;
    for (const text of strings.keys()) yield style.string?.(escaped(text)) ?? '';
    yield '</sst>';
  }
  await zip.add(
    '[Content_Types].xml',
    parts
      .contentTypesPart(1)
      .replace(
        '</Types>',
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
      ),
  );
  await zip.add('_rels/.rels', parts.packageRelations);
  await zip.add('xl/workbook.xml', parts.workbookPart(['Sheet1']));
  await zip.add(
    'xl/_rels/workbook.xml.rels',
    parts
      .workbookRelations(1)
      .replace(
        '</Relationships>',
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
      ),
  );
  await zip.add('xl/styles.xml', parts.stylesPart);
  await add('xl/worksheets/sheet1.xml', sheet());
  if (style.string) await add('xl/sharedStrings.xml', table());
  await zip.finish();
}

/** Chunks put together to a few megabytes. */
function* joined(chunks: Iterable<string>): Generator<string> {
  let text = '';
  for (const chunk of chunks) {
    text += chunk;
    if (text.length < 4_000_000) continue;
    yield text;
    text = '';
  }
  yield text;
}
