import type { RuleId, TemplateColumn } from '../../src-main/contract/call-data-template.ts';
import type { Issue, IssueGroup } from '../../src-main/contract/call-list.ts';
import type { Client } from '../../src-main/contract/derive.ts';

/** Which problems are shown: those of one rule in one column, or all. */
export type Shown = { readonly rule: RuleId; readonly column: TemplateColumn } | null;

/** What of a check's problems is looked at: one group or all, and what is searched for. */
export class IssueView {
  readonly #client: Pick<Client, 'callLists'>;
  readonly #list: string;
  #shown = $state.raw<Shown>(null);
  #search = $state('');
  #total = $state<number | null>(null);
  /** Changes whenever another set of problems is looked at. */
  readonly #key = $derived(JSON.stringify([this.#shown, this.#search]));

  constructor(client: Pick<Client, 'callLists'>, list: string, first: IssueGroup | undefined) {
    this.#client = client;
    this.#list = list;
    if (first) this.#shown = { rule: first.rule, column: first.column };
  }

  get shown(): Shown {
    return this.#shown;
  }
  get search(): string {
    return this.#search;
  }
  set search(value: string) {
    this.#search = value;
  }
  /** How many there are; null until the first page has come. */
  get total(): number | null {
    return this.#total;
  }
  get key(): string {
    return this.#key;
  }

  show(group: Shown): void {
    this.#shown = group;
    this.#search = '';
  }

  isShown({ rule, column }: Pick<IssueGroup, 'rule' | 'column'>): boolean {
    return this.#shown?.rule === rule && this.#shown.column === column;
  }

  /** A page of what is looked at now. */
  page = async (offset: number, limit: number): Promise<{ total: number; items: readonly Issue[] }> => {
    const key = this.#key;
    const page = await this.#client.callLists.issues({
      list: this.#list,
      query: {
        ...(this.#shown ?? {}),
        ...(this.#search.trim() !== '' && { search: this.#search.trim() }),
        offset,
        limit,
      },
    });
    if (key === this.#key) this.#total = page.total;
    return page;
  };
}
