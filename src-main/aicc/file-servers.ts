import * as v from 'valibot';
import { FileServerChange, NewFileServer } from '../contract/file-servers.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPath } from './isales-path.ts';
import { readFields, requireValid } from './parse.ts';
import { integer, listOf, text } from './tolerant.ts';

/** A file server as queryServer gives it. Everything but its ID can be null; the port is a text. */
export interface FileServerRecord {
  readonly serverId: string;
  readonly ip: string | null;
  readonly port: string | null;
  readonly filePath: string | null;
  readonly userName: string | null;
}

export interface FileServerPage {
  readonly servers: readonly FileServerRecord[];
  /** How many there are in all; null where the system does not say. */
  readonly count: number | null;
}

/** A page with how many records came, those without an ID too: by it the next page is asked for. */
export interface ReceivedPage extends FileServerPage {
  readonly received: number;
}

/** The most records one query may ask for. */
export const maxPage = 100;

interface ServerQuery {
  readonly offset: number;
  readonly limit: number;
  readonly serverIds?: readonly string[] | undefined;
}

const PageQuery = v.object({
  offset: v.pipe(v.number('offset'), v.integer('offset'), v.minValue(0, 'offset')),
  limit: v.pipe(v.number('limit'), v.integer('limit'), v.minValue(1, 'limit'), v.maxValue(maxPage, 'limit')),
  serverIds: v.optional(v.array(v.pipe(v.string(), v.nonEmpty('required')))),
});

const ServerList = v.object({
  count: integer,
  server: listOf(v.object({ serverId: text, ip: text, port: text, filePath: text, userName: text })),
});

/**
 * One page of the file servers ("Querying a File Server").
 * @param query offset counts records, not pages; limit 1 to 100; serverIds asks for these only.
 */
export async function queryServers(
  client: AiccClient,
  query: ServerQuery,
  options?: CallOptions,
): Promise<FileServerPage> {
  const { servers, count } = await receiveServers(client, query, options);
  return { servers, count };
}

/** The same, for who asks for the page after it. */
export async function receiveServers(
  client: AiccClient,
  query: ServerQuery,
  options?: CallOptions,
): Promise<ReceivedPage> {
  const answer = await client.call(
    {
      interface: 'queryServer',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'file', 'queryServer'),
      fields: requireValid(PageQuery, query),
      repeat: 'repeatable',
    },
    options,
  );
  const { server, count } = readFields('queryServer', ServerList, answer);
  // Without an ID nothing can be done with it: every other interface names a server by it.
  return {
    servers: server.filter((one): one is FileServerRecord => one.serverId !== null),
    received: server.length,
    count,
  };
}

/**
 * Changes a file server ("Modifying a File Server").
 * @throws DialdeskError invalid_request, also where the address changes and no password is given.
 */
export async function updateServer(
  client: AiccClient,
  change: FileServerChange,
  options?: CallOptions,
): Promise<void> {
  const { serverId, userName, serverInfo, serverPwd } = requireValid(FileServerChange, change);
  await client.call(
    {
      interface: 'updateServer',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'file', serverId, 'updateServer'),
      fields: { userName, serverInfo, ...(serverPwd !== undefined && { serverPwd }) },
      repeat: 'once',
    },
    options,
  );
}

/**
 * Registers a file server. Systems may lack this interface.
 * @returns its ID; null where the system accepted it and did not say.
 * @throws DialdeskError invalid_request; not_offered.
 */
export async function addServer(
  client: AiccClient,
  server: NewFileServer,
  options?: CallOptions,
): Promise<{ serverId: string | null }> {
  const { serverInfo, userName, serverPwd } = requireValid(NewFileServer, server);
  const answer = await client.call(
    {
      interface: 'addServer',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'file', 'addServer'),
      fields: { serverInfo, userName, serverPwd },
      repeat: 'once',
    },
    options,
  );
  return readFields('addServer', v.object({ serverId: text }), answer);
}

/** Takes a file server out of the call centre. Systems may lack this interface: not_offered. */
export async function deleteServer(
  client: AiccClient,
  serverId: string,
  options?: CallOptions,
): Promise<void> {
  const id = requireValid(v.object({ serverId: v.pipe(v.string(), v.nonEmpty('required')) }), { serverId });
  await client.call(
    {
      interface: 'deleteServer',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'file', id.serverId, 'deleteServer'),
      repeat: 'once',
    },
    options,
  );
}
