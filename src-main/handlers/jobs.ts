import { randomUUID } from 'node:crypto';
import type { Handlers } from '../contract/derive.ts';
import { DialdeskError } from '../contract/errors.ts';
import { callDataTemplate, splitRecords } from '../contract/call-data-template.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { partFileName, partName, type NewImport } from '../contract/imports.ts';
import type { ImportDestination, ImportPayload } from '../jobs/import/import-payload.ts';
import type { SourceWriter } from '../jobs/import/source-writer.ts';
import type { ConnectionsTable } from '../store/connections.ts';
import type { OpenCallLists } from './open-call-lists.ts';
import type { ServerDirectory } from './server-directory.ts';

type Asked = Pick<NewImport, 'campaignId' | 'destination' | 'replace' | 'startsAt'>;

export interface JobParts {
  readonly queue: JobQueue;
  /** Takes the list that is still open, so that it need not be read a second time. */
  readonly writer: SourceWriter;
  readonly lists: OpenCallLists;
  readonly directory: ServerDirectory;
  readonly connections: ConnectionsTable;
}

/** The outbox: new imports, and what the supervisor does with those there are. */
export function jobHandlers(parts: JobParts): Handlers['jobs'] {
  const { queue, writer, lists, directory, connections } = parts;

  /** Where an import goes, with the server as the call centre describes it now. */
  async function destinationOf(
    connectionId: string,
    { campaignId, destination, replace, startsAt }: Asked,
  ): Promise<ImportDestination> {
    const { serverId, folder, fileName } = destination;
    const { ip, port, filePath, userName } = await directory.address(connectionId, serverId);
    return {
      campaignId,
      campaignName: null,
      serverId,
      server: { ip, port, filePath, userName },
      folder,
      fileName,
      replace,
      verify: 'size',
      startsAt,
    };
  }

  return {
    list: (query) => queue.list(query),
    get: ({ id }) => queue.get(id),

    async addImport({ list, name, connectionId, split, ...asked }) {
      const checked = lists.checked(list);
      const { path, size, mtimeMs, options, at, edits, summary } = checked;
      const connection = connections.get(connectionId);
      if (connection === null) throw new DialdeskError('not_found', `no connection ${connectionId}`);
      if (summary.ready === 0) throw new DialdeskError('nothing_to_send', 'no row is ready');
      if (summary.ready > callDataTemplate.maxRecords && !split) {
        throw new DialdeskError('too_many_rows', 'more rows are ready than one import takes', {
          details: { rows: summary.ready, limit: callDataTemplate.maxRecords },
        });
      }
      const { name: sourceName } = lists.session(list).source;
      const destination = await destinationOf(connectionId, asked);
      const parts = splitRecords(summary.ready);
      return parts.map((part, index) => {
        const alone = parts.length === 1;
        const payload: ImportPayload = {
          source: { name: sourceName, path, size, mtimeMs },
          check: { options, edits: [...edits], at, part: alone ? null : part },
          rows: part.count,
          // of the whole list: told once
          rejected: index === 0 ? summary.rejected : 0,
          connectionName: connection.settings.name,
          destination: alone
            ? destination
            : { ...destination, fileName: partFileName(destination.fileName, index + 1) },
        };
        const id = randomUUID();
        // checked again in another way, or changed, before its turn: no longer what was agreed to
        writer.offer(id, lists.session(list), () => lists.isAsChecked(list, checked));
        return queue.add({
          id,
          kind: 'import',
          name: alone ? name : partName(name, index + 1, parts.length),
          connectionId,
          payload,
        });
      });
    },

    async redirectImport({ id, name, ...asked }) {
      const { connectionId } = queue.get(id);
      const payload = queue.payload(id) as ImportPayload;
      queue.edit(id, {
        name,
        payload: { ...payload, destination: await destinationOf(connectionId, asked) },
      });
      return queue.send(id);
    },

    async pause({ id }) {
      await queue.pause(id);
    },
    resume({ id }) {
      queue.resume(id);
    },
    retry({ id }) {
      const { state } = queue.get(id);
      if (state === 'waiting') queue.tryNow(id);
      // what it waited for may have come in the meantime: then it is on its way already
      else if (state === 'failed') queue.retry(id);
    },
    async cancel({ id }) {
      await queue.cancel(id);
    },
    remove: ({ id }) => queue.remove(id),
    decide({ id, decision }) {
      queue.decide(id, decision);
    },
  };
}
