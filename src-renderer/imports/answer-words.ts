import type { Testimony, WitnessReport } from '../../src-main/contract/witnesses.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { enumerate } from '../app/format.ts';
import { doubtText, witnessWords } from './witness-words.ts';

/** What is known beside an answer to whether an import arrived. */
export interface AnswerWords {
  /** Who speaks for it, or that nobody does. */
  readonly known: readonly string[];
  /** Why what speaks for it does not settle it; empty where nothing is against it. */
  readonly doubt: string;
  /** What the answer leads to. */
  readonly then: string;
}

type Words = (facts: { witnesses: string }) => string;

/** What was said that speaks for an answer. That nothing was found is told, and proves nothing. */
const speaks: Readonly<Record<'arrived' | 'send-again', readonly (readonly [Testimony['says'][], Words])[]>> =
  {
    arrived: [[['found', 'several', 'elsewhen'], m.answers_for]],
    'send-again': [
      [['refused'], m.answers_for],
      [['not_found'], m.answers_not_seen],
    ],
  };

/**
 * What is known beside each of the two answers. Who could not be asked, or cannot tell, is named for neither.
 * @param answer as `jobActions` names it: `arrived`, or else to send again
 */
export function answerWords(answer: string, found: WitnessReport | null): AnswerWords {
  const arrived = answer === 'arrived';
  const witnesses = found?.witnesses ?? [];
  const lines = speaks[arrived ? 'arrived' : 'send-again'].flatMap(([says, words]) => {
    const named = witnesses.filter((said) => says.includes(said.says)).map(witnessWords);
    if (named.length === 0) return [];
    return [words({ witnesses: enumerate(named.map(({ name, tag }) => m.answers_witness({ name, tag }))) })];
  });
  const none = found === null ? m.answers_not_asked() : m.answers_none();
  return {
    known: lines.length > 0 ? lines : [none],
    doubt: arrived ? doubtText(found?.doubt ?? null) : '',
    then: arrived ? m.answers_arrived_then() : m.answers_again_then(),
  };
}
