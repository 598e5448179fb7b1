import type { InterfaceName } from '../contract/result-codes.ts';
import { parseAnswer, successCode, type Answer, type Service } from './answer.ts';

/**
 * What an answer says about a request that must not be repeated. `refused` is a claim: the system did nothing, and
 * sending it again does no harm. It needs a clear refusal; whatever is neither that nor a clear success is `unknown`.
 */
export type OnceOutcome = 'done' | 'refused' | 'unknown';

/** Each line stands for a kind of answer. The first that fits decides. */
const table: readonly (readonly [OnceOutcome, (answer: AnswerFacts) => boolean])[] = [
  // It says that something was made, and that nothing was: whatever its status and code.
  ['unknown', ({ made, success }) => made && !success],
  ['unknown', ({ status, success }) => status !== 200 && success],
  // The server gave up waiting, or the gateway's client did: the request may have been whole, and acted on.
  ['unknown', ({ status }) => status === 408 || status === 499],
  // Refused before anything was done: 4xx; 501, which the interface that is lacking answers; 511, a network's own.
  ['refused', ({ status }) => (status >= 400 && status < 500) || status === 501 || status === 511],
  // Any other status: a gateway that did not hear from its server, a redirection, a failure in the middle.
  ['unknown', ({ status }) => status !== 200],
  ['done', ({ success }) => success],
  ['refused', ({ codes }) => codes.length > 0 && codes.every((code) => code === 'refusal')],
  // No code, codes that contradict each other, or something that is not a code: a number, a blank beside it, a word.
  ['unknown', () => true],
];

/** What is known of an answer. */
interface AnswerFacts {
  readonly status: number;
  /** Of each code that is there: `resultCode`, `returnCode`. */
  readonly codes: readonly CodeForm[];
  /** There is a code, and every one is success. */
  readonly success: boolean;
  /** It names what was made: an ID that only a success has. */
  readonly made: boolean;
}

type CodeForm = 'success' | 'refusal' | 'unclear';

/** What only a success of an interface carries. */
const made: Partial<Record<InterfaceName, (answer: Answer) => readonly unknown[]>> = {
  uploadFileServer: ({ importTaskId }) => [importTaskId],
  addServer: ({ serverId }) => [serverId],
  'appoint/create': ({ returnObject }) => [field(returnObject, 'appointId')],
  'ivr/uploadFile': ({ resultData }) => [field(resultData, 'fileName'), field(resultData, 'locationId')],
};

/**
 * Reads the answer to a request that must not be repeated.
 * @param body may be anything, also no JSON at all
 */
export function onceOutcome(
  { interface: name, service }: { readonly interface: InterfaceName; readonly service: Service },
  { status, body }: { readonly status: number; readonly body: Uint8Array },
): OnceOutcome {
  const answer = fieldsOf(body);
  const codes = [answer['resultCode'], answer['returnCode']]
    .filter((code) => code !== undefined && code !== null && code !== '')
    .map((code) => formOf(code, service));
  const facts: AnswerFacts = {
    status,
    codes,
    success: codes.length > 0 && codes.every((code) => code === 'success'),
    made: (made[name]?.(answer) ?? []).some(tells),
  };
  return table.find(([, fits]) => fits(facts))?.[0] ?? 'unknown';
}

/**
 * Codes are texts of digits, and are compared as such; CC-FS's 0 is the same as a number. One that only resembles a
 * success is no refusal.
 */
function formOf(code: unknown, service: Service): CodeForm {
  if (code === successCode[service] || (code === 0 && service === 'ccfs')) return 'success';
  if (typeof code !== 'string' || !/^\d+$/.test(code)) return 'unclear';
  return resemblesSuccess.has(code.replace(/^0+/, '')) ? 'unclear' : 'refusal';
}
/** The success codes of both services, and HTTP's, without their leading zeros. */
const resemblesSuccess: ReadonlySet<string> = new Set(['200000', '', '200']);

function fieldsOf(body: Uint8Array): Answer {
  try {
    return parseAnswer(body);
  } catch {
    return {};
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function tells(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(tells);
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}
