import type { FetchedResults } from '../../src-main/contract/call-results.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { formatCount } from '../app/format.ts';
import type { RowsSum } from './result-sum.ts';

export interface ResultNote {
  readonly text: string;
  readonly warn?: boolean;
}

const counted = (count: number) => ({ count, countText: formatCount(count) });

/**
 * What has to be known to read the counts.
 * @param sum null where they cannot be compared with rows
 * @param alone whether the results are those of one list
 */
export function resultNotes(fetched: FetchedResults, sum: RowsSum | null, alone: boolean): ResultNote[] {
  const { missing, others, again, superseded, cut, unknown, list } = fetched;
  const notes: (ResultNote | false)[] = [
    cut && { text: m.call_results_note_cut(), warn: true },
    missing !== null && missing > 0 && { text: m.call_results_note_missing(counted(missing)), warn: true },
    sum !== null &&
      sum.difference < 0 && { text: m.call_results_note_difference(counted(-sum.difference)), warn: true },
    list === 'not_found' && { text: m.call_results_note_list_not_found(), warn: true },
    list === 'changed' && { text: m.call_results_note_list_changed(), warn: true },
    sum !== null && sum.notCalled !== null && sum.notCalled > 0 && { text: m.call_results_note_not_called() },
    sum !== null &&
      sum.withoutResult > 0 && {
        text: sum.notImported === null ? m.call_results_note_none() : m.call_results_note_without_result(),
      },
    again > 0 && { text: m.call_results_note_again(counted(again)) },
    others > 0 && {
      text: alone
        ? m.call_results_note_others(counted(others))
        : m.call_results_note_others_left(counted(others)),
    },
    superseded > 0 && { text: m.call_results_note_superseded(counted(superseded)) },
    unknown > 0 && { text: m.call_results_note_unknown() },
    { text: m.call_results_note_time() },
  ];
  return notes.filter((note) => note !== false);
}
