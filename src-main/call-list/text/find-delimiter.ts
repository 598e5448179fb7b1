import type { Delimiter } from '../../contract/call-list.ts';

const candidates: readonly Delimiter[] = [',', '\t', ';', '|'];
/** Few programs write them, and texts have them too: they must split every record alike, the header included. */
const rareCandidates: readonly Delimiter[] = ['\u001f', '^', '~', '，'];
const recordsLookedAt = 20;
/** A title, and some remarks below it. */
const longestTitle = 10;

const nearlyAll = 0.8;
/**
 * What splits a record and nearly all below alike is no accident, and the higher that record stands, the likelier it is
 * the header: texts of customers may all have two commas. More than fields and records could make up for.
 */
const ofWhole = 1e15;
const recordsAbove = 10_000;

/** What separates the fields of a text. */
export interface FoundDelimiter {
  readonly delimiter: Delimiter;
  /** The list has one column, as it is read; what stands in nearly all of its records may be its delimiter. */
  readonly maybeDelimiter?: Delimiter | undefined;
}

/**
 * Finds what separates the fields, from the beginning of a file: the candidate that splits the header into most
 * fields while the records below have as many. The header is the first record, or the first below a title that is
 * split. A list of one column has none; then one that occurs nowhere is taken, so that a comma inside an unquoted
 * `called` does not split it.
 */
export function findDelimiter(sample: string, fileName: string): FoundDelimiter {
  const all = [...candidates, ...rareCandidates];
  const [, declared] = /^sep=(.)\r?\n/i.exec(sample) ?? [];
  const known = all.find((delimiter) => delimiter === declared);
  if (known !== undefined) return { delimiter: known };
  let best: Delimiter | undefined;
  let maybe: Delimiter | undefined;
  let bestScore = 0;
  for (const delimiter of all) {
    const records = firstRecords(sample, delimiter);
    const isRare = rareCandidates.includes(delimiter);
    if (isRare && splitShare(records) >= nearlyAll) maybe ??= delimiter;
    if (isRare && !areAlike(records)) continue;
    const score = scoreOf(records) * (delimiter === '\t' && /\.tsv$/i.test(fileName) ? 2 : 1);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  if (best !== undefined) return { delimiter: best };
  return { delimiter: candidates.find((one) => !sample.includes(one)) ?? ',', maybeDelimiter: maybe };
}

/** Whether there are records below the first, and each has as many fields, of which there are several. */
const areAlike = (records: readonly FirstRecord[]): boolean =>
  records.length > 1 && records.every(({ fields }) => fields > 1 && fields === records[0]?.fields);

/** Which part of the records has the delimiter. */
const splitShare = (records: readonly FirstRecord[]): number =>
  records.filter(({ fields }) => fields > 1).length / records.length;

/** What speaks for a delimiter: how many fields the header has, and how many records below have as many. */
function scoreOf(records: readonly FirstRecord[]): number {
  let best = 0;
  for (const [at, { fields, isNumbers }] of records.slice(0, longestTitle + 1).entries()) {
    // A title has no delimiter; below it comes a header, and not a customer.
    if (fields < 2 || (at > 0 && isNumbers)) continue;
    const alike = records.slice(at + 1).filter((record) => record.fields === fields).length;
    // A title may be split by chance, but not into as many fields as the rows below.
    if (at > 0 && alike === 0) continue;
    const isWhole = alike > 0 && alike >= (records.length - at - 1) * nearlyAll;
    best = Math.max(best, fields * (1 + alike) * (isWhole ? Math.max(1, ofWhole / recordsAbove ** at) : 1));
    if (at === 0 && alike > 0) break;
  }
  return best;
}

interface FirstRecord {
  readonly fields: number;
  /** Has the template's list of numbers in it, which is full of delimiters of its own. */
  readonly isNumbers: boolean;
}

/** How many fields each of the first records has; the last one of the sample, which may be cut, is left out. */
function firstRecords(sample: string, delimiter: Delimiter): FirstRecord[] {
  const records: FirstRecord[] = [];
  let fields = 1;
  let quoted = false;
  let atStart = true;
  let isEmpty = true;
  let start = 0;
  const numbers = (end: number): boolean =>
    sample.slice(start, Math.min(end, start + 1000)).includes('calledNo');
  for (let at = 0; at < sample.length; at += 1) {
    const character = sample[at];
    if (quoted) {
      if (character !== '"') continue;
      if (sample[at + 1] === '"') at += 1;
      else quoted = false;
      continue;
    }
    if (character === '"' && atStart) {
      // Only at the start of a field does a quote begin a quoted one.
      quoted = true;
      atStart = false;
      isEmpty = false;
    } else if (character === delimiter) {
      fields += 1;
      atStart = true;
      isEmpty = false;
    } else if (character === '\n' || character === '\r') {
      if (!isEmpty) records.push({ fields, isNumbers: numbers(at) });
      if (records.length > recordsLookedAt) break;
      fields = 1;
      atStart = true;
      isEmpty = true;
      start = at + 1;
    } else {
      atStart = false;
      isEmpty = false;
    }
  }
  if (records.length === 0) records.push({ fields, isNumbers: numbers(sample.length) });
  return records;
}
