import type { CheckSummary, Issue, RowView } from '../../src-main/contract/call-list.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { asErrorShape } from '../app/error-words.ts';

/** One cell being changed in its place. */
export class CellEdit {
  readonly #client: Pick<Client, 'callLists'>;
  readonly #list: string;
  readonly issue: Issue;
  #before = $state<string | null>(null);
  value = $state('');
  #saving = $state(false);
  #error = $state.raw<ErrorShape | null>(null);

  constructor(client: Pick<Client, 'callLists'>, list: string, issue: Issue) {
    this.#client = client;
    this.#list = list;
    this.issue = issue;
  }

  /** The cell as it is now is not here yet. */
  get loading(): boolean {
    return this.#before === null;
  }
  get saving(): boolean {
    return this.#saving;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }

  /** Fetches the whole cell: an issue shows a long one shortened, and of a duplicate only its number. */
  async load(): Promise<void> {
    try {
      const { row, column } = this.issue;
      const { values } = await this.#client.callLists.row({ list: this.#list, row });
      this.#before = values.find((cell) => cell.column === column)?.value ?? '';
      this.value = this.#before;
    } catch (error) {
      this.#error = asErrorShape(error);
    }
  }

  /** Changes the cell. @returns its row checked again; null when nothing was changed, or `error` says why not */
  async save(): Promise<{ row: RowView; summary: CheckSummary } | null> {
    if (this.#before === null || this.#saving || this.value === this.#before) return null;
    const { row, column } = this.issue;
    this.#saving = true;
    this.#error = null;
    try {
      return await this.#client.callLists.edit({
        list: this.#list,
        edit: { row, column, value: this.value },
      });
    } catch (error) {
      this.#error = asErrorShape(error);
      return null;
    } finally {
      this.#saving = false;
    }
  }
}
