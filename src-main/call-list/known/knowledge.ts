import type { NumberTable } from '../check/number-table.ts';
import type { RuleId } from '../../contract/template-rules.ts';

/** A finding about a row, because of one of its numbers. */
export interface Judgement {
  readonly rule: RuleId;
  /** The row is not sent. */
  readonly isError: boolean;
  readonly detail: string;
}

/** Something that is known of numbers from elsewhere than their list. */
export interface Knowledge {
  /**
   * Looks up the numbers that were added since the last time.
   * @param home the calling code of the country that numbers without one belong to, where the plan says it
   */
  lookUp(table: NumberTable, home: string | undefined): void;
  /** By the number's identity. */
  judge(number: number): Judgement | undefined;
  /** Called with each row that is judged, and which of its numbers was what it was judged by; none where it has none. */
  judged?(row: number, numbers: ArrayLike<number>): void;
}
