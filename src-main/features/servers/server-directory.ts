import { DialdeskError } from '../../contract/errors.ts';
import type { ServerAddress } from './server-access.ts';

/** A file server as the service lists it; any field but the ID may be null. */
export interface ListedServer {
  readonly serverId: string;
  readonly ip: string | null;
  readonly port: string | null;
  readonly filePath: string | null;
  readonly userName: string | null;
}

/** One page of `queryServer`. */
export interface ListedPage {
  readonly servers: readonly ListedServer[];
  /** How many records came, those without an ID too, which are of no use. */
  readonly received: number;
  /** Null where the service leaves it out. */
  readonly count: number | null;
  /** The call centre that answered, as `callCentreOf` names it. */
  readonly centre?: string;
}

/** All that a service listed. */
interface Listing {
  readonly servers: readonly ListedServer[];
  readonly count: number | null;
  readonly centre: string | undefined;
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
  readonly #known = new Map<string, { at: number; listing: Promise<Listing> }>();

  constructor(
    page: (connectionId: string, offset: number, limit: number) => Promise<ListedPage>,
    now: () => number,
  ) {
    this.#page = page;
    this.#now = now;
  }

  /** All servers of a connection. Errors as `queryServer`. */
  async all(connectionId: string, refresh = false): Promise<readonly ListedServer[]> {
    return (await this.#listing(connectionId, refresh)).servers;
  }

  /** How many servers the service says there are; null where it does not say. Errors as `queryServer`. */
  async count(connectionId: string): Promise<number | null> {
    return (await this.#listing(connectionId, false)).count;
  }

  /**
   * The servers whose ID, address, path, user or name contains `search`, whatever the case.
   * @param labelOf what a server is called here, by its ID
   */
  async find(
    connectionId: string,
    search: string,
    refresh: boolean,
    labelOf: (serverId: string) => string | null = () => null,
  ): Promise<readonly ListedServer[]> {
    const wanted = search.trim().toLowerCase();
    const all = await this.all(connectionId, refresh);
    return all.filter(({ serverId, ip, port, filePath, userName }) =>
      [labelOf(serverId), serverId, ip, port, filePath, userName].some((field) =>
        field?.toLowerCase().includes(wanted),
      ),
    );
  }

  /**
   * A server as it is listed.
   * @throws DialdeskError `not_found` when the service no longer lists it
   */
  async one(connectionId: string, serverId: string, refresh = false): Promise<ListedServer> {
    return oneOf(await this.#listing(connectionId, refresh), serverId);
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
    const listing = await this.#listing(connectionId, false);
    const { ip, port, filePath, userName } = oneOf(listing, serverId);
    const usable = port !== null && /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
    if (ip === null || !usable || filePath === null || userName === null) {
      throw new DialdeskError('incomplete_server', 'the call centre does not say how to reach this server', {
        details: { serverId },
      });
    }
    const { centre } = listing;
    return { connectionId, serverId, ip, port: Number(port), filePath, userName, ...(centre && { centre }) };
  }

  forget(connectionId: string): void {
    this.#known.delete(connectionId);
  }

  async #listing(connectionId: string, refresh: boolean): Promise<Listing> {
    const known = this.#known.get(connectionId);
    if (known && !refresh && this.#now() - known.at < freshFor) return known.listing;
    const asked = { at: this.#now(), listing: this.#read(connectionId) };
    this.#known.set(connectionId, asked);
    try {
      return await asked.listing;
    } catch (error) {
      if (this.#known.get(connectionId) === asked) this.#known.delete(connectionId);
      throw error;
    }
  }

  /**
   * Page after page. A short page is the last one, unless the service has said that there are more: some give
   * fewer than they are asked for. One that brings nothing new ends it: a service may ignore the offset.
   */
  async #read(connectionId: string): Promise<Listing> {
    const servers = new Map<string, ListedServer>();
    let offset = 0;
    let count: number | null = null;
    let centre: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const answer = await this.#page(connectionId, offset, pageSize);
      // led elsewhere between two pages: the first were another call centre's
      if (page > 0 && answer.centre !== centre) return this.#read(connectionId);
      const before = servers.size;
      for (const server of answer.servers) servers.set(server.serverId, server);
      offset += answer.received;
      count = answer.count ?? count;
      ({ centre } = answer);
      const last = answer.received < pageSize && (count === null || offset >= count);
      if (last || servers.size === before) break;
    }
    return { servers: [...servers.values()], count, centre };
  }
}

function oneOf({ servers }: Listing, serverId: string): ListedServer {
  const server = servers.find((listed) => listed.serverId === serverId);
  if (!server) throw new DialdeskError('not_found', `file server ${serverId} is not listed`);
  return server;
}
