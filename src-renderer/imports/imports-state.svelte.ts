import type { FileToken } from '../../src-main/contract/app.ts';
import type { App } from '../app/app.ts';
import { tellFailure } from '../app/failures.ts';
import { ImportWizard } from './import-wizard.svelte.ts';
import { JobList } from './job-list.svelte.ts';

export type ImportsView =
  { readonly kind: 'list' } | { readonly kind: 'wizard' } | { readonly kind: 'job'; readonly id: string };

/** What the imports screen shows: the list, a wizard under way, or one import. Outlives its components. */
export class ImportsState {
  readonly #app: App;
  readonly jobs: JobList;
  #view = $state.raw<ImportsView>({ kind: 'list' });
  #wizard = $state.raw<ImportWizard | null>(null);

  constructor(app: App) {
    this.#app = app;
    this.jobs = new JobList(app.client);
    this.jobs.load().catch(tellFailure);
  }

  get view(): ImportsView {
    return this.#view;
  }
  get wizard(): ImportWizard | null {
    return this.#wizard;
  }
  /** Whether going elsewhere would lose what was filled in. */
  get unsaved(): boolean {
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

  toList(): void {
    this.#giveUpWizard();
    this.#view = { kind: 'list' };
  }

  #giveUpWizard(): void {
    void this.#wizard?.close();
    this.#wizard = null;
  }
}
