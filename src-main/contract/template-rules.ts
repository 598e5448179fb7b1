import { callDataTemplate, type TemplateColumn } from './call-data-template.ts';
import { numberRules } from './number-rules.ts';
import { valueRules } from './value-rules.ts';

/**
 * What a call list is checked for: the template's limits, and what a supervisor wants on top of them.
 */

/** An error keeps its row out of the clean workbook; a warning does not. */
export type Severity = 'error' | 'warning';

/** One rule: its stable name, the column it speaks about, how grave it is, and what it expects. */
export interface TemplateRule {
  /** Stable: saved in rejects workbooks, printed by the command, used as a key of the words. */
  readonly id: string;
  /** The column it is about; `any` for a rule that holds in every column. */
  readonly column: TemplateColumn | 'any';
  readonly severity: Severity;
  /** What the value should have been, for machines: a limit, a range, a pattern. Words come from the id. */
  readonly expected: string;
  /** Where the rule comes from: the vendor's table and row, or `supervisor` for what only Dialdesk checks. */
  readonly source: string;
}

/** So many problems of one cell are listed; a cell of 32,767 characters may have ten thousand. */
export const mostProblemsOfCell = 20;

const { called, recycleTime } = callDataTemplate;
const maxLengthOf = (name: TemplateColumn): string =>
  String(callDataTemplate.columns.find((column) => column.name === name)?.maxLength);

/**
 * Every rule, in the order in which problems of one cell are reported. The position in this list is the number
 * under which the issue store keeps a rule, so it may change between versions; the id may not.
 */
