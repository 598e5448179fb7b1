import type { CheckOptions } from '../../contract/call-list.ts';
import { CalledNumbersBefore } from './called-before.ts';
import { NumberCipher } from './fingerprints.ts';
import { nothingKnown, type Known } from './knowledge.ts';

/** Where fingerprints are, and the key they were made with: never part of the options, which are kept. */
export interface KnownPlaces {
  readonly key: Uint8Array;
  /** The folder of imports that were sent. */
  readonly sent: string;
}

/** What a check asks for of what is known. Nothing where it asks for nothing, or there is no key. */
export function knownFor(options: CheckOptions, now: Date, places: KnownPlaces | undefined): Known {
  if (places === undefined || options.calledBefore === undefined) return nothingKnown;
  const cipher = new NumberCipher(places.key);
  const question = { ...options.calledBefore, now: now.getTime() };
  const calledBefore = new CalledNumbersBefore(places.sent, cipher, question);
  return { all: [calledBefore], calledBefore };
}
