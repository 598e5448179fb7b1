import { templateColumns } from '../../contract/call-data-template.ts';
import {
  plainFields,
  type CalledSource,
  type ColumnProposal,
  type Mapping,
  type MappingProposal,
  type MappingRole,
  type SourceColumn,
} from '../../contract/mapping.ts';
import { isMissingText } from '../error-texts.ts';
import { Companions } from './companions.ts';
import { markColumnsOf } from './do-not-call-marks.ts';
import { headerFingerprint } from './fingerprint.ts';
import { HeaderNames, normalHeader } from './header-names.ts';
import { isAnyNumber, rolesByName } from './known-names.ts';
import { isOtherNumber, isPostcode, isSurelyOtherNumber } from './other-numbers.ts';
import { isOfSomebodyBeside, isOfSomebodyElse, repeat } from './somebody-else.ts';
import {
  areWholeNumbers,
  fitOfValues,
  isWholeNumber,
  looksLikeCustomer,
  roleByValues,
} from './value-shapes.ts';

/** From this confidence on a column is used. */
const usable = 0.5;

const templateNames: ReadonlySet<string> = new Set(templateColumns.map(normalHeader));

/**
 * Proposes a mapping from the header and the first rows below it (twenty are plenty): by the names that columns
 * have in English and Chinese, confirmed or refuted by the values, and by values alone where those are
 * unmistakable. Where the header row is a customer itself, the source has none, and the mapping says so.
 */
export function proposeMapping(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
): MappingProposal {
  const fingerprint = headerFingerprint(headers);
  const hasHeader = !looksLikeCustomer(headers) && !continuesInSample(headers, sample);
  const rows = hasHeader ? sample : [headers, ...sample];
  const names = hasHeader ? headers : [];
  const width = Math.max(headers.length, ...sample.map((row) => row.length));
  const judged = Array.from({ length: width }, (_, index) => {
    const values = rows.map((row) => row[index] ?? '').filter(isValue);
    return judge(index + 1, names[index] ?? '', values);
  });
  const marks = new Set(
    markColumnsOf(names, rows).flatMap(({ column, says }) => (says === 'remark' ? [] : [column])),
  );
  const known = judged.map((proposal, index) => (marks.has(index) ? asMarks(proposal) : proposal));
  const columns = withPhone(withoutOthers(onlyBest(known), rows), rows);
  const mapping = mappingOf(columns, names);
  return {
    mapping: mapping && (hasHeader ? mapping : { headerRow: null, ...mapping }),
    columns,
    fingerprint,
  };
}

/** A column of marks, whatever else its name and values say. */
const asMarks = (proposal: ColumnProposal): ColumnProposal => ({
  ...proposal,
  role: 'doNotCall',
  confidence: 0.95,
  because: 'name',
});

/** The first row has a number where those below it have one: it is a record, and no header. */
function continuesInSample(headers: readonly string[], sample: readonly (readonly string[])[]): boolean {
  return headers.some(
    (cell, column) =>
      isWholeNumber(cell) && areWholeNumbers(sample.map((row) => row[column] ?? '').filter(isValue)),
  );
}

const valuesOf = ({ column }: ColumnProposal, rows: readonly (readonly string[])[]): string[] =>
  rows.map((row) => row[column - 1] ?? '').filter(isValue);

/** What is empty, or says that it is, speaks for nothing. */
const isValue = (text: string): boolean => text.trim() !== '' && !isMissingText(text);

const isPhone = ({ role, confidence }: ColumnProposal): boolean => role === 'phone' && confidence >= usable;

/**
 * Without the phones of people around the customer: those that a name says are a courier's or an adviser's, and those that
 * are the same in most rows; and without IDs that only look like phones; as long as there is another one.
 */
function withoutOthers(columns: ColumnProposal[], rows: readonly (readonly string[])[]): ColumnProposal[] {
  const isOther = (proposal: ColumnProposal): boolean =>
    isOfSomebodyBeside(proposal.header) ||
    (proposal.because === 'values' && isOtherNumber(proposal.header)) ||
    repeat(valuesOf(proposal, rows));
  const phones = columns.filter(isPhone);
  if (phones.length < 2 || phones.every(isOther)) return columns;
  return columns.map((proposal) =>
    phones.includes(proposal) && isOther(proposal) ? { ...proposal, confidence: 0.4 } : proposal,
  );
}