export const templateRules = [
  // any column
  ...valueRules,
  {
    id: 'damaged-character', // bytes that the file's encoding does not have stand where a character should
    column: 'any',
    severity: 'error',
    expected: 'whole',
    source: 'supervisor',
  },
  {
    id: 'stray-quote', // a quotation mark that does not enclose its field: what belongs to the field is a guess
    column: 'any',
    severity: 'error',
    expected: 'closed',
    source: 'supervisor',
  },
  {
    id: 'row-too-wide', // more fields than the header names: nearly always a delimiter inside a text
    column: 'any',
    severity: 'error',
    expected: 'header',
    source: 'supervisor',
  },
  {
    id: 'row-hidden', // by a filter or by hand; an error once the supervisor leaves hidden rows out
    column: 'called',
    severity: 'warning',
    expected: 'visible',
    source: 'supervisor',
  },
  {
    id: 'more-problems', // a cell has more problems than are listed
    column: 'any',
    severity: 'warning',
    expected: String(mostProblemsOfCell),
    source: 'supervisor',
  },
  {
    id: 'digits-lost', // more than 15 digits kept as a number, or 1.39E+10 as a text: Excel has rounded, a JSON reader may
    column: 'any',
    severity: 'warning',
    expected: '15',
    source: 'supervisor',
  },
  {
    id: 'control-character', // a character below U+0020 other than tab and line ends: cannot have been meant
    column: 'any',
    severity: 'warning',
    expected: 'printable',
    source: 'supervisor',
  },
  {
    id: 'text-too-long', // in a column without a limit of its own: more than a cell of the workbook that is sent can hold
    column: 'any',
    severity: 'error',
    expected: '32765',
    source: 'supervisor',
  },
  // sessionId
  {
    id: 'session-id-too-long',
    column: 'sessionId',
    severity: 'error',
    expected: maxLengthOf('sessionId'),
    source: '1.1',
  },
  // called
  {
    id: 'called-missing',
    column: 'called',
    severity: 'error',
    expected: 'value',
    source: '1.2',
  },
  {
    id: 'called-plain-number', // a phone number, or several, but not the JSON array: a mapping turns it into one
    column: 'called',
    severity: 'error',
    expected: '[{"calledNo":"…"}]',
    source: '1.2',
  },
  {
    id: 'called-not-json',
    column: 'called',
    severity: 'error',
    expected: '[{"calledNo":"…"}]',
    source: '1.2',
  },
  {
    id: 'called-not-array', // JSON, but not an array of objects
    column: 'called',
    severity: 'error',
    expected: '[{"calledNo":"…"}]',
    source: '1.2',
  },
  {
    id: 'called-empty', // an array without any object
    column: 'called',
    severity: 'error',
    expected: '[{"calledNo":"…"}]',
    source: '1.2',
  },
  {
    id: 'called-repeated-key', // the same key twice in one object: readers differ on which of them counts
    column: 'called',
    severity: 'error',
    expected: 'once',
    source: 'supervisor',
  },
  {
    id: 'called-no-missing',
    column: 'called',
    severity: 'error',
    expected: 'calledNo',
    source: '1.2.1',
  },
  {
    id: 'called-no-too-long',
    column: 'called',
    severity: 'error',
    expected: String(called.calledNo.maxLength),
    source: '1.2.1',
  },
  {
    id: 'called-no-characters',
    column: 'called',
    severity: 'error',
    expected: called.calledNo.characters,
    source: '1.2.1',
  },
  {
    id: 'delay-time', // not a whole number of seconds, or out of range
    column: 'called',
    severity: 'error',
    expected: `${String(called.delayTime.min)}..${String(called.delayTime.max)}`,
    source: '1.2.2',
  },
  {
    id: 'called-type', // `type` is an object, an array or a truth value: it should be text
    column: 'called',
    severity: 'error',
    expected: 'text',
    source: '1.2.3',
  },
  {
    id: 'called-unknown-key', // kept as it is: a system may know more than the page, but it may be a slip
    column: 'called',
    severity: 'warning',
    expected: Object.keys(called).join(', '),
    source: 'Table 3',
  },
  {
    id: 'called-same-number', // the same number twice in one row
    column: 'called',
    severity: 'warning',
    expected: 'once',
    source: 'supervisor',
  },
  ...numberRules,
  {
    id: 'do-not-call', // one of the numbers is on the do-not-call list
    column: 'called',
    severity: 'error',
    expected: 'not-listed',
    source: 'supervisor',
  },
  {
    id: 'do-not-call-likely', // a listed number has the same digits, but for a country's code that one of them lacks
    column: 'called',
    severity: 'error',
    expected: 'not-listed',
    source: 'supervisor',
  },
  {
    id: 'marked-do-not-call', // a column of the list says that the customer must not be called; an error unless allowed
    column: 'called',
    severity: 'warning',
    expected: 'not-marked',
    source: 'supervisor',
  },
  {
    id: 'called-before', // an import with this number was sent a few days ago; an error once such rows are left out
    column: 'called',
    severity: 'warning',
    expected: 'not-sent',
    source: 'supervisor',
  },
  {
    id: 'duplicate-number', // the row is left out as a duplicate and counted apart, not as rejected
    column: 'called',
    severity: 'warning',
    expected: 'once',
    source: 'supervisor',
  },
  // caller
  {
    id: 'caller-too-long',
    column: 'caller',
    severity: 'error',
    expected: maxLengthOf('caller'),
    source: '1.3',
  },
  {
    id: 'caller-unlikely', // not three or more digits, * or #, with at most a leading +
    column: 'caller',
    severity: 'warning',
    expected: '+0123456789*#',
    source: 'supervisor',
  },
  // callData
  {
    id: 'call-data-too-long',
    column: 'callData',
    severity: 'error',
    expected: maxLengthOf('callData'),
    source: '1.6',
  },
  {
    id: 'call-data-not-json', // an error once the supervisor says that an intelligent IVR flow reads it
    column: 'callData',
    severity: 'warning',
    expected: 'JSON',
    source: '1.6',
  },
  {
    id: 'call-data-escaped', // JSON with \" for ", as in the vendor's example: sent as it is, never an error
    column: 'callData',
    severity: 'warning',
    expected: 'JSON',
    source: '1.6',
  },
  {
    id: 'call-data-not-object', // JSON, but a flow that assigns values by name will find none; IVR only
    column: 'callData',
    severity: 'warning',
    expected: '{…}',
    source: '1.6',
  },
  // customField
  {
    id: 'custom-field-too-long',
    column: 'customField',
    severity: 'error',
    expected: maxLengthOf('customField'),
    source: '1.4',
  },
  // recycleTime
  {
    id: 'recycle-time-format',
    column: 'recycleTime',
    severity: 'error',
    expected: recycleTime.format,
    source: '1.5',
  },
  {
    id: 'recycle-time-not-real', // the form is right, but there is no such day or time: 2026-02-30, 24:00:00
    column: 'recycleTime',
    severity: 'error',
    expected: recycleTime.format,
    source: '1.5',
  },
  {
    id: 'recycle-time-past',
    column: 'recycleTime',
    severity: 'warning',
    expected: 'future',
    source: 'supervisor',
  },
  {
    id: 'recycle-time-outside-hours', // its detail is the next time inside; '' where there is none within a year
    column: 'recycleTime',
    severity: 'warning',
    expected: 'calling hours',
    source: 'supervisor',
  },
] as const satisfies readonly TemplateRule[];

/** The stable name of a rule. */
export type RuleId = (typeof templateRules)[number]['id'];

/** Every rule's name, in the order of the table. */
export const ruleIds: readonly RuleId[] = templateRules.map((rule) => rule.id);

/** The number of a rule in the table. */
export function ruleNumber(id: RuleId): number {
  return ruleIds.indexOf(id);
}
