import { randomNumbers } from '../../../support/random-numbers.ts';
import { mainNamespace, workbookParts } from '../../../support/workbook-parts.ts';
import { zipArchive } from '../../../support/zip-archive.ts';
import type { RandomCell, RandomList } from './random-list.ts';

type Below = (bound: number) => number;

/**
 * A list as a workbook that is valid in every way in which few programs write: prefixes, comments, CDATA, references to
 * characters, attributes in any order and quotes, cells without a reference, rich and shared texts, parts in UTF-16.
 */
export function workbookByHand(list: RandomList, seed: number): Buffer {
  const below = randomNumbers(seed);
  const codes = [
    'General',
    ...new Set(list.flat().flatMap((cell) => (cell.kind === 'number' ? [cell.format] : []))),
  ];
  const way: Way = {
    below,
    prefix: below(4) === 0 ? 'x:' : '',
    strings: [],
    style: (format) => codes.indexOf(format),
    referenceless: below(5) === 0,
  };
  const rows = list.map((cells, index) => rowXml(cells, index + 1, way)).join(space(below));
  const { prefix } = way;
  const declared = prefix === '' ? `xmlns="${mainNamespace}"` : `xmlns:x='${mainNamespace}'`;
  const before = below(3) === 0 ? `<${prefix}cols><${prefix}col min="1" max="2"/></${prefix}cols>` : '';
  const behind =
    below(3) === 0
      ? `<${prefix}pageMargins left="0.7"/><!-- end --><${prefix}extLst><x14:a xmlns:x14="urn:a">&gt;</x14:a></${prefix}extLst>`
      : '';
  const sheet =
    `<${prefix}worksheet ${declared}>${before}<${prefix}sheetData>${space(below)}${rows}${comment(below)}` +
    `</${prefix}sheetData>${behind}</${prefix}worksheet>${space(below)}`;
  const parts = workbookParts({
    sheet: encoded(sheet, below),
    formats: codes,
    ...(way.strings.length > 0 && {
      stringsPart: encoded(
        `<sst xmlns="${mainNamespace}" uniqueCount="${way.strings.length}">${way.strings.join(space(below))}</sst>`,
        below,
      ),
    }),
  });
  return zipArchive(
    parts.map((part) => ({
      ...part,
      ...(part.name === '[Content_Types].xml' && { data: contentTypes }),
      ...(below(3) === 0 && { stored: true }),
      ...(below(3) === 0 && { descriptor: true }),
    })),
    { zip64: below(6) === 0 },
  );
}

/** Other readers find no part without its type. */
const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${[
  ['xl/workbook.xml', 'sheet.main'],
  ['xl/worksheets/sheet1.xml', 'worksheet'],
  ['xl/styles.xml', 'styles'],
  ['xl/sharedStrings.xml', 'sharedStrings'],
]
  .map(
    ([part, type]) =>
      `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`,
  )
  .join(
    '',
  )}<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`;

interface Way {
  readonly below: Below;
  readonly prefix: string;
  readonly strings: string[];
  readonly style: (format: string) => number;
  /** Cells say nothing of where they are: each stands behind the one before. */
  readonly referenceless: boolean;
}

function encoded(xml: string, below: Below): string | Buffer {
  const way = below(6);
  if (way === 0) return Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${xml}`, 'utf16le');
  if (way === 1) return Buffer.from(`\ufeff<?xml version='1.0'?>\r\n${xml}`);
  return way === 2 ? xml : `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`;
}

const space = (below: Below): string => ['', '', '', ' ', '\n  ', '\t', '\r\n'][below(7)] as string;
const comment = (below: Below): string =>
  below(8) === 0 ? (['<!---->', '<!-- <c r="A1"> -->', '<?pi <v>?>'][below(3)] as string) : '';

function tag(name: string, pairs: readonly (readonly [string, string])[], { below, prefix }: Way): string {
  const order = [...pairs];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j] as [string, string], order[i] as [string, string]];
  }
  const attributes = order.map(([key, value]) => {
    const quote = below(4) === 0 ? "'" : '"';
    const blank = below(8) === 0 ? ' \n' : ' ';
    return `${blank}${key}${below(12) === 0 ? ' = ' : '='}${quote}${value}${quote}`;
  });
  return `<${prefix}${name}${attributes.join('')}${below(8) === 0 ? ' ' : ''}`;
}

