import type { SourceInfo } from '../../src-main/contract/call-list.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { MappedRow, Mapping, PlainField, SavedMapping } from '../../src-main/contract/mapping.ts';
import { asErrorShape } from '../app/error-words.ts';
import {
  choiceOf,
  columnsOf,
  mappingOf,
  noChoice,
  problemsOf,
  type FieldChoice,
  type MappingChoice,
  type MappingProblem,
  type PackChoice,
  type PhoneChoice,
  type ShownColumn,
} from './mapping-choice.ts';

/** How a list that is not in template form becomes one: proposed, changed by the supervisor, previewed. */
export class MappingDraft {
  readonly #client: Pick<Client, 'callLists'>;
  readonly #list: string;
  readonly source: SourceInfo;
  readonly columns: readonly ShownColumn[];
  #choice = $state.raw<MappingChoice>(choiceOf(null, { headers: [], sample: [] }).choice);
  /** The saved mapping that was taken over or saved last, and what it said. */
  #saved = $state.raw<{ readonly of: SavedMapping; readonly key: string } | null>(null);
  #partly = $state(false);
  #rows = $state.raw<readonly MappedRow[]>([]);
  #previewError = $state.raw<ErrorShape | null>(null);

  readonly #problems = $derived(problemsOf(this.#choice));
  readonly #mapping = $derived.by(() => {
    const { headers, headerRow } = this.source;
    return this.#problems.length === 0 ? mappingOf(this.#choice, headers, headerRow) : null;
  });
  readonly #key = $derived(JSON.stringify(this.#mapping));

  /** @param proposed what the columns are taken for; null when none looks like a phone number */
  constructor(
    client: Pick<Client, 'callLists'>,
    list: string,
    source: SourceInfo,
    proposed: Mapping | null,
    saved: SavedMapping | null,
  ) {
    this.#client = client;
    this.#list = list;
    this.source = source;
    this.columns = columnsOf(source);
    if (saved) this.use(saved);
    else this.#choice = choiceOf(proposed, source).choice;
  }

  get phones(): readonly PhoneChoice[] {
    return this.#choice.phones;
  }
  get pack(): readonly PackChoice[] {
    return this.#choice.pack;
  }
  get under(): string {
    return this.#choice.under;
  }
  set under(value: string) {
    this.#choice = { ...this.#choice, under: value };
  }
  get problems(): readonly MappingProblem[] {
    return this.#problems;
  }
  /** Null while something is missing. */
  get mapping(): Mapping | null {
    return this.#mapping;
  }
  /** Changes with the mapping. */
  get key(): string {
    return this.#key;
  }
  /** The saved mapping that this one is, unless it has been changed since. */
  get saved(): SavedMapping | null {
    return this.#saved?.key === this.#key ? this.#saved.of : null;
  }
  /** The saved mapping names columns that this source does not have. */
  get partly(): boolean {
    return this.#partly;
  }
  /** The first rows as they would be sent. */
  get rows(): readonly MappedRow[] {
    return this.#rows;
  }
  get previewError(): ErrorShape | null {
    return this.#previewError;
  }

  field(name: PlainField): FieldChoice {
    return this.#choice.fields[name];
  }
  setField(name: PlainField, change: Partial<FieldChoice>): void {
    const { fields } = this.#choice;
    this.#choice = { ...this.#choice, fields: { ...fields, [name]: { ...fields[name], ...change } } };
  }

  setPhone(index: number, change: Partial<PhoneChoice>): void {
    this.#phones(this.phones.map((phone, at) => (at === index ? { ...phone, ...change } : phone)));
  }
  addPhone(): void {
    this.#phones([...this.phones, { column: 0, delayTime: noChoice, type: noChoice }]);
  }
  removePhone(index: number): void {
    this.#phones(this.phones.filter((_, at) => at !== index));
  }
  /** Tries a number before the one that stood before it. */
  raisePhone(index: number): void {
    const phones = [...this.phones];
    const [phone] = phones.splice(index, 1);
    if (phone) phones.splice(Math.max(0, index - 1), 0, phone);
    this.#phones(phones);
  }

  setPack(column: number, change: Partial<PackChoice>): void {
    const pack = this.pack.map((value) => (value.column === column ? { ...value, ...change } : value));
    this.#choice = { ...this.#choice, pack };
  }
  /** Packs what nothing else uses, as a first choice. */
  packRest(): void {
    if (this.pack.some(({ chosen }) => chosen)) return;
    const { phones, fields } = this.#choice;
    const used = new Set([
      ...phones.flatMap(({ column, delayTime, type }) => [column, delayTime.column, type.column]),
      ...Object.values(fields).map(({ kind, column }) => (kind === 'column' ? column : 0)),
    ]);
    const pack = this.pack.map((value) => ({ ...value, chosen: !used.has(value.column) }));
    this.#choice = { ...this.#choice, pack };
  }

  /** Takes a saved mapping over, as far as its columns are there. */
  use(saved: SavedMapping): void {
    this.take(saved.mapping);
    this.wasSaved(saved);
  }
  /** Takes the mapping of an earlier import over, as far as its columns are there. */
  take(mapping: Mapping): void {
    const { choice, whole } = choiceOf(mapping, this.source);
    this.#choice = choice;
    this.#partly = !whole;
  }
  /** It is this one that was saved. */
  wasSaved(saved: SavedMapping): void {
    this.#saved = { of: saved, key: this.#key };
  }

  /** Looks at the first rows as they would be sent now. */
  async preview(): Promise<void> {
    const mapping = this.#mapping;
    if (mapping === null) return;
    const key = this.#key;
    try {
      const rows = await this.#client.callLists.preview({ list: this.#list, mapping });
      if (key !== this.#key) return;
      this.#rows = rows;
      this.#previewError = null;
    } catch (error) {
      if (key === this.#key) this.#previewError = asErrorShape(error);
    }
  }

  #phones(phones: readonly PhoneChoice[]): void {
    this.#choice = { ...this.#choice, phones };
  }
}