/** Where no name speaks for a phone, in whatever language: the column of which the values are whole numbers. */
function withPhone(columns: ColumnProposal[], rows: readonly (readonly string[])[]): ColumnProposal[] {
  if (columns.some(isPhone)) return columns;
  const candidates = columns.filter(
    (proposal) =>
      proposal.confidence < usable &&
      !isOtherNumber(proposal.header) &&
      !isOfSomebodyElse(proposal.header) &&
      areWholeNumbers(valuesOf(proposal, rows)),
  );
  const others = candidates.filter(
    (proposal) => !isOfSomebodyBeside(proposal.header) && !repeat(valuesOf(proposal, rows)),
  );
  // An order and an identity card have no 0 or + in front.
  const dialled = others.filter((proposal) =>
    valuesOf(proposal, rows).every((value) => /^\W*[0+]/.test(value.slice(0, 60))),
  );
  const found = dialled[0] ?? others[0] ?? candidates[0];
  return columns.map((proposal) =>
    proposal === found ? { ...proposal, role: 'phone', confidence: 0.6, because: 'values' } : proposal,
  );
}

/**
 * Below this part of fitting values a name does not count. A time that breaks its rule rejects the whole row, and a list
 * goes out as well without it.
 */
const leastFit = (role: MappingRole): number => (role === 'recycleTime' ? 0.8 : 0.2);

/** What one column is taken for, whatever the others are. */
function judge(column: number, header: string, values: readonly string[]): ColumnProposal {
  let best: ColumnProposal = { column, header, role: null, confidence: 0, because: 'nothing' };
  for (const { role, score } of rolesByName(header)) {
    // "Number" may be an order's: only whole numbers make it a phone.
    if (role === 'phone' && isAnyNumber(header) && !areWholeNumbers(values)) continue;
    if (role === 'phone' && isPostcode(header, values)) continue;
    // The template's own names are beyond doubt, whatever stands below them: that is for the checker.
    const fit = templateNames.has(normalHeader(header)) ? undefined : fitOfValues(role, values);
    const confidence =
      fit === undefined ? score * 0.95 : fit < leastFit(role) ? score * 0.4 : score * 0.6 + fit * 0.4 * score;
    if (confidence > best.confidence) {
      best = { column, header, role, confidence, because: fit === undefined ? 'name' : 'both' };
    }
  }
  const proven = roleByValues(values);
  const isOther = proven === 'phone' && (isOfSomebodyElse(header) || isSurelyOtherNumber(header));
  if (proven && best.confidence < usable && !isOther) {
    return { column, header, role: proven, confidence: 0.75, because: 'values' };
  }
  return best;
}

/**
 * Lets a role that only one column can have go to the best one. Phone columns may be many, but those that only
 * look like it take part only when none is named so: a list has other people's numbers too.
 */
function onlyBest(columns: readonly ColumnProposal[]): ColumnProposal[] {
  const named = columns.some(
    ({ role, because, confidence, header }) =>
      role === 'phone' && because !== 'values' && confidence >= usable && !isAnyNumber(header),
  );
  const taken = new Map<ColumnProposal['role'], ColumnProposal>();
  for (const proposal of columns) {
    const { role, confidence } = proposal;
    if (role && confidence > (taken.get(role)?.confidence ?? 0)) taken.set(role, proposal);
  }
  return columns.map((proposal) => {
    const { role, because } = proposal;
    if (!role) return proposal;
    const repeats = role === 'phone' || role === 'delayTime' || role === 'type' || role === 'doNotCall';
    const stays = repeats
      ? role !== 'phone' || !named || (because !== 'values' && !isAnyNumber(proposal.header))
      : taken.get(role) === proposal;
    return stays ? proposal : { ...proposal, confidence: Math.min(proposal.confidence, 0.4) };
  });
}

function mappingOf(columns: readonly ColumnProposal[], headers: readonly string[]): Mapping | null {
  const findable = new HeaderNames(headers);
  const refer = ({ column, header }: ColumnProposal): SourceColumn =>
    findable.find(header) === column - 1 ? header : column;
  const used = columns.filter(({ confidence }) => confidence >= usable);
  const phones = used.filter(({ role }) => role === 'phone');
  if (phones.length === 0) return null;

  const delayTimes = new Companions('delayTime', used);
  const types = new Companions('type', used);
  const called = phones.map((phone, i): CalledSource => {
    const delayTime = delayTimes.of(phone, phones[i + 1], phones.length);
    const type = types.of(phone, phones[i + 1], phones.length);
    return {
      column: refer(phone),
      ...(delayTime && { delayTime: { column: refer(delayTime) } }),
      ...(type && { type: { column: refer(type) } }),
    };
  });
  const plain = plainFields.flatMap((field) => {
    const found = used.find(({ role }) => role === field);
    return found ? [[field, { column: refer(found) }] as const] : [];
  });
  return { called, ...Object.fromEntries(plain) };
}
