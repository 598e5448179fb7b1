import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { NumberCipher } from '../../call-list/known/fingerprints.ts';
import type { ReadWatch } from '../../call-list/do-not-call/read-do-not-call.ts';
import type { ListKept, ListToKeep } from '../../call-list/known/keep-list.ts';
import { isOldList, listIds, listPath, type ListAbout } from '../../call-list/known/list-file.ts';
import { withoutNumbers } from '../../call-list/known/without-numbers.ts';
import type { ReadList } from '../../contract/do-not-call-lists.ts';
import type {
  KeptList,
  ListDays,
  ListFault,
  ListLibraryState,
  ListsToApply,
} from '../../contract/do-not-call.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { removeParts } from '../../platform/atomic-file.ts';
import { onDisk } from '../../platform/system-error.ts';
import { doNotCallDaysSetting, doNotCallListsSetting } from '../../store/app-settings.ts';
import type { SettingsTable } from '../../store/settings.ts';
import type { NumberKey } from '../memory/number-key.ts';
import { IntactLists } from './intact-lists.ts';

export interface ListLibraryDeps {
  /** Made when it is first needed. */
  readonly folder: string;
  readonly key: Pick<NumberKey, 'get' | 'possible'>;
  readonly settings: Pick<SettingsTable, 'get' | 'set'>;
  readonly keeper: { keep(list: ListToKeep, watch: ReadWatch): Promise<ListKept> };
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly changed: () => void;
}

/** What the settings have of a list. */
interface Entry {
  readonly id: string;
  readonly name: string;
  readonly applied: boolean;
}

/**
 * Do-not-call lists, a file of fingerprints each. The settings say which there are: one whose file is gone is not
 * forgotten for that. A file that the settings do not name, after their loss or a crash, is a list that is applied.
 */
