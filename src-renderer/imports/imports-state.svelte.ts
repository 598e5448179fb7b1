import type { FileToken } from '../../src-main/contract/app.ts';
import type { OpenedPrepared } from '../../src-main/contract/imports.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import type { App } from '../app/app.ts';
import { tellFailure } from '../app/failures.ts';
import { ImportWizard } from './import-wizard.svelte.ts';
import { JobList } from './job-list.svelte.ts';
import { JobsView } from './jobs-view.svelte.ts';
import { PlanEditor } from './plan-editor.svelte.ts';

export type ImportsView =
  | { readonly kind: 'list' }
  | { readonly kind: 'wizard' }
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'plan'; readonly editor: PlanEditor };

/** What the imports screen shows: the list, a wizard under way, or one import. Outlives its components. */
export class ImportsState {
  readonly #app: App;
  readonly jobs: JobList;
  /** What the list shows. */
  readonly shown: JobsView;
  #view = $state.raw<ImportsView>({ kind: 'list' });
  #wizard = $state.raw<ImportWizard | null>(null);

  constructor(app: App) {
    this.#app = app;
    this.jobs = new JobList(app.client);
    this.shown = new JobsView(app.client, { kinds: ['import'], sort: 'newest', filter: 'all' });
    this.jobs.load().catch(tellFailure);
    app.navigation.watch(() => this.unsaved);
  }

  get view(): ImportsView {
    return this.#view;
  }
  get wizard(): ImportWizard | null {
    return this.#wizard;
  }
  /** Whether going elsewhere would lose what was filled in. */
  get unsaved(): boolean {
    if (this.#view.kind === 'plan') return this.#view.editor.changed;
    return this.#wizard?.unsaved ?? false;
  }

  startNew(): ImportWizard {
    void this.#wizard?.close();
    this.#wizard = new ImportWizard(this.#app.client);
    this.#view = { kind: 'wizard' };
    return this.#wizard;
  }

  /** Starts a new import with a file, or exchanges the file of the one under way. */
  async take(file: FileToken): Promise<void> {
    const wizard = this.#wizard !== null && this.#wizard.job === null ? this.#wizard : this.startNew();
    this.#view = { kind: 'wizard' };
    await wizard.take(file);
  }

  openJob(id: string): void {
    this.#giveUpWizard();
    this.#view = { kind: 'job', id };
  }

  /** Changes where a prepared import goes. @throws DialdeskError as the call */
  async editPlan(job: Pick<Job, 'id' | 'name'>): Promise<void> {
    const editor = await PlanEditor.open(this.#app.client, job);
    this.#giveUpWizard();
    this.#view = { kind: 'plan', editor };
  }

  /**
   * Makes prepared imports of exported files, and shows the last one.
   * @throws DialdeskError `file_unreadable`, `local_disk`: of the first that cannot be opened
   */
  async openPrepared(files: readonly FileToken[]): Promise<OpenedPrepared | null> {
    let last: OpenedPrepared | null = null;
    for (const { token } of files) last = await this.#app.client.imports.openPrepared({ token });
    if (last) this.openJob(last.job.id);
    return last;
  }

  toList(): void {
    this.#giveUpWizard();
    this.#view = { kind: 'list' };
  }

  #giveUpWizard(): void {
    void this.#wizard?.close();
    this.#wizard = null;
  }
}
