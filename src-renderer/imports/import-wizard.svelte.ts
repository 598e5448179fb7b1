import type { FileToken } from '../../src-main/contract/app.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { RepeatedImport } from '../../src-main/contract/imports.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import { madeMark, markFor, noMarkKnown, type ListMark } from '../../src-main/contract/list-mark.ts';
import { BoundConnection, type SessionConnections } from '../app/bound-connection.svelte.ts';
import { asErrorShape } from '../app/error-words.ts';
import { SendAgain } from '../app/jobs/send-again.svelte.ts';
import { CallList } from './call-list.svelte.ts';
import { DestinationForm, proposedFileName } from './destination-form.svelte.ts';
import { mayLoseChanges } from './may-lose-changes.ts';
import { serverOfPlan } from './server-of-plan.ts';

export const stepIds = ['file', 'check', 'destination', 'review', 'send'] as const;
export type StepId = (typeof stepIds)[number];

/** Errors of a look at the destination that must be dealt with before anything can be sent there. */
const blocking: readonly string[] = ['host_key_changed', 'no_such_path', 'not_found', 'incomplete_server'];

/**
 * The way from a file to an import: File, Check, Destination, Review, Send. Going back loses nothing, and
 * what was found is only found again when what it was found for has changed.
 */
export class ImportWizard {
  readonly #client: Client;
  readonly #now: () => Date;
  readonly list: CallList;
  readonly form: DestinationForm;
  /** Where it goes. It is bound once campaigns and servers of a connection are chosen from. */
  readonly bound: BoundConnection;
  /** What was sent before of this list, and whether it is to be sent again. */
  readonly again: SendAgain;
  /** What was sent before of the same file, wherever to. */
  readonly sameFile: SendAgain;
  #step = $state<StepId>('file');
  /** What the import is called in the list. */
  name = $state('');
  /** Whether Dialdesk writes a mark into rows that carry nothing in customField. */
  marked = $state(true);
  #looking = $state(false);
  #lookError = $state.raw<ErrorShape | null>(null);
  #sending = $state(false);
  #job = $state.raw<Job | null>(null);
  /** How many imports the list became. */
  #sent = $state(0);
  /** The job has failed, and the supervisor changes where it goes. */
  #redirecting = $state(false);
  readonly #handedOver = $derived(this.#job !== null && !this.#redirecting);

