// The parts of a workbook (ECMA-376 part 1) that do not depend on its rows.

/** What a sheet looks like. */
export interface SheetLayout {
  /** At most 31 characters, none of : \ / ? * [ ], as Excel demands. */
  readonly name: string;
  readonly columns: readonly ColumnLayout[];
}

export interface ColumnLayout {
  readonly header: string;
  /** In characters, as Excel shows it. */
  readonly width: number;
}

/** Indexes into `cellXfs` of `stylesPart`. */
export const textStyle = 1;
export const headerStyle = 2;
/** A day whose time is in the cell and not shown. */
export const dayStyle = 3;

/** Excel's largest sheet. */
export const lastRow = 1_048_576;
export const lastColumn = 16_384;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const sheetNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';
const documentNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The letters of a column: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(0x41 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/** The path of the nth sheet, counted from 0. */
export const sheetPath = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`;

/**
 * The text format (49 is "@") on every cell is what keeps Excel from turning a number of 15 digits into
 * 1.38E+14, or a date into its own format, when the supervisor touches the cell. The header is bold on grey.
 */
export const stylesPart =
  declaration +
  `<styleSheet xmlns="${sheetNamespace}">` +
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EBF0"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

export const packageRelations =
  declaration +
  `<Relationships xmlns="${packageNamespace}/relationships">` +
  `<Relationship Id="rId1" Type="${documentNamespace}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export function contentTypesPart(sheets: number): string {
  const override = (part: string, type: string): string =>
    `<Override PartName="/${part}" ContentType="${contentType}.${type}+xml"/>`;
  return (
    declaration +
    `<Types xmlns="${packageNamespace}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    override('xl/workbook.xml', 'sheet.main') +
    override('xl/styles.xml', 'styles') +
    each(sheets, (index) => override(sheetPath(index), 'worksheet')) +
    '</Types>'
  );
}

export function workbookPart(sheetNames: readonly string[]): string {
  return (
    declaration +
    `<workbook xmlns="${sheetNamespace}" xmlns:r="${documentNamespace}"><sheets>` +
    sheetNames
      .map((name, i) => `<sheet name="${attribute(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('') +
    '</sheets></workbook>'
  );
}

export function workbookRelations(sheets: number): string {
  const relation = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${documentNamespace}/${type}" Target="${target}"/>`;
  return (
    declaration +
    `<Relationships xmlns="${packageNamespace}/relationships">` +
    each(sheets, (index) => relation(index + 1, 'worksheet', sheetPath(index).slice('xl/'.length))) +
    relation(sheets + 1, 'styles', 'styles.xml') +
    '</Relationships>'
  );
}

/** A sheet up to its first row: the header row frozen, the columns' widths, text as every column's format. */
export function sheetHead(layout: SheetLayout, isFirst: boolean): string {
  const columns = layout.columns
    .map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" style="1" customWidth="1"/>`)
    .join('');
  return (
    declaration +
    `<worksheet xmlns="${sheetNamespace}"><sheetViews>` +
    `<sheetView ${isFirst ? 'tabSelected="1" ' : ''}workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>' +
    '<sheetFormatPr defaultRowHeight="15"/>' +
    (columns && `<cols>${columns}</cols>`) +
    '<sheetData>'
  );
}

/** A sheet after its last row. Excel would mark every phone number as "stored as text"; that is intended. */
export function sheetTail(layout: SheetLayout): string {
  const last = columnLetters(Math.max(0, layout.columns.length - 1));
  return (
    '</sheetData><ignoredErrors>' +
    `<ignoredError sqref="A1:${last}${lastRow}" numberStoredAsText="1"/></ignoredErrors></worksheet>`
  );
}

const each = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
