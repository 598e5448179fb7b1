import { createHash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NumberCipher } from '../../call-list/known/fingerprints.ts';
import { NumberFile, writeNumberFile } from '../../call-list/known/number-file.ts';
import { openSent, sentNames, type SentAbout, type SentName } from '../../call-list/known/sent-numbers.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { MemoryDays, MemoryState, NotRemembered } from '../../contract/memory.ts';
import { onDisk } from '../../platform/system-error.ts';
import { memoryDaysSetting, notRememberedSetting } from '../../store/app-settings.ts';
import type { SettingsTable } from '../../store/settings.ts';
import type { NumberKey } from './number-key.ts';
import { withoutNumber } from './one-number.ts';

const dayMs = 86_400_000;
/** So many imports that are not remembered are named. */
const mostNamed = 20;

export interface NumberMemoryDeps {
  /** Made when it is first needed. */
  readonly folder: string;
  readonly key: NumberKey;
  readonly settings: Pick<SettingsTable, 'get' | 'set'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly logError: (message: string, error: unknown) => void;
  /** Something is remembered, or forgotten. */
  readonly changed: () => void;
}

/** What becomes of numbers that are about to be sent. */
export interface Remembering {
  /** The call centre took the import. */
  accepted(): Promise<void>;
  /** Nothing went out, or it was refused: what was known before holds. */
  refused(): Promise<void>;
}

/**
 * Who was called: one file for each import that was sent, with the fingerprints of its numbers. A file is never changed
 * where it lies; what is known of its outcome is the ending of its name. Sending never fails for the memory's sake: an
 * import that cannot be remembered is named where the memory is shown.
 */
export class NumberMemory {
  readonly #deps: NumberMemoryDeps;
  /** Files are written one after the other: erasing a number must not bring a forgotten import back. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: NumberMemoryDeps) {
    this.#deps = deps;
  }

  /** What a check needs; undefined where there is no memory. */
  async places(): Promise<{ readonly key: Uint8Array; readonly sent: string } | undefined> {
    const key = this.#days === 0 ? null : await this.#deps.key.get();
    return key === null ? undefined : { key, sent: this.#deps.folder };
  }

  /** The key to write the numbers of an import with, before it is sent; null where there is no memory. */
  async keyToWrite(): Promise<Uint8Array | null> {
    return this.#days === 0 ? null : this.#deps.key.get();
  }

  /**
   * Remembers the numbers of an import, right before the call centre is asked for it. Never throws.
   * @param numbers where they were written; null where they were not
   */
  async begin(numbers: string | null, about: SentAbout): Promise<Remembering> {
    if (this.#days === 0) return nothing;
    try {
      const key = await this.#deps.key.get();
      if (key === null) return this.#notRemembered(about, 'no_keychain');
      if (numbers === null) return this.#notRemembered(about, 'not_written');
      return await this.#inTurn(() => this.#write(numbers, about, new NumberCipher(key).keyId));
    } catch (error) {
      this.#deps.logError('an import could not be remembered', error);
      return this.#notRemembered(about, 'not_written');
    }
  }

  async #write(numbers: string, about: SentAbout, keyId: string): Promise<Remembering> {
    // forgotten for good while the keychain was asked
    if (this.#days === 0) return nothing;
    const { folder, logError, changed } = this.#deps;
    const file = NumberFile.open(numbers);
    const found = file?.head.keyId === keyId ? file.all(0) : undefined;
    file?.close();
    if (file === undefined || found === undefined) {
      throw new DialdeskError('internal', 'the numbers of an import are damaged');
    }
    const base = join(folder, `${about.jobId}.${placeOf(about.campaignId)}`);
    const [asked, sent] = [`${base}.asked`, `${base}.sent`];
    const before = sentNames(folder).some(({ path }) => path === asked || path === sent);
    await onDisk(mkdir(folder, { recursive: true, mode: 0o700 }), 'the memory');
    await writeNumberFile(asked, { keyId, home: file.head.home, about }, [found]);
    changed();
    const safely = (work: () => Promise<void>) => () =>
      this.#inTurn(work).catch((error: unknown) =>
        logError('what is remembered of an import is out of date', error),
      );
    return {
      accepted: safely(() => rename(asked, sent)),
      // asked for before, without an answer: that may have been carried out
      refused: safely(async () => {
        if (!before) await rm(asked, { force: true });
      }),
    };
  }

  #notRemembered({ name, at }: SentAbout, why: 'no_keychain' | 'not_written'): Remembering {
    const { settings, logError, changed } = this.#deps;
    const list = (change: (before: readonly NotRemembered[]) => NotRemembered[]): void => {
      try {
        settings.set(notRememberedSetting, change(settings.get(notRememberedSetting)));
        changed();
      } catch (error) {
        logError('that an import is not remembered could not be noted', error);
      }
    };
    // before the answer: it may be lost, and then the import may have been carried out all the same
    list((before) => [{ name, at, why }, ...before].slice(0, mostNamed));
    return {
      accepted: () => Promise.resolve(),
      refused: () => {
        list((before) => before.filter((each) => each.at !== at || each.name !== name));
        return Promise.resolve();
      },
    };
  }

