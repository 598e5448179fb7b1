import type { FailedBy, FetchedResults } from '../../src-main/contract/call-results.ts';
import { callCauses, causeOfCode, failureText, type CallCause } from '../../src-main/contract/fail-codes.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { formatCount } from '../app/format.ts';

const words: Readonly<Record<CallCause, () => string>> = {
  busy: m.call_results_cause_busy,
  no_answer: m.call_results_cause_no_answer,
  switched_off: m.call_results_cause_switched_off,
  wrong_number: m.call_results_cause_wrong_number,
  refused: m.call_results_cause_refused,
  hung_up: m.call_results_cause_hung_up,
  machine: m.call_results_cause_machine,
  call_centre: m.call_results_cause_call_centre,
  other: m.call_results_cause_other,
};
export const causeWords = (cause: CallCause): string => words[cause]();

/** Failed calls of one cause, and the codes behind them. */
export interface FailureCause {
  readonly cause: CallCause;
  readonly count: number;
  /** Each code in words, the most frequent first. */
  readonly kinds: readonly { readonly text: string; readonly count: number }[];
}

/** The most frequent kinds of a cause in one line; empty where they say no more than the cause itself. */
export function kindsLine({ cause, kinds }: FailureCause, counted: boolean): string {
  const [first, second] = kinds;
  if (first === undefined || (second === undefined && first.text === causeWords(cause))) return '';
  return kinds
    .slice(0, 4)
    .map(({ text, count }) =>
      counted && second !== undefined ? m.call_results_bar({ cause: text, count: formatCount(count) }) : text,
    )
    .join(' · ');
}

/** Failed calls by cause, the most frequent first. */
export function failureCauses(
  { failedBy, names }: Pick<FetchedResults, 'failedBy' | 'names'>,
  language: 'en' | 'zh',
): FailureCause[] {
  const by = Map.groupBy(failedBy, ({ failCode }) => causeOfCode(failCode));
  return callCauses
    .flatMap((cause) => {
      const found = by.get(cause) ?? [];
      const count = found.reduce((sum, one) => sum + one.count, 0);
      return count === 0 ? [] : [{ cause, count, kinds: kindsOf(found, names, language) }];
    })
    .toSorted((a, b) => b.count - a.count);
}

/** Several codes may have one name: they are one kind for whoever reads it. */
function kindsOf(found: readonly FailedBy[], names: FetchedResults['names'], language: 'en' | 'zh') {
  const counts = new Map<string, number>();
  for (const one of found) {
    const said = failureText(one, names, language);
    // a code that nobody has words for
    const bare = said !== null && (said === one.failCode || said === one.resultCode);
    const text = bare ? m.call_results_code({ code: said }) : (said ?? m.call_results_no_code());
    counts.set(text, (counts.get(text) ?? 0) + one.count);
  }
  return [...counts].map(([text, count]) => ({ text, count })).toSorted((a, b) => b.count - a.count);
}
