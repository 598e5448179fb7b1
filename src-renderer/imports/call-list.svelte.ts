import type { CallingHours } from '../../src-main/contract/calling-hours.ts';
import type { FileToken } from '../../src-main/contract/app.ts';
import type {
  CheckProgress,
  CheckRequest,
  CheckSummary,
  ReadOptions,
  SourceInfo,
} from '../../src-main/contract/call-list.ts';
import { callDataTemplate } from '../../src-main/contract/call-data-template.ts';
import type { KeptList } from '../../src-main/contract/do-not-call.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { RepeatedImport } from '../../src-main/contract/imports.ts';
import type { NumberPlan } from '../../src-main/contract/number-plan.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { asErrorShape } from '../app/error-words.ts';
import { appliesOthers, checkRequest, usualChoices, type CheckChoices } from './check-choices.ts';
import { MappingDraft } from './mapping-draft.svelte.ts';

/** One source file, open in main: its head, its check, and what the check found. Rows never come here. */
export class CallList {
  readonly #client: Pick<Client, 'callLists'>;
  readonly #connectionId: () => string | null;
  readonly #plan: () => NumberPlan | undefined;
  readonly #hours: () => CallingHours | undefined;
  /** What the supervisor chose about the reading; the rest is found. */
  #chosen: ReadOptions = {};
  #mapping = $state.raw<MappingDraft | null>(null);
  /** The mapping that the last check was made with, or is being made with. */
  #checkedKey = $state('');
  /** The plan that it was made with. */
  #checkedPlan = $state.raw<NumberPlan | null>(null);
  /** The calling hours that it was made with. */
  #checkedHours = $state.raw<CallingHours | null>(null);
  #split = $state(false);
  #made = $state(0);
  #undone = $state(0);
  readonly #stopListening: () => void;
  #id: string | null = null;
  #source = $state.raw<SourceInfo | null>(null);
  #opening = $state(false);
  #choices = $state.raw<CheckChoices>(usualChoices);
  #checking = $state(false);
  #progress = $state.raw<CheckProgress | null>(null);
  #summary = $state.raw<CheckSummary | null>(null);
  #error = $state.raw<ErrorShape | null>(null);
  /** Rises with every check, so that pages of an older one are not shown. */
  #run = $state(0);
  readonly #overLimit = $derived((this.#summary?.ready ?? 0) > callDataTemplate.maxRecords);

