import type { FileToken } from '../../src-main/contract/app.ts';
import type { OpenedPrepared } from '../../src-main/contract/imports.ts';
import type { App } from '../app/app.ts';
import type { Session } from '../app/session.svelte.ts';
import { JobPages, type JobPage } from '../app/jobs/job-pages.svelte.ts';
import { ImportWizard } from './import-wizard.svelte.ts';
import type { PlanEditor } from './plan-editor.svelte.ts';

/** What the imports screen shows: a wizard under way, or else one of its pages. Outlives its components. */
export class ImportsState extends JobPages<PlanEditor> {
  readonly #session: Session;
  #wizard = $state.raw<ImportWizard | null>(null);

  constructor(app: App) {
    super(app, { kinds: ['import'], sort: 'newest', filter: 'all' });
    this.#session = app.session;
  }

  get wizard(): ImportWizard | null {
    return this.#wizard;
  }
  override get unsaved(): boolean {
    return this.#wizard?.unsaved ?? super.unsaved;
  }

  /** Shows a page, and gives up the wizard. */
  override show(page: JobPage<PlanEditor>): void {
    void this.#wizard?.close();
    this.#wizard = null;
    super.show(page);
  }

  startNew(): ImportWizard {
    this.toList();
    this.#wizard = new ImportWizard(this.client, this.#session);
    return this.#wizard;
  }

  /** Starts a new import with a file, or exchanges the file of the one under way. */
  async take(file: FileToken): Promise<void> {
    const wizard = this.#wizard !== null && this.#wizard.job === null ? this.#wizard : this.startNew();
    await wizard.take(file);
  }

  /**
   * Makes prepared imports of exported files, and shows the last one.
   * @throws DialdeskError `file_unreadable`, `local_disk`: of the first that cannot be opened
   */
  async openPrepared(files: readonly FileToken[]): Promise<OpenedPrepared | null> {
    let last: OpenedPrepared | null = null;
    for (const { token } of files) last = await this.client.imports.openPrepared({ token });
    if (last) this.openJob(last.job.id);
    return last;
  }
}
