import * as v from 'valibot';
import { chosenFrom, type ChosenFrom, type Connection } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { BookedReservation } from '../../src-main/contract/reservation-book.ts';
import {
  AgentName,
  mayBeModified,
  ReservationId,
  type Reservation,
  type ReservationChange,
} from '../../src-main/contract/reservations.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { changePaces, knownOf } from '../../src-main/contract/reservation-changes.ts';
import { Sending } from './sending.svelte.ts';
import { TimeChoice, type TimeProblem } from './time-choice.svelte.ts';

export type ModifyField = 'appointId' | 'agent' | 'time';

export interface FormParts {
  readonly client: Pick<Client, 'reservations' | 'reservationChanges'>;
  readonly connection: Pick<Connection, 'id' | 'mode' | 'isales' | 'vdnId'>;
  /** The supervisor's zone. */
  readonly zone: string;
  readonly now: () => number;
  /** A reservation seen lately, by its ID. */
  readonly seen: (appointId: string) => Reservation | undefined;
}

const ruleOf = (schema: v.GenericSchema<string, string>, value: string): string | null => {
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true });
  return parsed.success ? null : parsed.issues[0].message;
};

/**
 * The form that changes one reservation. The interface wants the agent every time; of the rest only what
 * differs is sent. For an ID that was pasted the old values are not known, and an empty field leaves its value.
 */
export class ModifyForm {
  readonly #parts: FormParts;
  readonly #from: ChosenFrom;
  readonly time: TimeChoice;
  readonly sending: Sending;
  #original: Reservation | null = $state.raw(null);
  #appointId = $state('');
  /** The ID it was opened for; '' where that is yet to be typed. */
  readonly #openedFor: string;
  agent = $state('');
  #remark = $state('');
  /** Takes a remark away that is not known here. */
  clearRemark = $state(false);
  #touched: ReadonlySet<ModifyField> = $state.raw(new Set());

  readonly #rules = $derived.by((): Readonly<Record<ModifyField, string | null>> => ({
    appointId: ruleOf(ReservationId, this.#appointId),
    agent: ruleOf(AgentName, this.agent),
    time: this.time.changed ? (this.time.problem satisfies TimeProblem | null) : null,
  }));

  /** @param original what is to be changed; null for an ID that is yet to be pasted */
  constructor(parts: FormParts, original: Reservation | null) {
    this.#parts = parts;
    this.#from = chosenFrom(parts.connection);
    this.sending = new Sending(parts.client);
    this.time = new TimeChoice(parts.zone, parts.now, null);
    if (original !== null) this.#take(original);
    this.#appointId = this.#openedFor = original?.appointId ?? '';
  }

  /** As it was before, where that is known. */
  get original(): Reservation | null {
    return this.#original;
  }
  get appointId(): string {
    return this.#appointId;
  }
  /**
   * An ID that was seen lately brings its values along. Fields that were filled in stay; of those that were not,
   * nothing of the reservation that was named before is left.
   */
  set appointId(value: string) {
    this.#appointId = value;
    const seen = this.#parts.seen(value.trim()) ?? null;
    if (seen?.appointId === this.#original?.appointId) return;
    if (!this.agentChanged) this.agent = seen?.agent ?? '';
    if (!this.remarkChanged) this.#remark = seen?.remark ?? '';
    this.time.compareWith(seen?.appointTime ?? null);
    this.#original = seen;
  }
  get connection(): FormParts['connection'] {
    return this.#parts.connection;
  }
  get remark(): string {
    return this.#remark;
  }
  set remark(value: string) {
    this.#remark = value;
    if (value !== '') this.clearRemark = false;
  }
  /** Automatic reservations cannot be modified. */
  get refused(): boolean {
    return this.#original !== null && !mayBeModified(this.#original);
  }
  get agentChanged(): boolean {
    return this.agent.trim() !== (this.#original?.agent ?? '');
  }
  get remarkChanged(): boolean {
    const before = this.#original?.remark ?? null;
    return before === null ? this.#remark.trim() !== '' || this.clearRemark : this.#remark !== before;
  }
  get changedAnything(): boolean {
    return this.agentChanged || this.remarkChanged || this.time.changed;
  }

  /** Whether closing it would lose something: an ID that was typed, at least. */
  get dirty(): boolean {
    return this.changedAnything || this.#appointId.trim() !== this.#openedFor;
  }

  /** What would be sent now; null while something is wrong. */
  get change(): ReservationChange | null {
    if (Object.values(this.#rules).some((rule) => rule !== null)) return null;
    if (!this.changedAnything || this.refused) return null;
    const { moment } = this.time;
    return {
      appointId: this.#appointId.trim(),
      agent: this.agent.trim(),
      ...(this.time.changed && moment !== null && { appointTime: moment }),
      ...(this.remarkChanged && { remark: this.#remark.trim() }),
    };
  }

  /** The rule a field breaks, once it is time to show it. A wrong time is shown at once. */
  problem(field: ModifyField): string | null {
    const rule = this.#rules[field];
    const early = field === 'time' && (rule === 'past' || rule === 'gap');
    return early || this.#touched.has(field) ? rule : null;
  }
  touch(...fields: readonly ModifyField[]): void {
    this.#touched = new Set([...this.#touched, ...fields]);
  }

  /** Sends the change, a single time. @returns what the book has of it, or null when it did not succeed */
  async send(): Promise<BookedReservation | null> {
    this.touch('appointId', 'agent', 'time');
    const { change } = this;
    if (change === null) return null;
    return this.sending.send(() =>
      this.#parts.client.reservations.modify({
        ...this.#from,
        change,
        known: this.#original,
      }),
    );
  }

  /**
   * Leaves the change to the outbox, which sends it as soon as it can.
   * @returns null where nothing is to be sent
   */
  async keep(): Promise<Job | null> {
    const { change } = this;
    if (change === null) return null;
    return this.#parts.client.reservationChanges.add({
      ...this.#from,
      // by the end of its ID: names of jobs are kept, and customers' numbers are not
      name: m.reservations_kept_name({ id: change.appointId.slice(-7) }),
      perMinute: changePaces[0],
      rows: [{ sheetRow: null, change, known: this.#original && knownOf(this.#original) }],
    });
  }

  #take(original: Reservation | null): void {
    this.#original = original;
    this.agent = original?.agent ?? '';
    this.#remark = original?.remark ?? '';
    this.clearRemark = false;
    this.time.startFrom(original?.appointTime ?? null);
  }
}
