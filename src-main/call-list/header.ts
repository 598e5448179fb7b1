import { templateColumns, type TemplateColumn } from '../contract/call-data-template.ts';

/** Which cells of a row are which columns of the template. */
export interface TemplateHeader {
  /** For each column of the template, in its order, the index of the source column; -1 where it has none. */
  readonly sources: readonly number[];
  /** Headers that are no column of the template. */
  readonly ignored: readonly string[];
  /** The columns that are named twice. */
  readonly repeated: readonly TemplateColumn[];
}

const byName = new Map(templateColumns.map((name) => [name.toLowerCase(), name]));

/**
 * Reads a header row as the template's. Case and spaces do not matter, nor what joins words or encloses them (session_id,
 * a quotation mark that was never closed), nor a remark in brackets behind the name (Table 1 itself has
 * `called (Mandatory)`), nor the stars of what is mandatory.
 *
 * @returns undefined if there is no column `called`, without which a list is not in template form
 */
export function templateHeader(headers: readonly string[]): TemplateHeader | undefined {
  const sources = templateColumns.map(() => -1);
  const ignored: string[] = [];
  const repeated = new Set<TemplateColumn>();
  for (const [index, header] of headers.entries()) {
    const column = templateColumnOf(header);
    if (column === undefined) {
      if (header.trim() !== '') ignored.push(header);
      continue;
    }
    const place = templateColumns.indexOf(column);
    if (sources[place] !== -1) repeated.add(column);
    else sources[place] = index;
  }
  if (sources[templateColumns.indexOf('called')] === -1) return undefined;
  return { sources, ignored, repeated: [...repeated] };
}

/** The column of the template that a header names. */
export function templateColumnOf(header: string): TemplateColumn | undefined {
  const name = header
    .replace(/[\s\u200b\ufeff"'_-]+/g, '')
    .replace(/[*＊]/g, '')
    .replace(/[(（[【][^()（）[\]【】]*[)）\]】]$/, '')
    .toLowerCase();
  return byName.get(name);
}
