import { DialdeskError } from '../contract/errors.ts';
import type { ServerAddress } from './server-access.ts';

/** A file server as the service lists it; any field but the ID may be null. */
export interface ListedServer {
  readonly serverId: string;
  readonly ip: string | null;
  readonly port: string | null;
  readonly filePath: string | null;
  readonly userName: string | null;
}

/** One page of `queryServer`. `count` is null where the service leaves it out. */
export interface ListedPage {
  readonly servers: readonly ListedServer[];
  readonly count: number | null;
}

/** The most a page may hold, by the interface. */
const pageSize = 100;
/** A service that always gives full pages would be asked for ever. */
const mostPages = 200;
/** How long an answer is good for paging and searching, in milliseconds. */
const freshFor = 60_000;

/**
 * The file servers of each connection, read page by page from the service and kept for a minute, so that
 * searching and paging do not ask again: `queryServer` itself cannot search.
 */
export class ServerDirectory {
  readonly #page: (connectionId: string, offset: number, limit: number) => Promise<ListedPage>;
  readonly #now: () => number;
  readonly #known = new Map<string, { at: number; servers: Promise<readonly ListedServer[]> }>();

  constructor(
    page: (connectionId: string, offset: number, limit: number) => Promise<ListedPage>,
    now: () => number = Date.now,
  ) {
    this.#page = page;
    this.#now = now;
  }

  /** All servers of a connection. Errors as `queryServer`. */
  async all(connectionId: string, refresh = false): Promise<readonly ListedServer[]> {
    const known = this.#known.get(connectionId);
    if (known && !refresh && this.#now() - known.at < freshFor) return known.servers;
    const servers = this.#read(connectionId);
    this.#known.set(connectionId, { at: this.#now(), servers });
    try {
      return await servers;
    } catch (error) {
      this.#known.delete(connectionId);
      throw error;
    }
  }

  /** The servers whose ID, address, path or user contains `search`, whatever the case. */
  async find(connectionId: string, search: string, refresh: boolean): Promise<readonly ListedServer[]> {
    const wanted = search.trim().toLowerCase();
    const all = await this.all(connectionId, refresh);
    return all.filter(({ serverId, ip, port, filePath, userName }) =>
      [serverId, ip, port, filePath, userName].some((field) => field?.toLowerCase().includes(wanted)),
    );
  }

  /**
   * A server that files can be put on.
   * @throws DialdeskError `not_found` when the service no longer lists it, `incomplete_server` when it leaves
   * out what is needed to reach it
   */
  async address(
    connectionId: string,
    serverId: string,
  ): Promise<ServerAddress & { readonly filePath: string }> {
    const server = (await this.all(connectionId)).find((listed) => listed.serverId === serverId);
    if (!server) throw new DialdeskError('not_found', `file server ${serverId} is not listed`);
    const { ip, port, filePath, userName } = server;
    if (ip === null || port === null || filePath === null || userName === null || !/^\d{1,5}$/.test(port)) {
      throw new DialdeskError('incomplete_server', 'the call centre does not say how to reach this server', {
        details: { serverId },
      });
    }
    return { connectionId, serverId, ip, port: Number(port), filePath, userName };
  }

  forget(connectionId: string): void {
    this.#known.delete(connectionId);
  }

  async #read(connectionId: string): Promise<readonly ListedServer[]> {
    const servers = new Map<string, ListedServer>();
    for (let page = 0; page < mostPages; page++) {
      const answer = await this.#page(connectionId, page * pageSize, pageSize);
      const before = servers.size;
      for (const server of answer.servers) servers.set(server.serverId, server);
      const complete = answer.count !== null && servers.size >= answer.count;
      // a service that ignores the offset gives the first page again
      if (complete || answer.servers.length < pageSize || servers.size === before) break;
    }
    return [...servers.values()];
  }
}
