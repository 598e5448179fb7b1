import { chosenFrom, type ChosenFrom, type Connection } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ImportPlan } from '../../src-main/contract/imports.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import { DestinationForm } from './destination-form.svelte.ts';

/** Changes what a prepared import is called, where it goes and when. */
export class PlanEditor {
  readonly #client: Pick<Client, 'imports' | 'servers'>;
  readonly id: string;
  readonly form: DestinationForm;
  readonly #before: string;
  name = $state('');
  #connectionId = $state<string | null>(null);
  /** The connection that was chosen here, as it was then. */
  #chosen: ChosenFrom | null = null;
  #saving = $state(false);

  /** @throws DialdeskError `not_found`, `conflict` when it has been sent meanwhile */
  static async open(
    client: Pick<Client, 'imports' | 'servers'>,
    { id, name }: Pick<Job, 'id' | 'name'>,
  ): Promise<PlanEditor> {
    return new PlanEditor(client, id, name, await client.imports.plan({ id }));
  }

  constructor(client: Pick<Client, 'imports' | 'servers'>, id: string, name: string, plan: ImportPlan) {
    this.#client = client;
    this.id = id;
    this.form = new DestinationForm(client);
    this.form.fill(plan);
    this.name = name;
    this.#connectionId = plan.connectionId;
    this.#before = this.#now();
  }

  get connectionId(): string | null {
    return this.#connectionId;
  }
  get saving(): boolean {
    return this.#saving;
  }
  /** Whether leaving would lose something. */
  get changed(): boolean {
    return this.#now() !== this.#before;
  }

  /**
   * Another call centre has other campaigns and servers; the first one that is chosen, though, may well be the
   * one that was meant where the import came from.
   */
  choose(connection: Connection | null): void {
    if (this.#connectionId !== null) this.form.forgetSystem();
    this.#connectionId = connection?.id ?? null;
    this.#chosen = connection && chosenFrom(connection);
  }

  /** Keeps it. Says false, and shows what, when something filled in is wrong. @throws DialdeskError as the call */
  async save(): Promise<boolean> {
    if (this.#saving || this.name.trim() === '' || !this.form.keepable()) return false;
    this.#saving = true;
    try {
      const plan = this.form.plan(this.#connectionId);
      const centre = this.#chosen?.centre;
      await this.#client.imports.editPlan({ id: this.id, name: this.name, plan, centre });
      return true;
    } finally {
      this.#saving = false;
    }
  }

  #now(): string {
    const { campaignId, server, folder, fileName, startsAt } = this.form;
    return JSON.stringify([
      this.name,
      this.#connectionId,
      campaignId,
      server?.serverId ?? null,
      folder,
      fileName,
      startsAt,
    ]);
  }
}