  /** Imports of which an answer was missing, and is there by now. Never throws. */
  async settle(isAccepted: (jobId: string) => boolean): Promise<void> {
    await this.#safely(async () => {
      for (const { path, jobId, state } of sentNames(this.#deps.folder)) {
        if (state === 'asked' && isAccepted(jobId)) await rename(path, path.replace(/asked$/, 'sent'));
      }
    });
  }

  /** Forgets an import: it was taken back, or failed in the call centre. Never throws. */
  async forget(jobId: string): Promise<void> {
    await this.#safely(async () => {
      for (const name of sentNames(this.#deps.folder)) {
        if (name.jobId === jobId) await rm(name.path, { force: true });
      }
    });
    this.#deps.changed();
  }

  /** Forgets what is older than the setting allows. Never throws. @returns how many imports */
  async prune(): Promise<number> {
    let forgotten = 0;
    await this.#safely(async () => {
      forgotten = await this.#prune();
    });
    if (forgotten > 0) this.#deps.changed();
    return forgotten;
  }

  async #prune(): Promise<number> {
    const since = this.#deps.now() - this.#days * dayMs;
    return this.#remove((about) => about !== null && about.at < since);
  }

  /** @throws DialdeskError `local_disk` */
  async keepFor(days: MemoryDays): Promise<number> {
    this.#deps.settings.set(memoryDaysSetting, days);
    // what cannot be read any more has no day; whoever remembers nothing wants nothing kept
    const forgotten = days === 0 ? await this.erase() : await this.#inTurn(() => this.#prune());
    this.#deps.changed();
    return forgotten;
  }

  /** Forgets everything, damaged files too. @throws DialdeskError `local_disk` @returns how many imports */
  async erase(): Promise<number> {
    const forgotten = await this.#inTurn(async () => {
      const count = sentNames(this.#deps.folder).length;
      await onDisk(rm(this.#deps.folder, { recursive: true, force: true }), 'the memory');
      return count;
    });
    this.#deps.settings.set(notRememberedSetting, []);
    this.#deps.changed();
    return forgotten;
  }

  /**
   * Forgets one number, whatever it may be taken for.
   * @returns in how many imports it was, and how many could not be looked through
   * @throws DialdeskError `local_disk`; `keychain_unavailable` where there is no key to find it with
   */
  async eraseNumber(number: string): Promise<{ imports: number; unreadable: number }> {
    const key = await this.#deps.key.get();
    if (key === null)
      throw new DialdeskError('keychain_unavailable', 'there is no key to find a number with');
    const cipher = new NumberCipher(key);
    const outcome = { imports: 0, unreadable: 0 };
    await this.#inTurn(async () => {
      for (const name of sentNames(this.#deps.folder)) {
        const done = await withoutNumber(name.path, cipher, number);
        if (done === 'removed') outcome.imports += 1;
        if (done === 'unreadable') outcome.unreadable += 1;
      }
    });
    if (outcome.imports > 0) this.#deps.changed();
    return outcome;
  }

  state(): MemoryState {
    const { settings, key, folder } = this.#deps;
    const state = { imports: 0, numbers: 0, unreadable: 0 };
    let oldest: number | null = null;
    for (const name of sentNames(folder)) {
      const open = openSent(name);
      open?.file.close();
      if (open === null) state.unreadable += 1;
      else {
        state.imports += 1;
        state.numbers += open.file.head.counts[0] ?? 0;
        oldest = Math.min(oldest ?? open.about.at, open.about.at);
      }
    }
    const notRemembered = settings.get(notRememberedSetting);
    return { days: this.#days, keychain: key.possible, ...state, oldest, notRemembered };
  }

  seen(): void {
    this.#deps.settings.set(notRememberedSetting, []);
  }

  get #days(): MemoryDays {
    return this.#deps.settings.get(memoryDaysSetting);
  }

  async #remove(isOut: (about: SentAbout | null) => boolean): Promise<number> {
    let removed = 0;
    for (const name of sentNames(this.#deps.folder)) {
      if (!isOut(aboutOf(name))) continue;
      await onDisk(rm(name.path, { force: true }), 'the memory');
      removed += 1;
    }
    return removed;
  }

  async #safely(work: () => Promise<void>): Promise<void> {
    try {
      await this.#inTurn(work);
    } catch (error) {
      this.#deps.logError('the memory of who was called could not be tidied up', error);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const nothing: Remembering = { accepted: () => Promise.resolve(), refused: () => Promise.resolve() };

function aboutOf(name: SentName): SentAbout | null {
  const open = openSent(name);
  open?.file.close();
  return open?.about ?? null;
}

/** Stands for a campaign in a file's name, where its ID might not fit. */
function placeOf(campaignId: string): string {
  return createHash('sha256').update(campaignId).digest('hex').slice(0, 8);
}