  /**
   * @param connectionId the connection whose earlier imports a list is compared with; null where there is none
   * @param plan what numbers that connection dials
   * @param hours when it may call
   */
  constructor(
    client: Pick<Client, 'callLists'>,
    connectionId: () => string | null = () => null,
    plan: () => NumberPlan | undefined = () => undefined,
    hours: () => CallingHours | undefined = () => undefined,
  ) {
    this.#client = client;
    this.#connectionId = connectionId;
    this.#plan = plan;
    this.#hours = hours;
    this.#stopListening = client.callLists.progress(({ list, progress }) => {
      if (list === this.#id && this.#checking) this.#progress = progress;
    });
  }

  get id(): string | null {
    return this.#id;
  }
  get source(): SourceInfo | null {
    return this.#source;
  }
  /** How the columns are mapped; null for a list in template form, which needs no mapping. */
  get mapping(): MappingDraft | null {
    return this.#mapping;
  }
  /** It is known how to read every row: in template form, or mapped. */
  get readable(): boolean {
    if (this.#source === null) return false;
    return this.#source.template || (this.#mapping !== null && this.#mapping.mapping !== null);
  }
  /** What was checked is no longer what would be sent: the mapping has been changed. */
  get stale(): boolean {
    const checked = this.#checking || this.#summary !== null;
    return !checked || this.#checkedKey !== (this.#mapping?.key ?? '');
  }
  /** What the numbers were checked by; null for no more than the template's rules. */
  get checkedPlan(): NumberPlan | null {
    return this.#checkedPlan;
  }
  /** The connection dials other numbers now than those that the check went by. */
  get otherPlan(): boolean {
    return (
      this.#summary !== null && JSON.stringify(this.#plan() ?? null) !== JSON.stringify(this.#checkedPlan)
    );
  }
  /** The connection may call at other times now than those that recycle times were checked against. */
  get otherHours(): boolean {
    return (
      this.#summary !== null && JSON.stringify(this.#hours() ?? null) !== JSON.stringify(this.#checkedHours)
    );
  }
  /** Other lists of numbers not to be called would be applied now than those that the check went by, or newer ones. */
  otherLists(library: readonly KeptList[] | undefined): boolean {
    if (library === undefined || this.#summary === null) return false;
    return appliesOthers(library, this.#summary.doNotCallLists, this.#choices.doNotCallLists);
  }
  get opening(): boolean {
    return this.#opening;
  }
  get choices(): CheckChoices {
    return this.#choices;
  }
  get checking(): boolean {
    return this.#checking;
  }
  get progress(): CheckProgress | null {
    return this.#progress;
  }
  get summary(): CheckSummary | null {
    return this.#summary;
  }
  /** Why the file could not be opened or checked. A cancelled check is no error. */
  get error(): ErrorShape | null {
    return this.#error;
  }
  /** How many changes of cells, by hand or by mends, can be taken back. */
  get made(): number {
    return this.#made;
  }
  /** How many that were taken back can be made again. */
  get undone(): number {
    return this.#undone;
  }
  get run(): number {
    return this.#run;
  }
  /** More rows are ready than one import takes. */
  get overLimit(): boolean {
    return this.#overLimit;
  }
  /** It goes out as several imports. */
  get split(): boolean {
    return this.#split && this.#overLimit;
  }
  set split(value: boolean) {
    this.#split = value;
  }
  /** There is something to send, and it may be sent. */
  get sendable(): boolean {
    const { ready = 0, doNotCallLists = [] } = this.#summary ?? {};
    // a list that could not be applied is not a list that blocked nobody
    if (doNotCallLists.some(({ fault }) => fault !== null)) return false;
    return ready > 0 && (!this.#overLimit || this.#split) && !this.#checking && !this.stale;
  }

  /** Opens a file in place of the one before. @returns whether it could be opened */
  async open(file: FileToken): Promise<boolean> {
    // first of all: what is shown until the other one is open must not be checked any more, and is not under way
    this.#run++;
    this.#checking = false;
    this.#source = null;
    this.#summary = null;
    this.#error = null;
    this.#mapping = null;
    this.#chosen = {};
    this.#made = this.#undone = 0;
    // What was chosen about the rows of one workbook says nothing of another's.
    this.#choices = { ...this.#choices, leaveOutHidden: false, callMarked: false };
    this.#opening = true;
    try {
      await this.#closeInMain();
      const { list, source } = await this.#client.callLists.open({ token: file.token });
      this.#id = list;
      await this.#show(source);
      return true;
    } catch (error) {
      this.#error = asErrorShape(error);
      return false;
    } finally {
      this.#opening = false;
    }
  }

  /** Opens the file of an earlier import, and reads it as it was read then. @returns whether it could be opened */
  async openAs({ file, options, doNotCall }: RepeatedImport): Promise<boolean> {
    if (!(await this.open(file))) return false;
    const { ivr, duplicates, leaveOutHidden = false, mapping, ...reading } = options;
    if (Object.keys(reading).length > 0) await this.readAs(reading);
    this.#choices = { ...this.#choices, ivr, duplicates, leaveOutHidden, doNotCall };
    if (mapping) this.#mapping?.take(mapping);
    return this.#error === null;
  }

  /** Reads another sheet, another header row (0: none), or a text file in another way. */
  async readAs(chosen: ReadOptions): Promise<void> {
    if (this.#id === null) return;
    // On another sheet stands another header, and in another encoding another delimiter may be found.
    const kept = chosen.sheet !== undefined || chosen.encoding !== undefined ? {} : this.#chosen;
    const { sheet, encoding } = this.#chosen;
    const options = {
      ...(sheet !== undefined && { sheet }),
      ...(encoding && { encoding }),
      ...kept,
      ...chosen,
    };
    this.#error = null;
    this.#summary = null;
    // Read otherwise, other customers may be marked: whom to call all the same is asked again.
    this.#choices = { ...this.#choices, callMarked: false };
    try {
      const source = await this.#client.callLists.read({ list: this.#id, options });
      this.#chosen = options;
      await this.#show(source);
    } catch (error) {
      this.#error = asErrorShape(error);
    }
  }

  /** Checks every row; a check that runs is stopped and begun anew. */
  async check(choices: Partial<CheckChoices> = {}): Promise<void> {
    const list = this.#id;
    if (list === null || this.#source === null) return;
    this.#choices = { ...this.#choices, ...choices };
    const run = ++this.#run;
    this.#checking = true;
    this.#progress = null;
    this.#summary = null;
    this.#error = null;
    this.#split = false;
    this.#checkedKey = this.#mapping?.key ?? '';
    this.#checkedPlan = this.#plan() ?? null;
    this.#checkedHours = this.#hours() ?? null;
    await this.#finish(run, () => this.#client.callLists.check({ list, options: this.#options() }));
  }

  /** How many changes another check would lose, since the columns they were made in are filled from elsewhere now. */
  async wouldLose(): Promise<number> {
    if (this.#id === null || this.#source === null || this.#made === 0) return 0;
    return (await this.#client.callLists.changes({ list: this.#id, options: this.#options() })).lost;
  }

  /** Takes the last change back, or makes it again, by checking the list as before with the others. */
  async step(to: 'undo' | 'redo'): Promise<void> {
    const list = this.#id;
    if (list === null || this.#checking || this.#summary === null) return;
    const run = ++this.#run;
    this.#checking = true;
    this.#progress = null;
    this.#error = null;
    await this.#finish(run, () => this.#client.callLists.step({ list, to }));
  }

  #options(): CheckRequest {
    return checkRequest(this.#choices, this.#source, {
      mapping: this.#mapping?.mapping ?? null,
      connectionId: this.#connectionId(),
      numberPlan: this.#plan(),
      callingHours: this.#hours(),
    });
  }

  async #finish(run: number, work: () => Promise<CheckSummary>): Promise<void> {
    try {
      const summary = await work();
      if (run !== this.#run) return;
      this.#summary = summary;
      await this.#count();
    } catch (error) {
      const shape = asErrorShape(error);
      if (run === this.#run && shape.code !== 'cancelled') this.#error = shape;
    } finally {
      if (run === this.#run) this.#checking = false;
    }
  }

  async cancelCheck(): Promise<void> {
    if (this.#id !== null && this.#checking) await this.#client.callLists.cancel({ list: this.#id });
  }

  async close(): Promise<void> {
    this.#stopListening();
    await this.#closeInMain();
  }

  /** What a change of the list came to. Counts change; what is looked at stays. */
  changed(summary: CheckSummary): void {
    this.#summary = summary;
    void this.#count();
  }

  /** How many changes can be taken back, and how many made again. What cannot be asked is only not offered. */
  async #count(): Promise<void> {
    const list = this.#id;
    if (list === null) return;
    const counts = await this.#client.callLists.changes({ list }).catch(() => null);
    if (counts === null || list !== this.#id) return;
    this.#made = counts.made;
    this.#undone = counts.undone;
  }

  /** Shows how a source is read now, and how its columns can be mapped if it is not in template form. */
  async #show(source: SourceInfo): Promise<void> {
    const id = this.#id;
    if (source.template || id === null) {
      this.#mapping = null;
      this.#source = source;
      return;
    }
    const findHeader = this.#chosen.headerRow === undefined;
    const { source: read, proposal, saved } = await this.#client.callLists.propose({ list: id, findHeader });
    if (id !== this.#id) return;
    this.#mapping = new MappingDraft(this.#client, id, read, proposal.mapping, saved);
    this.#source = read;
  }

  async #closeInMain(): Promise<void> {
    const list = this.#id;
    this.#id = null;
    this.#checking = false;
    if (list !== null) await this.#client.callLists.close({ list });
  }
}
