import type { MappingRole } from '../contract/mapping.ts';
import { templateHeader } from './header.ts';
import { isAnyNumber, rolesByName } from './mapping/known-names.ts';
import { looksLikeCustomer } from './mapping/value-shapes.ts';

/** How well a header must be known to count as one: as the name itself, or as its last word. */
const known = 0.85;

/**
 * Which of the first rows names the columns: the one with the most names of the template; else, above the first
 * customer, the one with the most names that columns have; else the first one that is about as wide as the others,
 * because a title above the header is narrower. The first one, where the list begins with a customer.
 *
 * @param rows the first rows that are not blank, at least one
 * @returns its index
 */
export function findHeader(rows: readonly (readonly string[])[]): number {
  const byTemplate = indexOfMost(rows.map(templateNames));
  if (byTemplate !== undefined) return byTemplate;
  const widths = rows.map((row) => row.filter((cell) => cell.trim() !== '').length);
  const widest = Math.max(...widths);
  const customer = rows.findIndex(
    (row, index) => ((widths[index] ?? 0) > 1 || widest === 1) && looksLikeCustomer(row),
  );
  const above = customer === -1 ? rows : rows.slice(0, customer);
  const byNames = indexOfMost(above.map(knownNames));
  if (byNames !== undefined) return byNames;
  const wide = above.findIndex((_, index) => (widths[index] ?? 0) * 2 > widest);
  // Better a title shown as the header than a customer taken for one.
  return wide === -1 || (above[wide] ?? []).some(hasNumber) ? 0 : wide;
}

/** Whether a cell has a number in it as long as those that customers have. */
const hasNumber = (cell: string): boolean => /\d{5}/.test(cell.slice(0, 200).replace(/[\s().\-/]/g, ''));

function templateNames(row: readonly string[]): number {
  const header = templateHeader(row);
  return header === undefined ? 0 : header.sources.filter((source) => source !== -1).length;
}

/**
 * How many cells are names that columns have; one of a telephone number is worth two, as groups of columns have names
 * too, such as “Contact” above the mobile number and the address.
 */
function knownNames(row: readonly string[]): number {
  const telling = row.filter((cell) => !isAnyNumber(cell.slice(0, 100)));
  const roles = telling.map(knownRole).filter((role) => role !== undefined);
  return roles.length + (roles.includes('phone') ? 1 : 0) + (telling.length < row.length ? 0.5 : 0);
}

function knownRole(cell: string): MappingRole | undefined {
  const [best] = cell.length <= 60 ? rolesByName(cell) : [];
  return best !== undefined && best.score >= known ? best.role : undefined;
}

/** The first of the largest counts; undefined where all are 0. */
function indexOfMost(counts: readonly number[]): number | undefined {
  const most = Math.max(0, ...counts);
  return most === 0 ? undefined : counts.indexOf(most);
}
