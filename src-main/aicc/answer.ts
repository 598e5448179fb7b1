import { DialdeskError } from '../contract/errors.ts';
import type { InterfaceName } from '../contract/result-codes.ts';

/** A JSON object as a service answered it. Every key is kept, known or not. */
export type Answer = Readonly<Record<string, unknown>>;

export type Service = 'isales' | 'ccfs';

/** The one code that means success, as an exact string. */
export const successCode: Readonly<Record<Service, string>> = { isales: '0200000', ccfs: '0' };

/**
 * The body of an answer as a JSON object.
 *
 * Integers too big for a number keep their digits, as text: the IDs of this call centre have thirty, and a
 * system that sends one without quotes must not have it rounded.
 *
 * @throws DialdeskError bad_answer if it is not UTF-8, not JSON, or no object: a portal's page, for example.
 */
export function parseAnswer(body: Uint8Array): Answer {
  const value = parseValue(hasMark(body) ? body.subarray(byteOrderMark.length) : body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DialdeskError('bad_answer', 'the answer is no JSON object', {
      details: { cause: 'not_an_object' },
    });
  }
  return value as Answer;
}

/**
 * A part of an answer, as `parseAnswer` reads it.
 * @throws DialdeskError bad_answer if it is not UTF-8, or not JSON
 */
export function parseValue(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes), keepDigits) as unknown;
  } catch (cause) {
    throw new DialdeskError('bad_answer', 'the answer is not JSON', {
      details: { cause: 'not_json' },
      cause,
    });
  }
}

/** A mark of the byte order is no JSON: it may stand before a whole answer, not before a part of one. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const byteOrderMark = [0xef, 0xbb, 0xbf];
const hasMark = (body: Uint8Array): boolean => byteOrderMark.every((byte, at) => body[at] === byte);

/** ECMAScript's reviver gets the source text as a third argument; TypeScript's library lacks it so far. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

/** The code and the text of an answer, as they came. */
export interface ResultText {
  /** Null where the answer has no code at all. */
  readonly resultCode: string | null;
  readonly resultDesc: string | null;
}

/**
 * Reads the code and its text. Failures may lack the documented keys and carry `description` instead. Where
 * `resultCode` and `returnCode` disagree, the one that is no success counts.
 */
export function readResult(answer: Answer, service: Service): ResultText {
  const codes = [scalarText(answer['resultCode']), scalarText(answer['returnCode'])].filter(
    (code) => code !== null,
  );
  const resultCode = codes.find((code) => code !== successCode[service]) ?? codes[0] ?? null;
  const resultDesc =
    scalarText(answer['resultDesc']) ?? scalarText(answer['returnDesc']) ?? scalarText(answer['description']);
  return { resultCode, resultDesc };
}

/**
 * Checks that an answer reports success.
 *
 * @param mustHaveCode false for sibling interfaces whose documented answer has no code: without one, a
 *   text in `description` alone still counts as a failure.
 * @throws DialdeskError result_code with `{ interface, resultCode, resultDesc }`, or bad_answer if there is
 *   no code where one must be.
 */
export function requireSuccess(
  answer: Answer,
  service: Service,
  interfaceName: InterfaceName,
  mustHaveCode: boolean,
): void {
  const { resultCode, resultDesc } = readResult(answer, service);
  if (resultCode === successCode[service]) return;
  if (resultCode === null && resultDesc === null) {
    if (!mustHaveCode) return;
    throw new DialdeskError('bad_answer', `${interfaceName}: the answer has no result code`, {
      details: { cause: 'no_result_code' },
    });
  }
  throw new DialdeskError('result_code', `${interfaceName} answered ${resultCode ?? 'without a code'}`, {
    details: { interface: interfaceName, resultCode: resultCode ?? '', resultDesc: resultDesc ?? '' },
  });
}

/** A text, or a number as its digits; anything else, and a blank text, count as absent. */
function scalarText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
