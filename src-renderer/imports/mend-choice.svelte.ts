import type { CheckSummary } from '../../src-main/contract/call-list.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import {
  doubtfulMends,
  mendsAgainst,
  type AppliedMends,
  type MendId,
  type MendPreview,
  type MendProgress,
  type MendScope,
} from '../../src-main/contract/mends.ts';
import { asErrorShape } from '../app/error-words.ts';
import type { TimeOfDay } from '../ui/time-of-day.ts';
import { twoDigits } from '../../src-main/contract/two-digits.ts';

/** Which mends are to be done to the cells that break one rule in one column, and what they would change. */
export class MendChoice {
  readonly #client: Pick<Client, 'callLists'>;
  readonly #list: string;
  readonly scope: MendScope;
  /** Those that can help, in the order in which they are applied. */
  readonly offered: readonly MendId[];
  #chosen = $state.raw<readonly MendId[]>([]);
  #countryCode = $state('86');
  #timeOfDay = $state.raw<TimeOfDay | null>(null);
  #preview = $state.raw<MendPreview | null>(null);
  #progress = $state.raw<MendProgress | null>(null);
  #error = $state.raw<ErrorShape | null>(null);
  #applying = $state(false);
  #stopped = $state(false);
  #asked = 0;

  /** @param plan whether the list was checked by a plan of its numbers */
  constructor(client: Pick<Client, 'callLists'>, list: string, scope: MendScope, plan = false) {
    this.#client = client;
    this.#list = list;
    this.scope = scope;
    this.offered = scope.rule ? mendsAgainst(scope.rule, plan) : [];
    this.#chosen = this.offered.filter((mend) => !doubtfulMends.includes(mend));
  }

  get countryCode(): string {
    return this.#countryCode;
  }
  /** Null leaves dates without a time as they are. */
  get timeOfDay(): TimeOfDay | null {
    return this.#timeOfDay;
  }
  /** Null while it is being counted. */
  get preview(): MendPreview | null {
    return this.#preview;
  }
  /** Of what goes on: counting, or doing it. Null before the first news of it. */
  get progress(): MendProgress | null {
    return this.#progress;
  }
  /** What is known by now: all of it, or what the counting has found so far. */
  get found(): MendPreview | null {
    return this.#preview ?? this.#progress?.found ?? null;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }
  get applying(): boolean {
    return this.#applying;
  }
  /** The supervisor stopped it before anything was changed. */
  get stopped(): boolean {
    return this.#stopped;
  }

  has(mend: MendId): boolean {
    return this.#chosen.includes(mend);
  }
  choose(mend: MendId, on: boolean): void {
    this.#chosen = this.offered.filter((one) => (one === mend ? on : this.has(one)));
    void this.look();
  }
  /** Without + or 00; only digits are taken. */
  setCountryCode(code: string): void {
    this.#countryCode = code.replace(/\D/g, '').replace(/^0+/, '').slice(0, 4);
    void this.look();
  }
  setTimeOfDay(time: TimeOfDay | null): void {
    this.#timeOfDay = time;
    void this.look();
  }

  /** Counts what the choice would change. The last one asked for is shown. */
  async look(): Promise<void> {
    const asked = ++this.#asked;
    this.#preview = null;
    this.#progress = null;
    this.#error = null;
    this.#stopped = false;
    if (this.#chosen.length === 0) {
      this.#preview = { changed: 0, examples: [] };
      return;
    }
    const stopListening = this.#listen(() => asked === this.#asked && !this.#applying);
    try {
      const preview = await this.#client.callLists.previewMends({ list: this.#list, mends: this.#mends() });
      if (asked === this.#asked) this.#preview = preview;
    } catch (error) {
      if (asked === this.#asked) this.#error = asErrorShape(error);
    } finally {
      stopListening();
    }
  }

  /** Does it. @returns the counts afterwards; null when it could not be done, and `error` says why */
  async apply(): Promise<CheckSummary | null> {
    this.#applying = true;
    this.#progress = null;
    this.#error = null;
    this.#stopped = false;
    const stopListening = this.#listen(() => this.#applying);
    try {
      return await this.#client.callLists.mend({ list: this.#list, mends: this.#mends() });
    } catch (error) {
      const shape = asErrorShape(error);
      if (shape.code === 'cancelled') this.#stopped = true;
      else this.#error = shape;
      return null;
    } finally {
      stopListening();
      this.#applying = false;
    }
  }

  /** Stops doing it, if there is still time for that; nothing is changed then. */
  async stop(): Promise<void> {
    if (this.#applying) await this.#client.callLists.cancel({ list: this.#list });
  }

  #listen(isWanted: () => boolean): () => void {
    return this.#client.callLists.mendProgress(({ list, progress }) => {
      if (list === this.#list && isWanted()) this.#progress = progress;
    });
  }

  #mends(): AppliedMends {
    return {
      chosen: {
        // Without a code there is nothing that mend could take away.
        mends: this.#chosen.filter((mend) => mend !== 'remove-country-code' || this.#countryCode !== ''),
        options: {
          countryCode: this.#countryCode || '86',
          ...(this.#timeOfDay && {
            timeOfDay: `${twoDigits(this.#timeOfDay.hour)}:${twoDigits(this.#timeOfDay.minute)}:00`,
          }),
        },
      },
      scope: this.scope,
    };
  }
}
