import { callCentreOf, type ChosenFrom, type Connection } from '../../src-main/contract/connections.ts';
import type { Session } from './session.svelte.ts';

/** What a bound connection needs of the session. */
export type SessionConnections = Pick<Session, 'connections' | 'current'>;

/**
 * Names a connection together with the call centre that it leads to: what is shown of it is void once that is another one.
 */
export function placeOf(
  { connections }: Pick<SessionConnections, 'connections'>,
  connectionId: string | null,
): string {
  const connection = connections.find(({ id }) => id === connectionId);
  return JSON.stringify([connectionId, connection === undefined ? null : callCentreOf(connection)]);
}

/** That a connection leads to another call centre than before; both as `callCentreOf` names them. */
export interface Moved {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The connection that a piece of work belongs to: a wizard, a sheet of changes, a form. Until it is bound it follows
 * the connection in use; from then on it stays with its own, whichever is in use. Campaigns, servers and IDs mean
 * something else in another call centre, so whatever holds one of them is bound, and sends with `id` and nothing else.
 * The connection itself may be changed to lead to another call centre meanwhile: it is no longer its own then.
 */
export class BoundConnection {
  readonly #session: SessionConnections;
  #id = $state<string | null>(null);
  /** Where the connection led when this was bound to it; null where that is not known. */
  #centre = $state<string | null>(null);
  readonly #bound = $derived.by(() => this.#session.connections.find(({ id }) => id === this.#id));
  readonly #moved = $derived.by((): Moved | null => {
    const [before, connection] = [this.#centre, this.#bound];
    if (before === null || connection === undefined) return null;
    const after = callCentreOf(connection);
    return before === after ? null : { name: connection.name, before, after };
  });
  readonly #connection = $derived.by((): Connection | undefined => {
    if (this.#id === null) return this.#session.current;
    return this.#moved === null ? this.#bound : undefined;
  });

  /** @param id the connection it belongs to from the start; left out, the one in use until `bind` */
  constructor(session: SessionConnections, id: string | null = null) {
    this.#session = session;
    if (id !== null) this.bindTo(id);
  }

  /** Null where there is no connection at all yet. It stays when the connection is removed. */
  get id(): string | null {
    return this.#id ?? this.#session.current?.id ?? null;
  }
  /** The call centre that what was chosen belongs to, as `callCentreOf` names it; null where that is not known. */
  get centre(): string | null {
    return this.#id === null ? null : this.#centre;
  }
  /** What a call names that sends something chosen of it; null where there is no connection at all yet. */
  get from(): ChosenFrom | null {
    const { id } = this;
    return id === null ? null : { connectionId: id, centre: this.centre ?? this.centreNow };
  }
  /** The call centre that `connection` leads to now; undefined where there is none. */
  get centreNow(): string | undefined {
    return this.#connection && callCentreOf(this.#connection);
  }
  /** Where its connection leads now, if that is another call centre than its own. */
  get moved(): Moved | null {
    return this.#moved;
  }
  /** Undefined where there is none yet, or the one it belongs to was removed or leads to another call centre now. */
  get connection(): Connection | undefined {
    return this.#connection;
  }
  /** Whether another connection is in use than the one this belongs to, or that one leads elsewhere now. */
  get elsewhere(): boolean {
    return this.#id !== null && (this.#id !== this.#session.current?.id || this.#moved !== null);
  }

  /** Keeps to the connection in use from now on. Whatever is bound already stays where it is. */
  bind(): void {
    const id = this.#session.current?.id;
    if (this.#id === null && id !== undefined) this.bindTo(id);
  }

  /** Keeps to this connection from now on, and to the call centre that it leads to. */
  bindTo(id: string): void {
    this.#id = id;
    const connection = this.#session.connections.find((each) => each.id === id);
    this.#centre = connection === undefined ? null : callCentreOf(connection);
  }

  /** Follows the connection in use again, until it is bound anew. */
  release(): void {
    this.#id = null;
    this.#centre = null;
  }
}
