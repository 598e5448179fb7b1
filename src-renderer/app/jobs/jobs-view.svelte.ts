import type { Client } from '../../../src-main/contract/derive.ts';
import {
  sortableColumns,
  type Job,
  type JobCounts,
  type JobKindName,
  type JobState,
  type SortableColumn,
} from '../../../src-main/contract/jobs.ts';
import type { Sorting } from '../../ui/column.ts';
import type { RowsPage } from '../../ui/paged-rows.svelte.ts';

/** What a list of jobs can be narrowed to, and the states that are meant. None means all. */
export const filters = {
  all: [],
  sent: ['done'],
  open: ['prepared', 'queued', 'running', 'waiting', 'paused', 'failed', 'unknown'],
  prepared: ['prepared'],
  waiting: ['queued', 'waiting', 'paused'],
  running: ['running'],
  unknown: ['unknown'],
  failed: ['failed'],
  done: ['done', 'cancelled'],
} as const satisfies Readonly<Record<string, readonly JobState[]>>;
export type FilterId = keyof typeof filters;

/** How long after a change the list is read again, in milliseconds: changes in between share one reading. */
const pause = 250;
/** The most that can be chosen at once: what one call takes. */
export const mostSelected = 1000;
const pageSize = 500;

/** What a list of jobs shows at first. */
export interface JobsShown {
  /** None means all. */
  readonly kinds: readonly JobKindName[];
  /** How it is sorted until somebody sorts it otherwise; null in the order in which the jobs run. */
  readonly sorting: JobSorting | null;
  /** What it can be narrowed to, and at first is. */
  readonly filters: readonly FilterId[];
  readonly filter: FilterId;
}

export type JobSorting = Sorting & { readonly by: SortableColumn };

/** The first press on a column's head: names from the beginning, the latest and the most first. */
const firstDescending: ReadonlySet<string> = new Set(['when', 'rows']);

