import { withoutEdges } from '../contract/text-edges.ts';
import type { CompiledPlan } from './compiled-plan.ts';
import { numberKind } from './kinds.ts';
import type { ReadNumber } from './read-number.ts';
import { verdict } from './why-not.ts';

/** More characters than any number has, with everything that people write around it. */
const longestText = 80;

/**
 * A number as somebody wrote it, in the form in which the plan dials it: without +86, 0086, 86 or a carrier's code,
 * signs, spaces, full-width digits, a surplus 0 or an extension, and with the 0 that a fixed line needs.
 *
 * @returns undefined for what is not, beyond doubt, one number that the plan dials
 */
export function dialForm(text: string, plan: CompiledPlan): string | undefined {
  if (text.length > longestText) return undefined;
  const bare = narrow(text);
  if (plan.judgeText(bare).verdict === verdict.fine) return bare;
  for (const written of [bare, ...withoutExtension(bare)]) {
    const number = readable(written);
    if (number === undefined) continue;
    const read = readSomehow(number.digits, number.plus, plan);
    const form = read && plan.form(read);
    // What a plan makes of a number is judged as every other number is.
    if (form !== undefined && plan.judgeText(form).verdict === verdict.fine) return form;
    if (read !== undefined) return undefined;
  }
  return undefined;
}

/** What stands between several numbers in one cell. */
const between = /[;,/|、，；／｜\r\n]+|\s(?:or|和|或)\s/u;

/**
 * The numbers of a cell in their order, each in the form in which it is dialled; undefined unless every part of the
 * cell is a number that the plan dials. `83630001/2` is no two numbers.
 */
export function dialForms(text: string, plan: CompiledPlan): string[] | undefined {
  if (text.length > longestCell) return undefined;
  const one = dialForm(text, plan);
  if (one !== undefined) return [one];
  const parts = text.split(between).filter((part) => part.trim() !== '');
  if (parts.length < 2 || parts.length > mostNumbers) return undefined;
  const forms = parts.map((part) => dialForm(part, plan));
  const found = forms.filter((form) => form !== undefined);
  return found.length === parts.length ? [...new Set(found)] : undefined;
}

const longestCell = 2000;
/** A cell with more is no cell of one customer. */
const mostNumbers = 50;

/** ASCII digits and signs, without marks that are not seen and the quotes that keep a spreadsheet from counting. */
function narrow(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .replace(/[\p{Dash_Punctuation}\u2212]/gu, '-');
  return withoutEdges(plain, isEdge)
    .replace(/^(?:tel|phone|mobile|电话|手机)[:：]?/iu, '')
    .trim();
}

/** Space, quotes, and the = of ="139…". */
const isEdge = (unit: number): boolean =>
  '\'"‘’“”`='.includes(String.fromCharCode(unit)) || String.fromCharCode(unit).trim() === '';

/** Digits with nothing but usual signs between them. */
function readable(text: string): { digits: string; plus: boolean } | undefined {
  // (0) is how the trunk prefix is shown beside a calling code
  const written = /^\+/.test(text) ? text.replace(/\(0\)/, '') : text;
  const plus = /^\(?\+/.test(written);
  const digits = plus ? written.slice(written.indexOf('+') + 1) : written;
  if (!/^[\d\s().\-·]+$/u.test(digits) || /\d\.\d{1,2}$/.test(digits)) return undefined;
  return { digits: digits.replace(/\D/g, ''), plus };
}

/** An extension is not dialled: it is reached by whoever answers. */
function withoutExtension(text: string): string[] {
  const named = /^(.{0,60}?)\s{0,4}(?:ext\.?|extension|x|转|轉|分机|分機|#)[\s.:]{0,4}\d{1,6}$/iu.exec(
    text,
  )?.[1];
  const dashed = /^(.{7,60})-\d{1,5}$/.exec(text)?.[1];
  return [named, dashed].filter((one) => one !== undefined && one !== '') as string[];
}

/**
 * The number as it stands; else what is left of it without one thing too many in front: zeros, a carrier's code, the
 * country's code once more.
 */
function readSomehow(digits: string, plus: boolean, plan: CompiledPlan): ReadNumber | undefined {
  const { reader } = plan;
  let rest = digits;
  let isAbroad = plus;
  const { code } = reader.rules;
  for (let round = 0; round < mostInFront; round += 1) {
    const read = reader.read(rest, isAbroad);
    // 00 is how people write a number's country wherever they are, whatever is dialled for it there.
    const abroad = !isAbroad && /^00[1-9]/.test(rest) ? reader.read(rest.slice(2), true) : undefined;
    if (abroad !== undefined && abroad.kind !== numberKind.none) {
      return read.kind === numberKind.none || isSame(read, abroad) ? abroad : undefined;
    }
    if (read.kind !== numberKind.none) {
      return !isAbroad && isDoubtful(rest, read, plan) ? undefined : read;
    }
    const isOwn = read.code === code;
    const whole = isAbroad && isOwn && rest.startsWith(code) ? rest.slice(code.length) : read.national;
    const shorter = isOwn && whole !== rest ? whole : withoutFront(rest, code);
    // Zeros in front of a whole number say nothing; what is left must be whole.
    if (shorter === undefined || (isAbroad && !isOwn)) return undefined;
    rest = shorter;
    isAbroad = false;
  }
  return undefined;
}

const isSame = (one: ReadNumber, other: ReadNumber): boolean =>
  one.code === other.code && one.national === other.national;

/** 49177… within Germany has an area code without its 0, or is a mobile number with the country's code: nobody knows. */
function isDoubtful(digits: string, read: ReadNumber, { reader }: CompiledPlan): boolean {
  if (read.code !== reader.rules.code || read.national !== digits || !digits.startsWith(read.code))
    return false;
  return reader.read(digits, true).kind !== numberKind.none;
}

const mostInFront = 4;

function withoutFront(digits: string, code: string): string | undefined {
  // China's carriers for cheaper calls: 17951, 17909, 12593 …
  const carrier = code === '86' ? /^1(?:79\d\d|2593|0193)(?=0?\d{10,12}$)/.exec(digits)?.[0] : undefined;
  if (carrier !== undefined) return digits.slice(carrier.length);
  if (/^0\d/.test(digits)) return digits.replace(/^0+/, '');
  return digits.startsWith(code) && digits.length > code.length + 8 ? digits.slice(code.length) : undefined;
}
