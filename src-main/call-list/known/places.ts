import type { CheckOptions } from '../../contract/call-list.ts';
import { CalledNumbersBefore } from './called-before.ts';
import { NumberCipher } from './fingerprints.ts';
import type { Known } from './known.ts';
import { ListedBefore } from './listed-before.ts';

/** Where fingerprints are, and the key they were made with: never part of the options, which are kept. */
export interface KnownPlaces {
  /** Null where there is none. */
  readonly key: Uint8Array | null;
  /** The folder of imports that were sent; left out where there is no memory. */
  readonly sent?: string | undefined;
  /** The folder of do-not-call lists. */
  readonly lists?: string | undefined;
}

/** What a check asks for of what is known. A do-not-call list that cannot be applied is included, so that it is reported. */
export function knownFor(options: CheckOptions, now: Date, places: KnownPlaces = { key: null }): Known {
  const { calledBefore: asked, doNotCallLists: wanted } = options;
  const cipher = places.key && new NumberCipher(places.key);
  const at = now.getTime();
  const lists =
    wanted === undefined || wanted.lists.length === 0
      ? undefined
      : new ListedBefore(places.lists ?? '', cipher, { ...wanted, now: at });
  const calledBefore =
    cipher === null || asked === undefined || places.sent === undefined
      ? undefined
      : new CalledNumbersBefore(places.sent, cipher, { ...asked, now: at });
  return {
    all: [...(lists ? [lists] : []), ...(calledBefore ? [calledBefore] : [])],
    ...(lists && { lists }),
    ...(calledBefore && { calledBefore }),
  };
}
