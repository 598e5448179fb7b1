import type { Asked } from './asked.ts';
import type { AskedChange } from './asked-changes.ts';
import type { Seen, World } from './world.ts';

/** What the user has done so far, and what was shown last. */
export interface Model {
  readonly asked: Asked[];
  readonly changes: AskedChange[];
  /** The jobs of sheets of changes that the user was told of. */
  readonly sheets: Map<string, string>;
  /** Reservations that a step has chosen already. */
  readonly touched: Set<string>;
  seen: Seen;
}

/** A choice that a step makes, drawn beforehand so that it can be repeated: it picks from what there is. */
export class Choice {
  #rest: number;

  constructor(drawn: number) {
    this.#rest = drawn;
  }

  /** A number from 0 to `below` - 1. */
  number(below: number): number {
    const picked = this.#rest % below;
    this.#rest = Math.floor(this.#rest / below);
    return picked;
  }

  /** One of them. */
  of<T>(all: readonly T[]): T {
    const picked = all[this.number(Math.max(1, all.length))];
    if (picked === undefined) throw new Error('nothing to choose from');
    return picked;
  }
}

/** Something that a user, the network or the machine does. */
export interface Step {
  readonly name: string;
  /** How often it is drawn, compared with the others. Default 1. */
  readonly weight?: number;
  /** Whether there is anything to do it with; by what was shown last. */
  readonly possible?: (model: Model) => boolean;
  /** Does it, and says what. What it starts, it leaves to be waited for. */
  readonly run: (world: World, model: Model, choice: Choice) => string | Promise<string>;
}

/** Whether there is a connection to do it with. */
export const hasConnection = ({ seen }: Model): boolean => seen.connections.length > 0;
