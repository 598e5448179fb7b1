import type { Client } from '../../../src-main/contract/derive.ts';
import type { App } from '../app.ts';
import { JobList } from './job-list.svelte.ts';
import { JobsView, type JobsShown } from './jobs-view.svelte.ts';

/** A form in which one job is changed. */
export interface JobEditor {
  /** The job's. */
  readonly id: string;
  /** Whether leaving would lose something. */
  readonly changed: boolean;
}

export type JobPage<Editor> =
  | { readonly kind: 'list' }
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'edit'; readonly editor: Editor };

/** The pages of a screen of jobs: its list, one of its jobs, or the form that changes one. */
export class JobPages<Editor extends JobEditor> {
  protected readonly client: Client;
  readonly jobs: JobList;
  /** What the list shows. */
  readonly list: JobsView;
  #page = $state.raw<JobPage<Editor>>({ kind: 'list' });

  constructor(app: App, shown: JobsShown) {
    this.client = app.client;
    this.jobs = app.keep(JobList);
    this.list = new JobsView(app.client, shown);
    app.navigation.watch(() => this.unsaved);
  }

  get page(): JobPage<Editor> {
    return this.#page;
  }
  /** Whether going elsewhere would lose what was filled in. */
  get unsaved(): boolean {
    return this.#page.kind === 'edit' && this.#page.editor.changed;
  }

  show(page: JobPage<Editor>): void {
    this.#page = page;
  }
  toList(): void {
    this.show({ kind: 'list' });
  }
  openJob(id: string): void {
    this.show({ kind: 'job', id });
  }
  edit(editor: Editor): void {
    this.show({ kind: 'edit', editor });
  }
}
