import type { FileToken } from '../../src-main/contract/app.ts';
import type {
  CheckProgress,
  CheckSummary,
  DuplicatePolicy,
  SourceInfo,
} from '../../src-main/contract/call-list.ts';
import { callDataTemplate } from '../../src-main/contract/call-data-template.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { asErrorShape } from '../app/error-words.ts';

/** What the supervisor may choose before a check. */
export interface CheckChoices {
  readonly ivr: boolean;
  readonly duplicates: DuplicatePolicy;
}

/** One source file, open in main: its head, its check, and what the check found. Rows never come here. */
export class CallList {
  readonly #client: Pick<Client, 'callLists'>;
  readonly #stopListening: () => void;
  #id: string | null = null;
  #source = $state.raw<SourceInfo | null>(null);
  #opening = $state(false);
  #choices = $state.raw<CheckChoices>({ ivr: false, duplicates: 'first' });
  #checking = $state(false);
  #progress = $state.raw<CheckProgress | null>(null);
  #summary = $state.raw<CheckSummary | null>(null);
  #error = $state.raw<ErrorShape | null>(null);
  /** Rises with every check, so that pages of an older one are not shown. */
  #run = $state(0);
  readonly #overLimit = $derived((this.#summary?.ready ?? 0) > callDataTemplate.maxRecords);

  constructor(client: Pick<Client, 'callLists'>) {
    this.#client = client;
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
  get run(): number {
    return this.#run;
  }
  /** More rows are ready than one import takes. */
  get overLimit(): boolean {
    return this.#overLimit;
  }
  /** There is something to send, and it may be sent. */
  get sendable(): boolean {
    return this.#summary !== null && this.#summary.ready > 0 && !this.#overLimit && !this.#checking;
  }

  /** Opens a file in place of the one before. @returns whether it could be opened */
  async open(file: FileToken): Promise<boolean> {
    await this.#closeInMain();
    this.#source = null;
    this.#summary = null;
    this.#error = null;
    this.#opening = true;
    try {
      const { list, source } = await this.#client.callLists.open({ token: file.token });
      this.#id = list;
      this.#source = source;
      return true;
    } catch (error) {
      this.#error = asErrorShape(error);
      return false;
    } finally {
      this.#opening = false;
    }
  }

  /** Looks at another sheet of the workbook. */
  async chooseSheet(sheet: string): Promise<void> {
    await this.#read({ sheet });
  }

  /** Reads a text file in another encoding or with another delimiter. */
  async readAs(how: {
    encoding?: SourceInfo['encoding'];
    delimiter?: SourceInfo['delimiter'];
  }): Promise<void> {
    const { encoding, delimiter } = { ...this.#source, ...how };
    await this.#read({ ...(encoding && { encoding }), ...(delimiter && { delimiter }) });
  }

  /** Checks every row; a check that runs is stopped and begun anew. */
  async check(choices: Partial<CheckChoices> = {}): Promise<void> {
    if (this.#id === null || this.#source === null) return;
    this.#choices = { ...this.#choices, ...choices };
    const run = ++this.#run;
    this.#checking = true;
    this.#progress = null;
    this.#summary = null;
    this.#error = null;
    const { sheet, encoding, delimiter, headerRow } = this.#source;
    try {
      const summary = await this.#client.callLists.check({
        list: this.#id,
        options: {
          ...this.#choices,
          headerRow,
          ...(sheet !== null && { sheet }),
          ...(encoding && { encoding }),
          ...(delimiter && { delimiter }),
        },
      });
      if (run === this.#run) this.#summary = summary;
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

  async #read(options: Parameters<Client['callLists']['read']>[0]['options']): Promise<void> {
    if (this.#id === null) return;
    this.#error = null;
    this.#summary = null;
    try {
      this.#source = await this.#client.callLists.read({ list: this.#id, options });
    } catch (error) {
      this.#error = asErrorShape(error);
    }
  }

  async #closeInMain(): Promise<void> {
    const list = this.#id;
    this.#id = null;
    this.#checking = false;
    if (list !== null) await this.#client.callLists.close({ list });
  }
}