export class ListLibrary {
  readonly #deps: ListLibraryDeps;
  readonly #intact = new IntactLists();
  /** Lists are written one after the other: one that is removed must not come back by a refresh under way. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: ListLibraryDeps) {
    this.#deps = deps;
  }

  async state(): Promise<ListLibraryState> {
    const { key } = this.#deps;
    const entries = this.#entries();
    // without a list there is nothing to ask a keychain for
    const keyId = entries.length === 0 ? null : await this.#keyId();
    return {
      keychain: key.possible,
      oldAfterDays: this.#days,
      lists: entries.map((entry) => this.#list(entry, keyId)),
    };
  }

  /** Where lists are, and the key to them: null without a keychain, or a list. */
  async places(): Promise<{ readonly key: Uint8Array | null; readonly lists: string }> {
    const { key, folder } = this.#deps;
    return { key: this.#entries().length === 0 ? null : await key.get(), lists: folder };
  }

  /**
   * What a check is to apply: these lists, or else those that are applied by default; undefined for none. One that was
   * chosen and has been removed since is removed for checks as well.
   */
  toApply(ids: readonly string[] | undefined): ListsToApply | undefined {
    const entries = this.#entries();
    const chosen = entries.filter(({ id, applied }) => (ids ? ids.includes(id) : applied));
    if (chosen.length === 0) return undefined;
    return { oldAfterDays: this.#days, lists: chosen.map(({ id, name }) => ({ id, name })) };
  }

  /** @throws DialdeskError as keepList; `keychain_unavailable` */
  add(source: string, name?: string, watch: ReadWatch = {}): Promise<ReadList> {
    return this.#inTurn(async () => {
      const entry = { id: randomUUID(), name: this.#freeName(name ?? nameOf(source)), applied: true };
      const kept = await this.#keep(source, entry, watch);
      // another may have been given the name meanwhile
      const others = this.#entries().filter(({ id }) => id !== entry.id);
      const named = { ...entry, name: freeName(entry.name, others) };
      this.#save([...others, named]);
      return this.#read(named, kept, null);
    });
  }

  /** @throws DialdeskError as keepList; `keychain_unavailable`, `not_found` */
  refresh(id: string, source: string, watch: ReadWatch = {}): Promise<ReadList> {
    return this.#inTurn(async () => {
      const entry = this.#entry(id);
      const before = this.#list(entry, await this.#keyId()).facts;
      const kept = await this.#keep(source, entry, watch);
      this.#deps.changed();
      return this.#read(
        this.#entries().find((each) => each.id === id) ?? entry,
        kept,
        before && { numbers: before.numbers, changedAt: Math.min(before.changedAt, before.readAt) },
      );
    });
  }

  /** @throws DialdeskError `not_found`, `local_disk` */
  rename(id: string, name: string): void {
    const entry = this.#entry(id);
    const others = this.#entries().filter((each) => each.id !== id);
    this.#change({ ...entry, name: freeName(withoutNumbers(name), others) });
  }

  /** @throws DialdeskError `not_found`, `local_disk` */
  apply(id: string, applied: boolean): void {
    this.#change({ ...this.#entry(id), applied });
  }

  /** @throws DialdeskError `local_disk` */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      // a file that stays is a list; an entry that stays is one whose file is gone
      await onDisk(rm(listPath(this.#deps.folder, id), { force: true }), 'the do-not-call lists');
      // as they are now: another may have been renamed, or be applied, meanwhile
      this.#save(this.#entries().filter((entry) => entry.id !== id));
    });
  }

  /** @throws DialdeskError `local_disk` */
  oldAfter(days: ListDays): void {
    this.#deps.settings.set(doNotCallDaysSetting, days);
    this.#deps.changed();
  }

  get #days(): ListDays {
    return this.#deps.settings.get(doNotCallDaysSetting);
  }

  async #keyId(): Promise<string | null> {
    const key = await this.#deps.key.get();
    return key && new NumberCipher(key).keyId;
  }

  async #keep(source: string, { id, name }: Entry, watch: ReadWatch): Promise<ListKept> {
    // called off while another was read
    if (watch.signal?.aborted === true) throw new DialdeskError('cancelled', 'stopped by the user');
    const { folder, key, keeper, now } = this.#deps;
    const bytes = await key.get();
    if (bytes === null)
      throw new DialdeskError('keychain_unavailable', 'there is no key to keep a list with');
    await onDisk(mkdir(folder, { recursive: true, mode: 0o700 }), 'the do-not-call lists');
    await removeParts(folder);
    const target = listPath(folder, id);
    return keeper.keep({ source, target, key: bytes, named: { id, name }, now: now() }, watch);
  }

  #read(entry: Entry, { about, firstNotUnderstood }: ListKept, before: ReadList['before']): ReadList {
    return { list: this.#shown(entry, about), firstNotUnderstood, before };
  }

  #list(entry: Entry, keyId: string | null): KeptList {
    const found: ListAbout | ListFault =
      keyId === null ? 'no-key' : this.#intact.look(listPath(this.#deps.folder, entry.id), keyId);
    return this.#shown(entry, found);
  }

  #shown({ id, name, applied }: Entry, found: ListAbout | ListFault): KeptList {
    if (typeof found === 'string') return { id, name, applied, fault: found, facts: null, old: false };
    const { facts } = found;
    const old = isOldList(facts, this.#days, this.#deps.now());
    return { id, name, applied, fault: null, facts, old };
  }

  /** The lists there are: those of the settings, and files that these do not name. */
  #entries(): readonly Entry[] {
    const { settings, folder } = this.#deps;
    const known = settings.get(doNotCallListsSetting);
    const unknown = listIds(folder).filter((id) => !known.some((entry) => entry.id === id));
    return [
      ...known,
      ...unknown.map((id) => ({ id, name: this.#intact.nameOf(listPath(folder, id)) ?? id, applied: true })),
    ];
  }

  #entry(id: string): Entry {
    return this.#entries().find((entry) => entry.id === id) ?? missing(id);
  }

  #change(changed: Entry): void {
    this.#save(this.#entries().map((entry) => (entry.id === changed.id ? changed : entry)));
  }

  #save(entries: readonly Entry[]): void {
    this.#deps.settings.set(doNotCallListsSetting, [...entries]);
    this.#deps.changed();
  }

  #freeName(name: string): string {
    return freeName(withoutNumbers(name), this.#entries());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const longestName = 60;

/** The file's name without its ending, and without a number before it is cut. */
function nameOf(path: string): string {
  const name = withoutNumbers(basename(path, extname(path))).trim();
  return name.slice(0, longestName).toWellFormed() || '•••';
}

/** The name, or with a number behind it where another list has it: two of one name could not be told apart. */
function freeName(name: string, others: readonly Entry[]): string {
  for (let at = 1; ; at += 1) {
    const tried = at === 1 ? name : `${name} (${at})`;
    if (!others.some((other) => other.name === tried)) return tried;
  }
}

function missing(id: string): never {
  throw new DialdeskError('not_found', `there is no do-not-call list ${id}`);
}
