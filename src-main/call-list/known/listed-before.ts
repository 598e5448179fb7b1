import { homeOfTable } from '../check/home-of-table.ts';
import type { NumberTable } from '../check/number-table.ts';
import { keysSought, listing, type Listing } from '../do-not-call/listed-numbers.ts';
import type { NumberCipher } from './fingerprints.ts';
import type { Judgement, Knowledge } from './knowledge.ts';
import { listPart, openList, writeKey, type ListAbout, type OpenList } from './list-file.ts';
import { blockWords } from './number-block.ts';
import { SoughtNumbers } from './sought-numbers.ts';

/** A list of the library that a check is to apply. */
export interface ListToApply {
  readonly id: string;
  readonly path: string;
}

/** What a list came to. `about` is null where it could not be applied: nothing is known of its numbers then. */
export interface AppliedList {
  readonly id: string;
  readonly about: ListAbout | null;
  /** Rows with a number that is on it, or likely so; a row may be counted for several lists. */
  readonly blockedRows: number;
}

interface Applied extends ListToApply {
  about: ListAbout | null;
  /** By the number's identity. */
  found: Uint8Array;
  isWhole: boolean;
  readonly rows: Set<number>;
}

/** Which numbers are on the do-not-call lists of the library, and on which of them. */
export class ListedBefore implements Knowledge {
  readonly #cipher: NumberCipher;
  readonly #lists: readonly Applied[];
  #table: NumberTable | undefined;
  #home: string | undefined;
  #seen = 0;

  constructor(lists: readonly ListToApply[], cipher: NumberCipher) {
    this.#cipher = cipher;
    this.#lists = lists.map((list) => ({
      ...list,
      about: null,
      found: new Uint8Array(0),
      isWhole: true,
      rows: new Set(),
    }));
  }

  lookUp(table: NumberTable, plannedHome: string | undefined): void {
    this.#table = table;
    const from = this.#seen;
    if (table.count === from) return;
    this.#seen = table.count;
    const home = (this.#home ??= plannedHome ?? homeOfTable(table));
    const keys = soughtKeys(table, from, home);
    const fingerprints = this.#cipher.fingerprints(keys.count, (index, into, at) => {
      for (let i = 0; i < blockWords; i += 1) into[at + i] = keys.blocks[index * blockWords + i] as number;
    });
    const sought = new SoughtNumbers(fingerprints);
    for (const list of this.#lists) this.#apply(list, sought, keys);
  }

  #apply(list: Applied, sought: SoughtNumbers, { owners, firsts }: SoughtKeys): void {
    const found = new Uint8Array(this.#seen);
    found.set(list.found);
    list.found = found;
    const open = openList(list.path, this.#cipher.keyId);
    if (open === null) {
      list.isWhole = false;
      return;
    }
    const note = (index: number, as: Listing): void => {
      const number = owners[index] as number;
      if (found[number] !== listing.yes) found[number] = as;
    };
    try {
      const isFirstWhole = sought.findIn(open.file, listPart.first, (index) =>
        note(index, firsts[index] === 1 ? listing.yes : listing.likely),
      );
      const areOthersWhole = sought.findIn(open.file, listPart.others, (index) =>
        note(index, listing.likely),
      );
      if (!isFirstWhole || !areOthersWhole) list.isWhole = false;
      // A few numbers are found by halving, which looks at no checksum: a list that is damaged must show all the same.
      if (list.about === null && !isSound(open)) list.isWhole = false;
      list.about = open.about;
    } catch {
      // its disk went away while it was read: what was found holds, and that not all was is said
      list.isWhole = false;
    } finally {
      open.file.close();
    }
  }

  judge(number: number): Judgement | undefined {
    const found = this.#lists.map((list) => list.found[number] ?? listing.no);
    const isListed = found.includes(listing.yes);
    if (!isListed && !found.includes(listing.likely)) return undefined;
    const detail = this.#table?.text(number) ?? '';
    return { rule: isListed ? 'do-not-call' : 'do-not-call-likely', isError: true, detail };
  }

  judged(row: number, numbers: ArrayLike<number>): void {
    for (const { found, rows } of this.#lists) {
      rows.delete(row);
      for (let i = 0; i < numbers.length; i += 1) {
        if ((found[numbers[i] as number] ?? listing.no) !== listing.no) rows.add(row);
      }
    }
  }

  /** @param isBlocked whether a row is still left out because of a do-not-call list: an edit may have changed it */
  found(isBlocked: (row: number) => boolean): AppliedList[] {
    return this.#lists.map(({ id, about, isWhole, rows }) => ({
      id,
      about: isWhole ? about : null,
      blockedRows: [...rows].filter(isBlocked).length,
    }));
  }
}

function isSound({ file }: OpenList): boolean {
  return Object.values(listPart).every((part) => file.read(part, () => undefined));
}

interface SoughtKeys {
  readonly blocks: Uint32Array;
  readonly count: number;
  /** Whose key each is. */
  readonly owners: Uint32Array;
  /** 1 for the key of the likeliest reading. */
  readonly firsts: Uint8Array;
}

/** No number has more keys: it has four readings at most, and two keys for each. */
const mostKeys = 8;

function soughtKeys(table: NumberTable, from: number, home: string): SoughtKeys {
  const most = (table.count - from) * mostKeys;
  const blocks = new Uint32Array(most * blockWords);
  const owners = new Uint32Array(most);
  const firsts = new Uint8Array(most);
  let count = 0;
  for (let id = from; id < table.count; id += 1) {
    const { first, others } = keysSought(table.text(id), home);
    if (first === undefined) continue;
    for (const key of new Set([first, ...others])) {
      if (!writeKey(key, blocks, count * blockWords)) continue;
      owners[count] = id;
      firsts[count] = key === first ? 1 : 0;
      count += 1;
    }
  }
  return { blocks, count, owners, firsts };
}
