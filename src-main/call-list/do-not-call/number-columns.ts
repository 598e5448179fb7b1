import { normalHeader } from '../mapping/header-names.ts';
import { rolesByName } from '../mapping/known-names.ts';
import { certainty, numbersIn } from './numbers-in-text.ts';

/** How a column of a do-not-call list is known to hold numbers. */
export interface NumberColumns {
  /** Counted from 0, in order. */
  readonly columns: readonly number[];
  /** How sure a number in them must be to count: in a column that is known to hold numbers, any. */
  readonly least: number;
}

/** As many columns as are looked at: a list of numbers has few. */
const widest = 400;

/**
 * Finds the columns of a do-not-call list that hold its numbers: those that are named so, and those of which the values
 * leave no doubt; where there are neither, those in which values could be numbers.
 */
export function numberColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): NumberColumns {
  const width = Math.min(widest, Math.max(headers.length, ...rows.map(({ length }) => length)));
  const judged = Array.from({ length: width }, (_, column) => {
    const values = rows.map((row) => row[column] ?? '').filter((value) => value.trim() !== '');
    const best = values.map((value) => Math.max(0, ...numbersIn(value).map((found) => found.certainty)));
    const share = (least: number): number => {
      const many = best.filter((grade) => grade >= least).length;
      return values.length === 0 ? 0 : many / values.length;
    };
    const isNamed =
      isNumberName(headers[column] ?? '') && (values.length === 0 || share(certainty.possible) >= 0.3);
    const isClear = share(certainty.certain) >= 0.5 || share(certainty.likely) >= 0.8;
    return { column, isNamed, isClear, share: share(certainty.possible) };
  });
  const sure = judged.filter(({ isNamed, isClear }) => isNamed || isClear);
  if (sure.length > 0) return { columns: sure.map(({ column }) => column), least: certainty.possible };
  const most = Math.max(0, ...judged.map(({ share }) => share));
  if (most < 0.5) return { columns: [], least: certainty.certain };
  const columns = judged.filter(({ share }) => share === most).map(({ column }) => column);
  return { columns, least: certainty.possible };
}

function isNumberName(header: string): boolean {
  const [best] = rolesByName(header);
  return best !== undefined && (best.role === 'phone' || best.role === 'caller') && best.score >= 0.4;
}

/** An area code alone, with its 0 or without. */
export const isAreaCode = (text: string): boolean => /^0?[1-9]\d{1,3}$/.test(text);

const areaName =
  /^(?:区号|電話區號|區號|电话区号|areacode|area|citycode|std|stdcode|ddd|vorwahl|indicatif|prefijo|市外局番)$/;

/**
 * The columns of area codes: named so, or right before the numbers and with nothing in them but codes with their 0. Without
 * its code, a local number is not the one that is called.
 *
 * @returns for each column of numbers that has one, its column of codes
 */
export function areaColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  columns: readonly number[],
): Map<number, number> {
  const named = headers.findIndex((header) => areaName.test(normalHeader(header.slice(0, 200))));
  const holdsCodes = (column: number): boolean => {
    const values = rows.map((row) => (row[column] ?? '').trim()).filter((value) => value !== '');
    return values.length > 0 && values.every((value) => value.startsWith('0') && isAreaCode(value));
  };
  const found = new Map<number, number>();
  for (const column of columns) {
    if (named !== -1 && named !== column) found.set(column, named);
    else if (column > 0 && !columns.includes(column - 1) && holdsCodes(column - 1))
      found.set(column, column - 1);
  }
  return found;
}

/** Whether columns of numbers are named as the first and the last ones of ranges. */
export function areRanges(names: readonly string[]): boolean {
  const plain = names.map((name) => normalHeader(name.slice(0, 200)));
  return (
    plain.some((name) => /^(?:from|start|begin|起|开始|開始)/.test(name)) &&
    plain.some((name) => /^(?:to|end|until|止|结束|結束|终|終)/.test(name))
  );
}