  readonly #mark = $derived.by((): ListMark => {
    const handed = this.#job?.summary.kind === 'import' ? this.#job.summary : null;
    if (handed) return { mark: handed.mark, markOrigin: handed.markOrigin };
    const { summary, id } = this.list;
    if (!summary || id === null) return noMarkKnown;
    return markFor(summary.customField, this.marked ? madeMark(id) : null);
  });

  readonly #canGo = $derived.by((): Readonly<Record<StepId, boolean>> => {
    const read = this.list.readable;
    const checked = read && this.list.sendable;
    const placed = checked && this.bound.connection !== undefined && this.form.valid && !this.form.mustDecide;
    return {
      file: true,
      check: read,
      destination: checked,
      review: placed,
      send: this.#handedOver,
    };
  });

  constructor(client: Client, session: SessionConnections, now: () => Date = () => new Date()) {
    this.#client = client;
    this.#now = now;
    this.bound = new BoundConnection(session);
    this.list = new CallList(
      client,
      () => this.bound.connection?.id ?? null,
      () => this.bound.connection?.numberPlan,
      () => this.bound.connection?.callingHours,
    );
    this.form = new DestinationForm(client);
    this.again = new SendAgain(client);
    this.sameFile = new SendAgain(client);
  }

  get step(): StepId {
    return this.#step;
  }
  get looking(): boolean {
    return this.#looking;
  }
  /** Why the destination could not be looked at. */
  get lookError(): ErrorShape | null {
    return this.#lookError;
  }
  /** The look failed, but only for want of a way there from here: sending may still be tried. */
  get maySkipLook(): boolean {
    return this.#lookError !== null && !blocking.includes(this.#lookError.code);
  }
  get sending(): boolean {
    return this.#sending;
  }
  /** Once it is sent: the job that does the work. */
  get job(): Job | null {
    return this.#job;
  }
  /** How many imports were added; more than one when the list was split. */
  get sent(): number {
    return this.#sent;
  }
  /** The job has it now: what was filled in no longer counts. */
  get handedOver(): boolean {
    return this.#handedOver;
  }
  /** Whether leaving would lose something: a list is open and has not been sent. */
  get unsaved(): boolean {
    return this.list.source !== null && !this.#handedOver;
  }

  /** What every row will carry in the call centre; of a list that is split, the marks of its parts are made of it. */
  get mark(): ListMark {
    return this.#mark;
  }

  canGo(step: StepId): boolean {
    return this.#canGo[step];
  }

  /** Takes a file; one in template form is checked at once, unless there is a choice or a doubt about how it is read. */
  async take(file: FileToken): Promise<void> {
    if (this.#job !== null) return;
    this.#step = 'file';
    this.sameFile.forget();
    if (!(await this.list.open(file))) return;
    if (this.list.id !== null) void this.sameFile.look({ kind: 'source', list: this.list.id });
    this.name = file.name.replace(/\.[^.]*$/, '').slice(0, 120);
    this.form.fileName = proposedFileName(file.name, this.#now());
    const { source } = this.list;
    const oneSheet = (source?.sheets.filter((sheet) => !sheet.hidden).length ?? 0) <= 1;
    const { encodingCertainty = null } = source ?? {};
    const isCertain = encodingCertainty === null || encodingCertainty === 'certain';
    if (source?.template && oneSheet && isCertain) this.toCheck();
  }

  /**
   * Begins as another import was made, and checks its list anew. Its campaign and server mean something in its own call
   * centre only. @returns whether another connection is in use, so that where it went was not taken over
   */
  async repeat(like: RepeatedImport): Promise<boolean> {
    if (!(await this.list.openAs(like))) return false;
    if (this.list.id !== null) void this.sameFile.look({ kind: 'source', list: this.list.id });
    this.name = like.name;
    const { connectionId } = like.plan;
    const leadsThere = like.centre === undefined || like.centre === this.bound.centreNow;
    const elsewhere = connectionId !== null && (connectionId !== this.bound.id || !leadsThere);
    const fileName = proposedFileName(like.file.name, this.#now());
    if (elsewhere || connectionId === null) this.form.fileName = fileName;
    else {
      this.form.fill({ ...like.plan, fileName });
      this.form.server = await serverOfPlan(this.#client, connectionId, like.plan);
    }
    this.toCheck();
    return elsewhere;
  }

  /** Goes to a step that was reached before. */
  goTo(step: StepId): void {
    if (this.#handedOver || !this.canGo(step)) return;
    // a failed import keeps its checked list; only where it goes may change
    if (this.#redirecting && (step === 'file' || step === 'check')) return;
    if (step === 'review') this.#review();
    else this.#step = step;
  }

  back(): void {
    const before = stepIds[stepIds.indexOf(this.#step) - 1];
    if (before !== undefined) this.goTo(before);
  }

  toCheck(): void {
    if (!this.canGo('check')) return;
    this.#step = 'check';
    if (!this.list.stale) return;
    void (this.list.made === 0 ? this.list.check() : this.#checkAnew());
  }

  /** What no longer fits the rows is not given up without a word. */
  async #checkAnew(): Promise<void> {
    if (await mayLoseChanges(this.list)) await this.list.check();
    else this.#step = 'file';
  }

  toDestination(): void {
    if (!this.canGo('destination')) return;
    this.form.parts = this.list.split ? (this.list.summary?.imports ?? 1) : 1;
    this.#step = 'destination';
    this.bound.bind();
  }

  /**
   * Goes to the connection in use instead, which has other campaigns and servers, or to where its own leads now. The list
   * and its check stay.
   */
  move(): void {
    if (!this.mayMove) return;
    const { id, moved } = this.bound;
    this.bound.release();
    if (moved !== null && id !== null) this.bound.bindTo(id);
    else this.bound.bind();
    this.form.forgetSystem();
    this.#lookError = null;
    if (this.#step === 'review') this.#step = 'destination';
  }
  /** While nothing of its call centre is chosen, the wizard goes along with a connection that is led elsewhere. */
  goAlong(): void {
    if (this.bound.moved !== null && !this.form.holdsSystem) this.move();
  }
  /** A job that was handed over keeps its connection: what was uploaded there counts for it. */
  get mayMove(): boolean {
    return this.#job === null && !this.#sending;
  }

  /**
   * From Destination to Review, after a look at the place.
   * @param withAccess runs the look, and asks for a password or a host key where that is what is missing
   */
  async toReview(withAccess: <T>(work: () => Promise<T>) => Promise<T>): Promise<void> {
    this.bound.bind();
    const connectionId = this.bound.connection?.id;
    if (connectionId === undefined) return;
    this.form.touchAll();
    if (!this.form.valid) return;
    if (this.form.state === null) await this.#look(connectionId, withAccess);
    if (this.#lookError === null && !this.form.mustDecide) this.#review();
  }

  /** Goes on although the place could not be looked at: sending looks again, and waits where it must. */
  skipLook(): void {
    if (this.maySkipLook && this.form.valid) this.#review();
  }

  /** After a failure: back to the destination. What was uploaded counts again if it need not move. */
  redirect(): void {
    if (this.#job === null) return;
    const { connectionId, centre } = this.#job;
    if (connectionId !== null) this.bound.bindTo(connectionId);
    // its IDs are those of the call centre that it was made for
    if (centre !== undefined && centre !== this.bound.centreNow) this.form.forgetSystem();
    this.#redirecting = true;
    this.#step = 'destination';
  }

  /** Hands the import to the outbox. @throws DialdeskError as the call */
  async send(): Promise<void> {
    const { id } = this.list;
    const connectionId = this.bound.connection?.id;
    if (id === null || connectionId === undefined || this.#sending || this.#handedOver) return;
    this.#sending = true;
    try {
      const asked = {
        name: this.name.trim() || this.form.fileName,
        campaignId: this.form.campaignId,
        destination: this.form.destination(connectionId),
        replace: this.form.replace,
        startsAt: this.form.startsAt,
        ...(this.bound.centre !== null && { centre: this.bound.centre }),
        again: this.again.again,
      };
      if (this.#job === null) {
        const { split } = this.list;
        const jobs = await this.#client.imports.add({
          ...asked,
          list: id,
          connectionId,
          split,
          mark: this.marked,
        });
        this.#sent = jobs.length;
        this.#job = jobs[0] ?? null;
      } else {
        this.#job = await this.#client.imports.redirect({ ...asked, id: this.#job.id });
      }
      this.#redirecting = false;
      this.#step = 'send';
    } catch (error) {
      // a question is shown where it is answered
      if (!this.again.refused(error)) throw error;
    } finally {
      this.#sending = false;
    }
  }

  /**
   * Keeps the checked list as prepared, with what was filled in so far. It works without any call centre.
   * @throws DialdeskError as the call
   */
  async prepare(name: string): Promise<void> {
    const { id, split } = this.list;
    if (id === null || this.#sending || this.#job !== null) return;
    this.#sending = true;
    try {
      // kept without its connection, its IDs would be taken for those of whichever is chosen next
      if (this.bound.elsewhere && this.bound.connection === undefined) this.form.forgetSystem();
      const connectionId = this.bound.connection?.id ?? null;
      const jobs = await this.#client.imports.prepare({
        ...{ list: id, name, split, mark: this.marked },
        plan: this.form.plan(connectionId),
        ...(connectionId !== null && this.bound.centre !== null && { centre: this.bound.centre }),
      });
      this.#sent = jobs.length;
      this.#job = jobs[0] ?? null;
    } finally {
      this.#sending = false;
    }
  }

  async close(): Promise<void> {
    await this.list.close();
  }

  #review(): void {
    this.#step = 'review';
    const connectionId = this.bound.connection?.id;
    const campaignId = this.form.campaignId.trim();
    const list = this.list.id;
    if (this.#job !== null) void this.again.look({ kind: 'job', id: this.#job.id, campaignId });
    else if (list !== null && connectionId !== undefined) {
      void this.again.look({ kind: 'list', list, connectionId, campaignId });
    }
  }

  async #look(connectionId: string, withAccess: <T>(work: () => Promise<T>) => Promise<T>): Promise<void> {
    this.#looking = true;
    this.#lookError = null;
    try {
      await withAccess(() => this.form.look(connectionId));
    } catch (error) {
      this.#lookError = asErrorShape(error);
    } finally {
      this.#looking = false;
    }
  }
}
