import { callDataTemplate, type RuleId } from '../../contract/call-data-template.ts';
import { parseLenientJson, toJson, type JsonNode } from './lenient-json.ts';

/** One thing that is wrong with a `called` cell, and the part of it that is. */
export interface CalledProblem {
  readonly rule: RuleId;
  readonly detail: string;
}

/** A `called` cell looked at closely. */
export interface InspectedCalled {
  readonly problems: readonly CalledProblem[];
  /** The numbers that are in order. */
  readonly numbers: readonly string[];
  /** The cell as proper JSON with text values (Table 3); undefined where it cannot be read as an array. */
  readonly proper: string | undefined;
}

const { calledNo, delayTime } = callDataTemplate.called;
const allowed = new RegExp(`^[${calledNo.characters.replace(/[*#]/g, '\\$&')}]*$`);

/**
 * Finds everything that is wrong with a `called` cell (Table 2, 1.2 and Table 3). Unknown keys are warned about and
 * kept; `null` for an optional key is the same as leaving it out. Never throws.
 */
export function inspectCalled(text: string): InspectedCalled {
  const node = parseLenientJson(text);
  if (node === undefined) return failed(isPlainNumber(text) ? 'called-plain-number' : 'called-not-json');
  if (node.kind === 'number' || (node.kind === 'string' && isPlainNumber(node.value))) {
    return failed('called-plain-number');
  }
  if (node.kind !== 'array') return failed('called-not-array');
  if (node.items.length === 0) return failed('called-empty');
  const problems: CalledProblem[] = [];
  const numbers: string[] = [];
  const objects: string[] = [];
  for (const item of node.items) {
    if (item.kind === 'object') objects.push(inspectObject(item.members, problems, numbers));
    else problems.push({ rule: 'called-not-array', detail: toJson(item) });
  }
  const seen = new Set<string>();
  for (const number of numbers) {
    if (seen.has(number)) problems.push({ rule: 'called-same-number', detail: number });
    seen.add(number);
  }
  return { problems, numbers: [...seen], proper: `[${objects.join(',')}]` };
}

function failed(rule: RuleId): InspectedCalled {
  return { problems: [{ rule, detail: '' }], numbers: [], proper: undefined };
}

/** A number, or several with something between them, as people type them: not JSON, but clear what is meant. */
function isPlainNumber(text: string): boolean {
  return /[0-9０-９]/.test(text) && /^[\s0-9０-９*#+()（）＋.,;，；、/|\-–—－]+$/.test(text);
}

/** Checks one object of the array; adds to the problems and numbers, and answers it as proper JSON. */
function inspectObject(
  members: readonly (readonly [key: string, value: JsonNode])[],
  problems: CalledProblem[],
  numbers: string[],
): string {
  const proper: string[] = [];
  const seen = new Set<string>();
  for (const [key, value] of members) {
    if (seen.has(key)) problems.push({ rule: 'called-repeated-key', detail: key });
    seen.add(key);
    const known = key === 'calledNo' || key === 'delayTime' || key === 'type';
    if (!known) {
      problems.push({ rule: 'called-unknown-key', detail: key });
      proper.push(`${JSON.stringify(key)}:${toJson(value)}`);
      continue;
    }
    const text = value.kind === 'string' || value.kind === 'number' ? value.value : undefined;
    const isNull = value.kind === 'literal' && value.value === 'null';
    if (key === 'calledNo') inspectNumber(isNull ? '' : text, toJson(value), problems, numbers);
    else if (!isNull && key === 'delayTime') inspectDelay(text, toJson(value), problems);
    else if (!isNull && text === undefined) problems.push({ rule: 'called-type', detail: toJson(value) });
    if (!isNull) proper.push(`"${key}":${JSON.stringify(text ?? toJson(value))}`);
  }
  if (!seen.has('calledNo')) problems.push({ rule: 'called-no-missing', detail: '' });
  return `{${proper.join(',')}}`;
}

function inspectNumber(
  number: string | undefined,
  shown: string,
  problems: CalledProblem[],
  numbers: string[],
): void {
  if (number === undefined) {
    problems.push({ rule: 'called-no-characters', detail: shown });
    return;
  }
  if (number.trim() === '') {
    problems.push({ rule: 'called-no-missing', detail: '' });
    return;
  }
  const tooLong = number.length > calledNo.maxLength;
  const wrong = !allowed.test(number);
  if (tooLong) problems.push({ rule: 'called-no-too-long', detail: number });
  if (wrong) problems.push({ rule: 'called-no-characters', detail: number });
  if (!tooLong && !wrong) numbers.push(number);
}

function inspectDelay(delay: string | undefined, shown: string, problems: CalledProblem[]): void {
  const inRange =
    delay !== undefined &&
    /^\d{1,9}$/.test(delay) &&
    Number(delay) >= delayTime.min &&
    Number(delay) <= delayTime.max;
  if (!inRange) problems.push({ rule: 'delay-time', detail: delay ?? shown });
}