/** One list of jobs: of some kinds or all, in the order in which they run or by one of its columns. */
export class JobsView {
  readonly #client: Pick<Client, 'outbox'>;
  readonly kinds: readonly JobKindName[];
  readonly filters: readonly FilterId[];
  readonly #sortedFirst: JobSorting | null;
  #sorting = $state.raw<JobSorting | null>(null);
  #filter = $state<FilterId>('all');
  #search = $state('');
  #counts = $state.raw<JobCounts | null>(null);
  /** Jobs as main last pushed them; a page may be a moment older. */
  #fresh = $state.raw<ReadonlyMap<string, Job>>(new Map());
  #selected = $state.raw<ReadonlyMap<string, Job>>(new Map());
  #revision = $state(0);
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(client: Pick<Client, 'outbox'>, { kinds, sorting, filters: shown, filter }: JobsShown) {
    this.#client = client;
    this.kinds = kinds;
    this.filters = shown;
    this.#sortedFirst = sorting;
    this.#sorting = sorting;
    this.#filter = filter;
    client.outbox.changed(({ jobs, removed }) => this.#hear(jobs, removed));
  }

  get filter(): FilterId {
    return this.#filter;
  }
  set filter(filter: FilterId) {
    this.#filter = filter;
    this.clear();
  }
  get search(): string {
    return this.#search;
  }
  set search(search: string) {
    this.#search = search;
    this.clear();
  }
  /** Another value means other rows. */
  get version(): string {
    const { by = '', descending = false } = this.#sorting ?? {};
    return [this.#filter, by, descending, this.#search.trim()].join('\n');
  }
  /** Null in the order in which the jobs run. */
  get sorting(): JobSorting | null {
    return this.#sorting;
  }
  /** Sorted otherwise than the list is at first. */
  get sortedAnew(): boolean {
    return this.#sorting !== this.#sortedFirst;
  }
  get revision(): number {
    return this.#revision;
  }
  /** Over all states, by kinds and search; null until the first answer. */
  get counts(): JobCounts | null {
    return this.#counts;
  }
  get selected(): ReadonlyMap<string, Job> {
    return this.#selected;
  }

  /** How many jobs a filter would show; null until the first answer. */
  count(filter: FilterId): number | null {
    const counts = this.#counts;
    if (counts === null) return null;
    const states: readonly JobState[] = filters[filter];
    const wanted = states.length > 0 ? states : (Object.keys(counts) as JobState[]);
    return wanted.reduce((sum, state) => sum + counts[state], 0);
  }

  /** What is shown now, as a query. */
  get among(): { states: JobState[]; kinds: JobKindName[]; search: string } {
    return { states: [...filters[this.#filter]], kinds: [...this.kinds], search: this.#search.trim() };
  }

  /** Sorts by a column; a second press turns it round, a third gives it up. */
  sortBy(column: string): void {
    const by = sortableColumns.find((each) => each === column);
    if (by === undefined) return;
    const first = firstDescending.has(by);
    const { by: before, descending } = this.#sorting ?? {};
    if (before !== by) this.#sorting = { by, descending: first };
    else if (descending === first) this.#sorting = { by, descending: !first };
    else this.sortAsAtFirst();
  }
  sortAsAtFirst(): void {
    this.#sorting = this.#sortedFirst;
  }

  get #sortQuery(): { sort: 'order' | SortableColumn; descending: boolean } {
    const { by = 'order', descending = false } = this.#sorting ?? {};
    return { sort: by, descending };
  }

  load = async (offset: number, limit: number): Promise<RowsPage<Job>> => {
    const { jobs, total, counts } = await this.#client.outbox.list({
      ...this.among,
      ...this.#sortQuery,
      offset,
      limit,
    });
    this.#counts = counts;
    return { total, items: jobs };
  };

  /** Asks only how many there are. */
  async look(): Promise<void> {
    await this.load(0, 1);
  }

  /** The job as it is now. */
  now(row: Job): Job {
    const fresh = this.#fresh.get(row.id);
    return fresh && fresh.updatedAt >= row.updatedAt ? fresh : row;
  }

  // --- what is chosen ---

  isSelected(job: Pick<Job, 'id'>): boolean {
    return this.#selected.has(job.id);
  }

  toggle(job: Job): void {
    const next = new Map(this.#selected);
    if (!next.delete(job.id) && next.size < mostSelected) next.set(job.id, job);
    this.#selected = next;
  }

  clear(): void {
    this.#selected = new Map();
  }

  /** Chooses all that the list shows, up to the most that one call takes. */
  async selectAll(): Promise<void> {
    const chosen = new Map<string, Job>();
    for (let offset = 0; offset < mostSelected; offset += pageSize) {
      const query = { ...this.among, ...this.#sortQuery, offset, limit: pageSize };
      const { jobs, total } = await this.#client.outbox.list(query);
      for (const job of jobs) chosen.set(job.id, job);
      if (offset + jobs.length >= total) break;
    }
    this.#selected = chosen;
  }

  #hear(jobs: readonly Job[], removed: readonly string[]): void {
    const fresh = new Map(this.#fresh);
    let moved = removed.length > 0;
    for (const job of jobs) {
      // Mere progress changes the row it is in, and no list.
      moved ||= fresh.get(job.id)?.state !== job.state || fresh.get(job.id)?.position !== job.position;
      fresh.set(job.id, job);
    }
    for (const id of removed) fresh.delete(id);
    this.#fresh = fresh;
    const gone = removed.filter((id) => this.#selected.has(id));
    const changed = jobs.filter(({ id }) => this.#selected.has(id));
    if (gone.length > 0 || changed.length > 0) {
      const next = new Map(this.#selected);
      for (const id of gone) next.delete(id);
      for (const job of changed) next.set(job.id, job);
      this.#selected = next;
    }
    if (!moved || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#revision += 1;
    }, pause);
  }
}
