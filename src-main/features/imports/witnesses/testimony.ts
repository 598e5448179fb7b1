import type { Testimony, WitnessName } from '../../../contract/witnesses.ts';

/** What a witness says, with what is not said left null. */
export function testimony(
  witness: WitnessName,
  says: Testimony['says'],
  more: Partial<Testimony> = {},
): Testimony {
  const empty = { askedAt: null, reason: null, error: null, at: null, count: null };
  return { ...empty, code: null, rows: null, nextAt: null, witness, says, ...more };
}