function rowXml(cells: readonly RandomCell[], row: number, way: Way): string {
  const { below, prefix } = way;
  const pairs: [string, string][] = [];
  if (below(4) !== 0) pairs.push(['r', String(row)]);
  if (below(3) === 0) pairs.push(['spans', '1:9']);
  if (below(4) === 0) pairs.push(['ht', '15.75'], ['customHeight', '1']);
  const xml = cells.map((cell, column) => comment(below) + cellXml(cell, row, column, way));
  return `${tag('row', pairs, way)}>${xml.join(space(below))}${space(below)}</${prefix}row>`;
}

function cellXml(cell: RandomCell, row: number, column: number, way: Way): string {
  const { below, prefix } = way;
  const hasReference = !way.referenceless && (below(5) !== 0 || cell.kind === 'none');
  const at: [string, string][] = hasReference ? [['r', `${String.fromCharCode(65 + column)}${row}`]] : [];
  const element = (pairs: [string, string][], inside: string): string =>
    `${tag('c', [...at, ...pairs], way)}>${comment(below)}${inside}${space(below)}</${prefix}c>`;
  const value = (text: string): string => `<${prefix}v>${text}</${prefix}v>`;
  switch (cell.kind) {
    case 'none':
      // The next cell may have no reference either.
      return `${tag('c', at, way)}/>`;
    case 'truth':
      return element([['t', 'b']], value(cell.truth ? '1' : '0'));
    case 'number': {
      const pairs: [string, string][] = [['s', String(way.style(cell.format))]];
      if (below(3) === 0) pairs.push(['t', 'n']);
      return element(pairs, formula(below, prefix) + value(numeral(cell.number, below)));
    }
    case 'text':
      return textXml(cell.text, way, element, value);
  }
}

const formula = (below: Below, prefix: string): string =>
  below(10) === 0 ? `<${prefix}f t="shared" si="0">A1&amp;"&lt;"</${prefix}f>` : '';

function textXml(
  text: string,
  way: Way,
  element: (pairs: [string, string][], inside: string) => string,
  value: (text: string) => string,
): string {
  const { below, prefix } = way;
  const kind = below(4);
  if (kind === 0) return element([['t', 'str']], formula(below, prefix) + value(characters(text, below)));
  if (kind === 1)
    return element([['t', 'inlineStr']], `<${prefix}is>${richText(text, prefix, below)}</${prefix}is>`);
  way.strings.push(`<si>${richText(text, '', below)}</si>`);
  return element([['t', 's']], value(String(way.strings.length - 1)));
}

/** A text alone, or in runs of formatted text with its reading beside it. */
function richText(text: string, prefix: string, below: Below): string {
  const one = (part: string): string =>
    `<${prefix}t xml:space="preserve">${characters(part, below)}</${prefix}t>`;
  if (below(4) !== 0) return one(text);
  const all = Array.from(text);
  const cut = below(all.length + 1);
  // An escape that is cut into two runs is none any more.
  if (text.includes('_')) return `<${prefix}r>${one(text)}</${prefix}r>`;
  const bold = `<${prefix}rPr><${prefix}b/></${prefix}rPr>`;
  const runs = [all.slice(0, cut).join(''), all.slice(cut).join('')];
  const reading =
    below(2) === 0 ? `<${prefix}rPh sb="0" eb="1"><${prefix}t>ヨミ</${prefix}t></${prefix}rPh>` : '';
  return runs.map((run) => `<${prefix}r>${bold}${one(run)}</${prefix}r>`).join('') + reading;
}

/** A text as XML: as it is, as references to characters, or as CDATA. What looks like an escape is escaped. */
function characters(text: string, below: Below): string {
  const plain = text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  if (below(6) === 0 && !plain.includes(']]>')) return `<![CDATA[${plain}]]>`;
  let xml = '';
  for (const character of plain) {
    const code = character.codePointAt(0) ?? 0;
    const way = below(12);
    if (way === 0) xml += `&#${code};`;
    else if (way === 1) xml += `&#x${code.toString(16)};`;
    else xml += entities[character] ?? character;
  }
  return xml;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;' };

/** A number in one of the forms of xsd:double. */
function numeral(number: number, below: Below): string {
  const way = below(4);
  if (way === 0) return number.toExponential().toUpperCase();
  if (way === 1 && Number.isInteger(number)) return `${number}.0`;
  return String(number);
}
