import * as v from 'valibot';
import { chosenFrom, type ChosenFrom } from '../../src-main/contract/connections.ts';
import type { BookedReservation } from '../../src-main/contract/reservation-book.ts';
import { NewReservation, reservationRules, type CallType } from '../../src-main/contract/reservations.ts';
import type { FormParts } from './modify-form.svelte.ts';
import { Sending } from './sending.svelte.ts';
import { TimeChoice } from './time-choice.svelte.ts';

export type CreateField = 'calledNo' | 'taskId' | 'agent' | 'time' | 'callData';
const fields: readonly CreateField[] = ['calledNo', 'taskId', 'agent', 'time', 'callData'];

/** The form that reserves a call: filled in, looked over, sent once. */
export class CreateForm {
  readonly #parts: Omit<FormParts, 'seen'>;
  readonly #from: ChosenFrom;
  readonly time: TimeChoice;
  readonly sending: Sending;
  callType: CallType = $state('manual');
  #calledNo = $state('');
  taskId = $state('');
  agent = $state('');
  callData = $state('');
  remark = $state('');
  #reviewing = $state(false);
  #touched: ReadonlySet<CreateField> = $state.raw(new Set());

  constructor(parts: Omit<FormParts, 'seen'>) {
    this.#parts = parts;
    this.#from = chosenFrom(parts.connection);
    this.sending = new Sending(parts.client);
    this.time = new TimeChoice(parts.zone, parts.now, null);
  }

  get connection(): FormParts['connection'] {
    return this.#parts.connection;
  }
  get calledNo(): string {
    return this.#calledNo;
  }
  /** Pasted numbers come with blanks, dashes and brackets; the interface takes digits, * and #. */
  set calledNo(value: string) {
    this.#calledNo = value.normalize('NFKC').replace(/[\s().-]/g, '');
  }
  get reviewing(): boolean {
    return this.#reviewing;
  }
  /** Whether something was filled in. */
  get dirty(): boolean {
    const filled = [this.#calledNo, this.taskId, this.agent, this.callData, this.remark];
    return filled.some((text) => text !== '') || this.time.changed;
  }

  /** When the system dials: automatic calls run early. */
  get dialledAt(): number | null {
    const { moment } = this.time;
    if (moment === null || this.callType === 'manual') return moment;
    return moment - reservationRules.automaticEarlyMs;
  }

  /** What would be sent now; null while something is wrong. */
  get reservation(): NewReservation | null {
    const parsed = this.#parsed();
    return parsed.success && this.time.problem === null ? parsed.output : null;
  }

  /** The rule a field breaks, once it is time to show it. A wrong time is shown at once. */
  problem(field: CreateField): string | null {
    const rule = this.#rule(field);
    const early = field === 'time' && (rule === 'past' || rule === 'gap');
    return early || this.#touched.has(field) ? rule : null;
  }
  touch(...touched: readonly CreateField[]): void {
    this.#touched = new Set([...this.#touched, ...touched]);
  }

  /** Goes on to the review. @returns false when fields are to be corrected first */
  review(): boolean {
    this.touch(...fields);
    this.#reviewing = this.reservation !== null;
    return this.#reviewing;
  }
  back(): void {
    this.#reviewing = false;
    this.sending.clear();
  }

  /** Sends it, a single time. @returns what the book has of it, or null when it did not succeed */
  async send(): Promise<BookedReservation | null> {
    const { reservation } = this;
    if (reservation === null) {
      this.back(); // the time has passed meanwhile
      return null;
    }
    return this.sending.send(() => this.#parts.client.reservations.create({ ...this.#from, reservation }));
  }

  #rule(field: CreateField): string | null {
    if (field === 'time') return this.time.problem;
    // The schema looks at type and agent together, and only once each field is right by itself.
    if (field === 'agent' && this.callType === 'manual' && this.agent.trim() === '') return 'required';
    const parsed = this.#parsed();
    const issue = parsed.issues?.find((found) => v.getDotPath(found) === field);
    return issue?.message ?? null;
  }

  #parsed() {
    const agent = this.agent.trim();
    return v.safeParse(
      NewReservation,
      {
        callType: this.callType,
        calledNo: this.#calledNo,
        taskId: this.taskId,
        appointTime: this.time.moment ?? 0,
        agent: agent === '' ? null : agent,
        ...(this.callData !== '' && { callData: this.callData }),
        ...(this.remark.trim() !== '' && { remark: this.remark.trim() }),
      },
      { abortPipeEarly: true },
    );
  }
}
