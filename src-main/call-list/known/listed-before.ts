import type { AppliedList, ListFacts, ListFault, ListsToApply } from '../../contract/do-not-call.ts';
import { homeOfTable } from '../check/home-of-table.ts';
import type { NumberTable } from '../check/number-table.ts';
import { RowSet } from '../check/row-set.ts';
import { listing, type Listing } from '../do-not-call/listed-numbers.ts';
import type { NumberCipher } from './fingerprints.ts';
import type { Judgement, Knowledge } from './knowledge.ts';
import { isOldList, isIntact, listPart, listPath, openList } from './list-file.ts';
import { SoughtKeys } from './sought-keys.ts';
import { fewSought } from './sought-numbers.ts';

/** What a check asks of the library. */
export interface ListsQuestion extends ListsToApply {
  /** Epoch milliseconds. */
  readonly now: number;
}

interface Applied {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  /** As the first look found it: numbers that edits bring are looked for in what the list is by then. */
  facts: ListFacts | null;
  fault: ListFault | null;
  /** The file whose checksums were looked at; see NumberFile. */
  sound: string | null;
  /** By the number's identity. */
  found: Uint8Array;
  readonly blocked: RowSet;
  /** Of these, the rows of which it is certain. */
  readonly sure: RowSet;
}

/** Which numbers are on the do-not-call lists of the library, and on which of them. */
export class ListedBefore implements Knowledge {
  readonly #cipher: NumberCipher | null;
  readonly #question: ListsQuestion;
  readonly #lists: readonly Applied[];
  #table: NumberTable | undefined;
  #home: string | undefined;
  #seen = 0;
  #hasLooked = false;

  /**
   * @param folder where the library is
   * @param cipher null where there is no key: no list can be applied then, and each says so
   */
  constructor(folder: string, cipher: NumberCipher | null, question: ListsQuestion) {
    this.#cipher = cipher;
    this.#question = question;
    this.#lists = question.lists.map(({ id, name }) => ({
      ...{ id, name, path: listPath(folder, id), facts: null },
      ...{ fault: cipher === null ? 'no-key' : null, sound: null },
      found: new Uint8Array(0),
      ...{ blocked: new RowSet(), sure: new RowSet() },
    }));
  }

  lookUp(table: NumberTable, plannedHome: string | undefined): void {
    this.#table = table;
    const from = this.#seen;
    const cipher = this.#cipher;
    if (cipher === null) return;
    // a list is opened where there is nothing to look for as well: whether it can be is said
    if (table.count === from && this.#hasLooked) return;
    this.#hasLooked = true;
    this.#seen = table.count;
    const home = this.#home ?? plannedHome ?? homeOfTable(table);
    // without a number, nothing shows yet where they are
    if (table.count > 0) this.#home = home;
    const byHome = Map.groupBy(this.#lists, (list) => this.#homeOf(list, cipher) ?? home);
    for (const [homeOfList, lists] of byHome) {
      let next = from;
      do {
        const keys = new SoughtKeys(table, next, { home, homeOfList }, cipher);
        for (const list of lists) this.#apply(list, keys, cipher);
        next = keys.until;
      } while (next < table.count);
    }
  }

  #homeOf(list: Applied, { keyId }: NumberCipher): string | undefined {
    const open = openList(list.path, keyId);
    if (typeof open === 'string') return undefined;
    open.file.close();
    return open.file.head.home;
  }

  #apply(list: Applied, keys: SoughtKeys, { keyId }: NumberCipher): void {
    const { sought } = keys;
    if (list.found.length < this.#seen) {
      const grown = new Uint8Array(this.#seen);
      grown.set(list.found);
      list.found = grown;
    }
    const { found } = list;
    const open = openList(list.path, keyId);
    if (typeof open === 'string') {
      list.fault = open;
      return;
    }
    const note = (index: number, as: Listing): void => {
      const number = keys.owner(index);
      if (found[number] !== listing.yes) found[number] = as;
    };
    try {
      const isWhole = [
        sought.findIn(open.file, listPart.first, (index) =>
          note(index, keys.isFirst(index) ? listing.yes : listing.likely),
        ),
        sought.findIn(open.file, listPart.others, (index) => note(index, listing.likely)),
        // A few numbers are found by halving, which looks at no checksum: a list that is damaged must show all the same.
        sought.count > fewSought || list.sound === open.file.stamp || isIntact(open),
      ];
      if (isWhole.includes(false)) list.fault = 'damaged';
      else list.sound = open.file.stamp;
      list.facts ??= open.about.facts;
    } catch {
      // its disk went away while it was read: what was found holds, and the rest is reported as unread
      list.fault = 'damaged';
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
    for (const { found, blocked, sure } of this.#lists) {
      blocked.delete(row);
      sure.delete(row);
      for (let i = 0; i < numbers.length; i += 1) {
        const as = found[numbers[i] as number] ?? listing.no;
        if (as !== listing.no) blocked.add(row);
        if (as === listing.yes) sure.add(row);
      }
    }
  }

  /** Whether any of them blocks a row. */
  blocks(row: number): boolean {
    return this.#lists.some(({ blocked }) => blocked.has(row));
  }

  found(): AppliedList[] {
    const { oldAfterDays, now } = this.#question;
    return this.#lists.map(({ id, name, facts, fault, blocked, sure }) => ({
      ...{ id, name, facts, fault },
      old: facts !== null && isOldList(facts, oldAfterDays, now),
      blockedRows: blocked.count,
      likelyRows: blocked.count - sure.count,
    }));
  }
}
