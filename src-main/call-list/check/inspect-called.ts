import { callDataTemplate } from '../../contract/call-data-template.ts';
import { mostProblemsOfCell, templateRules, type RuleId } from '../../contract/template-rules.ts';
import { wholeDigits } from './called-cell.ts';
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
  const problems = new Problems();
  const numbers: string[] = [];
  const { items } = node;
  for (const item of items) {
    if (item.kind === 'object') inspectObject(item.members, problems, numbers);
    else problems.push({ rule: 'called-not-array', detail: toJson(item) });
  }
  const seen = new Set<string>();
  for (const number of numbers) {
    if (seen.has(number)) problems.push({ rule: 'called-same-number', detail: number });
    seen.add(number);
  }
  return {
    problems: problems.all(),
    numbers: [...seen],
    // made only when it is asked for: a check does not need it
    get proper() {
      const objects = items.flatMap((item) => (item.kind === 'object' ? [properObject(item.members)] : []));
      return `[${objects.join(',')}]`;
    },
  };
}

const errors: ReadonlySet<RuleId> = new Set(
  templateRules.filter(({ severity }) => severity === 'error').map(({ id }) => id),
);

/**
 * The problems of a cell, of which only so many are kept: one cell may repeat the same mistake ten thousand times. That
 * there is an error is never lost behind warnings.
 */
class Problems {
  readonly #kept: CalledProblem[] = [];
  #hasError = false;
  #hasMore = false;

  push(problem: CalledProblem): void {
    const isError = errors.has(problem.rule);
    if (this.#kept.length < mostProblemsOfCell) this.#kept.push(problem);
    else {
      this.#hasMore = true;
      if (isError && !this.#hasError) this.#kept[mostProblemsOfCell - 1] = problem;
    }
    this.#hasError ||= isError;
  }

  all(): readonly CalledProblem[] {
    return this.#hasMore ? [...this.#kept, { rule: 'more-problems', detail: '' }] : this.#kept;
  }
}

function failed(rule: RuleId): InspectedCalled {
  return { problems: [{ rule, detail: '' }], numbers: [], proper: undefined };
}

/** A number, or several with something between them, as people type them: not JSON, but clear what is meant. */
function isPlainNumber(text: string): boolean {
  return /[0-9０-９]/.test(text) && /^[\s0-9０-９*#+()（）＋.,;，；、/|\-–—－]+$/.test(text);
}

type Members = readonly (readonly [key: string, value: JsonNode])[];

/** Checks one object of the array; adds to the problems and numbers. */
function inspectObject(members: Members, problems: Problems, numbers: string[]): void {
  const seen = new Set<string>();
  for (const [key, value] of members) {
    if (seen.has(key)) problems.push({ rule: 'called-repeated-key', detail: key });
    seen.add(key);
    if (!isKnown(key)) {
      problems.push({ rule: 'called-unknown-key', detail: key });
      continue;
    }
    const text = textOf(value);
    const isNull = isNullNode(value);
    if (key === 'calledNo') inspectNumber(isNull ? '' : text, value, problems, numbers);
    else if (!isNull && key === 'delayTime') inspectDelay(text, value, problems);
    else if (!isNull && text === undefined) problems.push({ rule: 'called-type', detail: toJson(value) });
  }
  if (!seen.has('calledNo')) problems.push({ rule: 'called-no-missing', detail: '' });
}

/** The object as proper JSON: what Table 3 knows as text, other keys as they are, and no `null`. */
function properObject(members: Members): string {
  const proper = members
    .filter(([key, value]) => !isKnown(key) || !isNullNode(value))
    .map(([key, value]) => {
      const json = isKnown(key) ? JSON.stringify(textOf(value) ?? toJson(value)) : toJson(value);
      return `${JSON.stringify(key)}:${json}`;
    });
  return `{${proper.join(',')}}`;
}

const isKnown = (key: string): boolean => key === 'calledNo' || key === 'delayTime' || key === 'type';
const isNullNode = (value: JsonNode): boolean => value.kind === 'literal' && value.value === 'null';
const textOf = (value: JsonNode): string | undefined =>
  value.kind === 'string' || value.kind === 'number' ? value.value : undefined;

function inspectNumber(
  number: string | undefined,
  shown: JsonNode,
  problems: Problems,
  numbers: string[],
): void {
  if (number === undefined) {
    problems.push({ rule: 'called-no-characters', detail: toJson(shown) });
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
  if (shown.kind === 'number' && number.length > wholeDigits) {
    problems.push({ rule: 'digits-lost', detail: number });
  }
  if (!tooLong && !wrong) numbers.push(number);
}

function inspectDelay(delay: string | undefined, shown: JsonNode, problems: Problems): void {
  const inRange =
    delay !== undefined &&
    /^\d{1,9}$/.test(delay) &&
    Number(delay) >= delayTime.min &&
    Number(delay) <= delayTime.max;
  if (!inRange) problems.push({ rule: 'delay-time', detail: delay ?? toJson(shown) });
}
