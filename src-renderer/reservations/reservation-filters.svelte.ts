import {
  reservationRules,
  type CallType,
  type ReservationQuery,
} from '../../src-main/contract/reservations.ts';
import { dayBounds } from '../../src-main/contract/zoned-time.ts';

/** Reserved for a time that is still to come, or that has passed. */
export type When = 'any' | 'coming' | 'passed';
export type TypeFilter = 'any' | CallType;
export type Filters = Omit<ReservationQuery, 'offset' | 'limit'>;

/** What the list is narrowed down to. All but the type is asked of the system; the type is looked for here. */
export class ReservationFilters {
  readonly #zone: string;
  readonly #now: () => number;
  #calledNo = $state('');
  agent = $state('');
  taskId = $state('');
  /** The first day, in the supervisor's zone. */
  from: string | null = $state(null);
  /** The last day. */
  to: string | null = $state(null);
  #when: When = $state('any');
  type: TypeFilter = $state('any');
  /** What "still to come" is measured by: it must not move while pages are read. */
  #asOf = $state(0);

  constructor(zone: string, now: () => number) {
    this.#zone = zone;
    this.#now = now;
    this.#asOf = now();
  }

  get calledNo(): string {
    return this.#calledNo;
  }
  /** Pasted numbers come with blanks, dashes and brackets. */
  set calledNo(value: string) {
    this.#calledNo = value.normalize('NFKC').replace(/[\s().-]/g, '');
  }
  get when(): When {
    return this.#when;
  }
  set when(when: When) {
    this.#when = when;
    this.renew();
  }

  /** The customer's number cannot be one. */
  get numberProblem(): 'too_long' | 'characters' | null {
    if (!reservationRules.calledNoCharacters.test(this.#calledNo)) return 'characters';
    return this.#calledNo.length > reservationRules.calledNoMax ? 'too_long' : null;
  }
  /** The last day lies before the first. */
  get backwards(): boolean {
    return this.from !== null && this.to !== null && this.to < this.from;
  }
  get any(): boolean {
    return Object.keys(this.query).length > 0 || this.type !== 'any' || this.numberProblem !== null;
  }

  /** As the system is asked: its times are inclusive at both ends. Empty and impossible filters are left out. */
  get query(): Filters {
    const coming = this.#when === 'coming' ? this.#asOf : 0;
    const passed = this.#when === 'passed' ? this.#asOf : Infinity;
    const begin = Math.max(coming, this.from === null ? 0 : dayBounds(this.from, this.#zone)[0]);
    const end = Math.min(passed, this.to === null ? Infinity : dayBounds(this.to, this.#zone)[1] - 1);
    const agent = this.agent.trim();
    const taskId = this.taskId.trim();
    return {
      ...(this.#calledNo !== '' && this.numberProblem === null && { calledNo: this.#calledNo }),
      ...(agent !== '' && { agents: [agent] }),
      ...(taskId !== '' && { taskId }),
      ...(begin > 0 && { beginTime: begin }),
      ...(end < Infinity && { endTime: end }),
    };
  }

  /** Measures "still to come" anew. */
  renew(): void {
    this.#asOf = this.#now();
  }

  clear(): void {
    this.#calledNo = this.agent = this.taskId = '';
    this.from = this.to = null;
    this.#when = this.type = 'any';
  }
}
