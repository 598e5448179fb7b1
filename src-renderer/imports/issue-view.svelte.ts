import type { TemplateColumn } from '../../src-main/contract/call-data-template.ts';
import type { RuleId } from '../../src-main/contract/template-rules.ts';
import type { Issue, IssueGroup, IssueQuery } from '../../src-main/contract/call-list.ts';
import type { Client } from '../../src-main/contract/derive.ts';

/** Which problems are shown: those of one rule in one column, those of one severity, or all. */
export type Shown =
  | { readonly kind: 'group'; readonly rule: RuleId; readonly column: TemplateColumn }
  | { readonly kind: 'severity'; readonly severity: Issue['severity'] }
  | { readonly kind: 'all' };

/** What of a check's problems is looked at: one group or all, and what is searched for. */
export class IssueView {
  readonly #client: Pick<Client, 'callLists'>;
  readonly list: string;
  #shown = $state.raw<Shown>({ kind: 'all' });
  search = $state('');
  #total = $state<number | null>(null);
  #revision = $state(0);
  /** Changes whenever another set of problems is looked at. */
  readonly #key = $derived(JSON.stringify([this.#shown, this.search]));

  constructor(client: Pick<Client, 'callLists'>, list: string, first: IssueGroup | undefined) {
    this.#client = client;
    this.list = list;
    if (first) this.showGroup(first);
  }

  get shown(): Shown {
    return this.#shown;
  }
  /** How many there are; null until the first page has come. */
  get total(): number | null {
    return this.#total;
  }
  get key(): string {
    return this.#key;
  }
  /** Rises when some of the problems looked at have changed. */
  get revision(): number {
    return this.#revision;
  }

  show(group: Shown): void {
    this.#shown = group;
    this.search = '';
  }

  showGroup({ rule, column }: Pick<IssueGroup, 'rule' | 'column'>): void {
    this.show({ kind: 'group', rule, column });
  }

  isShown({ rule, column }: Pick<IssueGroup, 'rule' | 'column'>): boolean {
    const shown = this.#shown;
    return shown.kind === 'group' && shown.rule === rule && shown.column === column;
  }

  /** The list has been changed: looks again, and at another group where the one looked at has no problems left. */
  changed(groups: readonly IssueGroup[]): void {
    const shown = this.#shown;
    const [first] = groups;
    if (shown.kind === 'group' && first && !groups.some((group) => this.isShown(group)))
      this.showGroup(first);
    else this.#revision += 1;
  }

  /** A page of what is looked at now. */
  page = async (offset: number, limit: number): Promise<{ total: number; items: readonly Issue[] }> => {
    const key = this.#key;
    const page = await this.#client.callLists.issues({
      list: this.list,
      query: {
        ...this.#filter(),
        ...(this.search.trim() !== '' && { search: this.search.trim() }),
        offset,
        limit,
      },
    });
    if (key === this.#key) this.#total = page.total;
    return page;
  };

  #filter(): Pick<IssueQuery, 'rule' | 'column' | 'severity'> {
    const shown = this.#shown;
    if (shown.kind === 'group') return { rule: shown.rule, column: shown.column };
    return shown.kind === 'severity' ? { severity: shown.severity } : {};
  }
}
