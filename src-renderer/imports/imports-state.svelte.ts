import type { FileToken } from '../../src-main/contract/app.ts';
import type { OpenedPrepared, RepeatedImport } from '../../src-main/contract/imports.ts';
import type { App } from '../app/app.ts';
import type { Session } from '../app/session.svelte.ts';
import { JobPages, type JobPage } from '../app/jobs/job-pages.svelte.ts';
import { ImportWizard } from './import-wizard.svelte.ts';
import type { PlanEditor } from './plan-editor.svelte.ts';

/** What the imports screen shows: a wizard under way, or else one of its pages. Outlives its components. */
export class ImportsState extends JobPages<PlanEditor> {
  readonly #session: Session;
  #wizard = $state.raw<ImportWizard | null>(null);
  /** It is not shown, but kept: the list or an import is looked at. */
  #aside = $state(false);

  constructor(app: App) {
    super(app, {
      kinds: ['import'],
      sorting: { by: 'when', descending: true },
      filters: ['sent', 'open', 'all'],
      filter: 'sent',
    });
    this.#session = app.session;
  }

  /** The wizard that is shown. */
  get wizard(): ImportWizard | null {
    return this.#aside ? null : this.#wizard;
  }
  /** The wizard that is kept while something else is shown. */
  get aside(): ImportWizard | null {
    return this.#aside ? this.#wizard : null;
  }
  override get unsaved(): boolean {
    return this.#wizard?.unsaved === true || super.unsaved;
  }
  /** Starting another import would lose what is in the wizard. */
  get underWay(): boolean {
    return this.#wizard?.unsaved === true;
  }

  /** Shows a page. A wizard with something in it is kept beside it; one that has handed its list over is not. */
  override show(page: JobPage<PlanEditor>): void {
    if (this.underWay) this.#aside = true;
    else this.#giveUp();
    super.show(page);
  }

  /** Shows the wizard again that was kept. */
  resume(): void {
    if (this.#wizard === null) return;
    super.show({ kind: 'list' });
    this.#aside = false;
  }

  /** Gives up the wizard and what was filled in, and shows the list. */
  discard(): void {
    this.#giveUp();
    this.toList();
  }

  /** Starts a new import in place of the one under way. */
  startNew(): ImportWizard {
    this.discard();
    this.#wizard = new ImportWizard(this.client, this.#session);
    return this.#wizard;
  }

  /**
   * Starts an import that is made as another one was: of the same file, read and checked the same way, and for the same
   * place. @throws DialdeskError `file_unreadable` where its file is gone
   */
  async repeat(id: string): Promise<{ readonly like: RepeatedImport; readonly elsewhere: boolean }> {
    const like = await this.client.imports.repeat({ id });
    const elsewhere = await this.startNew().repeat(like);
    return { like, elsewhere };
  }

  /** Shows the imports that were sent, or all of them if none has been sent. */
  async lookAtList(): Promise<void> {
    await this.list.look();
    if (this.list.filter === 'sent' && this.list.count('sent') === 0) this.list.filter = 'all';
  }

  #giveUp(): void {
    const wizard = this.#wizard;
    this.#wizard = null;
    this.#aside = false;
    // what it made is looked for in the list next, and may not be sent yet
    const made = wizard !== null && wizard.job !== null;
    if (made && this.list.filter === 'sent') this.list.filter = 'all';
    void wizard?.close();
  }

  /** Starts a new import with a file, or exchanges the file of the one under way. */
  async take(file: FileToken): Promise<void> {
    const wizard = this.#wizard !== null && this.#wizard.job === null ? this.#wizard : this.startNew();
    this.resume();
    await wizard.take(file);
  }

  /**
   * Makes prepared imports of exported files, and shows the last one.
   * @throws DialdeskError `file_unreadable`, `local_disk`: of the first that cannot be opened
   */
  async openPrepared(files: readonly FileToken[]): Promise<OpenedPrepared | null> {
    let last: OpenedPrepared | null = null;
    for (const { token } of files) last = await this.client.imports.openPrepared({ token });
    if (last) {
      if (this.list.filter === 'sent') this.list.filter = 'all';
      this.openJob(last.job.id);
    }
    return last;
  }
}
