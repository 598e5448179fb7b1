import type { Connection } from '../../src-main/contract/connections.ts';
import type { Session } from './session.svelte.ts';

/** What a bound connection needs of the session. */
export type SessionConnections = Pick<Session, 'connections' | 'current'>;

/**
 * The connection that a piece of work belongs to: a wizard, a sheet of changes, a form. Until it is bound it follows
 * the connection in use; from then on it stays with its own, whichever is in use. Campaigns, servers and IDs mean
 * something else in another call centre, so whatever holds one of them is bound, and sends with `id` and nothing else.
 */
export class BoundConnection {
  readonly #session: SessionConnections;
  #id = $state<string | null>(null);
  readonly #connection = $derived.by((): Connection | undefined => {
    const id = this.#id;
    return id === null ? this.#session.current : this.#session.connections.find((each) => each.id === id);
  });

  /** @param id the connection it belongs to from the start; left out, the one in use until `bind` */
  constructor(session: SessionConnections, id: string | null = null) {
    this.#session = session;
    this.#id = id;
  }

  /** Null where there is no connection at all yet. It stays when the connection is removed. */
  get id(): string | null {
    return this.#id ?? this.#session.current?.id ?? null;
  }
  /** Undefined where there is none yet, or the one it belongs to was removed. */
  get connection(): Connection | undefined {
    return this.#connection;
  }
  /** Whether another connection is in use than the one this belongs to. */
  get elsewhere(): boolean {
    return this.#id !== null && this.#id !== this.#session.current?.id;
  }

  /** Keeps to the connection in use from now on. Whatever is bound already stays where it is. */
  bind(): void {
    this.#id ??= this.#session.current?.id ?? null;
  }

  /** Keeps to this connection from now on. */
  bindTo(id: string): void {
    this.#id = id;
  }

  /** Follows the connection in use again, until it is bound anew. */
  release(): void {
    this.#id = null;
  }
}
