import type { ArchiveEntry } from './zip-archive.ts';

export const mainNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook to be put together by hand: what no writer makes can be made here. */
export interface WorkbookSketch {
  /** What is inside `<sheetData>`, of the only sheet. */
  readonly rows?: string;
  /** The whole worksheet part instead. */
  readonly sheet?: string | Uint8Array;
  /** What is inside `<sst>`. */
  readonly strings?: string;
  /** The whole shared strings part instead. */
  readonly stringsPart?: string | Uint8Array;
  /** Number formats of the cell styles: built-in ids or codes. Style 0 comes first. */
  readonly formats?: readonly (number | string)[];
  readonly date1904?: boolean;
}

/** The worksheet part around some rows. */
export function worksheet(rows: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${mainNamespace}"><sheetData>${rows}</sheetData></worksheet>`;
}

/** The parts of a workbook with one sheet, in the usual order. */
export function workbookParts(sketch: WorkbookSketch): ArchiveEntry[] {
  const hasStrings = sketch.strings !== undefined || sketch.stringsPart !== undefined;
  const relationships = [
    ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
    ...(hasStrings ? [['rId2', 'sharedStrings', 'sharedStrings.xml']] : []),
    ...(sketch.formats ? [['rId3', 'styles', 'styles.xml']] : []),
  ].map(([id, type, target]) => `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`);
  const date1904 = sketch.date1904 === true ? '<workbookPr date1904="1"/>' : '';
  return [
    {
      name: '[Content_Types].xml',
      data: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: '_rels/.rels',
      data: `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `<workbook xmlns="${mainNamespace}" xmlns:r="${relations}">${date1904}<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `<Relationships xmlns="${packageRelations}">${relationships.join('')}</Relationships>`,
    },
    ...(sketch.formats ? [{ name: 'xl/styles.xml', data: stylesPart(sketch.formats) }] : []),
    { name: 'xl/worksheets/sheet1.xml', data: sketch.sheet ?? worksheet(sketch.rows ?? '') },
    ...(hasStrings
      ? [
          {
            name: 'xl/sharedStrings.xml',
            data: sketch.stringsPart ?? `<sst xmlns="${mainNamespace}">${sketch.strings ?? ''}</sst>`,
          },
        ]
      : []),
  ];
}

function stylesPart(formats: readonly (number | string)[]): string {
  const custom = formats.flatMap((format, index) =>
    typeof format === 'string'
      ? [`<numFmt numFmtId="${200 + index}" formatCode="${escapeXml(format)}"/>`]
      : [],
  );
  const xfs = formats.map(
    (format, index) => `<xf numFmtId="${typeof format === 'string' ? 200 + index : format}"/>`,
  );
  return `<styleSheet xmlns="${mainNamespace}"><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs></styleSheet>`;
}

/** Text as it may stand in XML, between tags or in double quotes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Rows of inline strings, numbered from 1. */
export function inlineRows(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells, row) => {
      const xml = cells.map(
        (cell, column) =>
          `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`,
      );
      return `<row r="${row + 1}">${xml.join('')}</row>`;
    })
    .join('');
}
