import { dayAfter, wallTimeAt } from '../../../src-main/contract/zoned-time.ts';

const Machine = Date;

/** Where clocks are put forward and back, by an hour and by half of one, and where they never are. */
export const zones = ['Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/New_York'] as const;

/** A zone, and which of the coming changes of its clocks a sequence is to go through. */
export interface ModelDay {
  readonly zone: (typeof zones)[number];
  readonly change: number;
}

/**
 * The time of a sequence. It passes as everybody's does, takes leaps while the computer sleeps, and the computer may show
 * another than it is. All of this process reads the computer's clock, but for the call centres, which are given the true
 * one.
 */
export class ModelClock {
  #passed = 0;
  /** How far the computer's clock is ahead of the true time, milliseconds. */
  #ahead = 0;
  #zoneBefore: string | undefined;

  /** The true time, epoch milliseconds. */
  now(): number {
    return Machine.now() + this.#passed;
  }

  get ahead(): number {
    return this.#ahead;
  }

  /** The computer slept; the world went on. */
  sleep(ms: number): void {
    this.#passed += ms;
  }

  /** Somebody sets the computer's clock. */
  set(ahead: number): void {
    this.#ahead = ahead;
  }

  /** Some hours before a change of the clocks, in its zone; where there is none, tomorrow. */
  begin({ zone, change }: ModelDay): void {
    process.env['TZ'] = zone;
    this.#ahead = 0;
    this.#passed = 0;
    const hours = 14;
    this.#passed = changeOfClocks(zone, Machine.now(), change) - hours * 3_600_000 - Machine.now();
  }

  /** From now on this process reads this clock. */
  install(): void {
    this.#zoneBefore = process.env['TZ'];
    const computer = (): number => this.now() + this.#ahead;
    globalThis.Date = class extends Machine {
      constructor(...given: [] | ConstructorParameters<DateConstructor>) {
        if (given.length === 0) super(computer());
        else super(...given);
      }
      static override now = computer;
      static override [Symbol.hasInstance](value: unknown): boolean {
        return value instanceof Machine;
      }
    } as DateConstructor;
  }

  uninstall(): void {
    globalThis.Date = Machine;
    if (this.#zoneBefore === undefined) delete process.env['TZ'];
    else process.env['TZ'] = this.#zoneBefore;
  }
}

/** The first moment of the day on which a zone's clocks are changed, the n-th from now; of tomorrow if they never are. */
function changeOfClocks(zone: string, now: number, nth: number): number {
  const noon = (date: string): string => {
    const { hour, minute } = wallTimeAt(Machine.parse(`${date}T12:00:00Z`), zone);
    return `${hour}:${minute}`;
  };
  const today = wallTimeAt(now, zone).date;
  const days = Array.from({ length: 800 }, (_, days) => dayAfter(today, days + 1));
  const changed = days.filter((date) => noon(date) !== noon(dayAfter(date, -1)));
  return Machine.parse(`${changed[nth % Math.max(1, changed.length)] ?? days[0]}T00:00:00Z`);
}
