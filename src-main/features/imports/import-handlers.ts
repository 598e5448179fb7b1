import { randomUUID } from 'node:crypto';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { callDataTemplate, splitRecords } from '../../contract/call-data-template.ts';
import type { Job } from '../../contract/jobs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import { partFileName, partName, type NewImport } from '../../contract/imports.ts';
import type { ImportPayload } from './job/import-payload.ts';
import type { SourceWriter } from './job/source-writer.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { ImportPlaces } from './import-places.ts';
import type { OpenCallLists } from './open-call-lists.ts';
import type { PreparedImports } from './prepared-imports.ts';

export interface ImportDeps {
  readonly queue: JobQueue;
  /** Takes over the list while it is still open, so that it need not be read a second time. */
  readonly writer: SourceWriter;
  readonly lists: OpenCallLists;
  readonly places: ImportPlaces;
  readonly connections: ConnectionsTable;
  readonly prepared: PreparedImports;
}

/** Imports: new ones, prepared ones, and failed ones that are redirected. */
export function importHandlers(deps: ImportDeps): Handlers['imports'] {
  const { queue, writer, lists, places, connections, prepared } = deps;

  /** Adds a checked list to the outbox, as one import for each part it is split into. */
  function add(
    { list, name, split }: Pick<NewImport, 'list' | 'name' | 'split'>,
    connectionId: string | null,
    place: Pick<ImportPayload, 'destination' | 'draft'>,
    hold: boolean,
  ): Job[] {
    const checked = lists.checked(list);
    const { path, size, mtimeMs, options, at, edits, summary } = checked;
    if (summary.ready === 0) throw new DialdeskError('nothing_to_send', 'no row is ready');
    if (summary.ready > callDataTemplate.maxRecords && !split) {
      throw new DialdeskError('too_many_rows', 'more rows are ready than one import takes', {
        details: { rows: summary.ready, limit: callDataTemplate.maxRecords },
      });
    }
    const { name: sourceName } = lists.session(list).source;
    const connectionName = connectionId === null ? '' : connectionNamed(connectionId);
    const pieces = splitRecords(summary.ready);
    const alone = pieces.length === 1;
    const inPiece = <T extends { readonly fileName: string }>(whole: T | null, index: number): T | null =>
      whole && !alone ? { ...whole, fileName: partFileName(whole.fileName, index + 1) } : whole;
    const jobs = pieces.map((piece, index): NewJob => {
      const payload: ImportPayload = {
        source: { name: sourceName, path, size, mtimeMs },
        check: { options, edits: [...edits], at, part: alone ? null : piece },
        rows: piece.count,
        // about the whole list: reported once
        rejected: index === 0 ? summary.rejected : 0,
        connectionName,
        destination: inPiece(place.destination, index),
        draft: inPiece(place.draft, index),
      };
      const id = randomUUID();
      // checked with other options, or changed, before its turn: no longer what was agreed to
      writer.offer(id, lists.session(list), () => lists.isAsChecked(list, checked));
      const called = alone ? name : partName(name, index + 1, pieces.length);
      return { id, kind: 'import', name: called, connectionId, payload, hold };
    });
    return queue.addAll(jobs);
  }

  function connectionNamed(id: string): string {
    const connection = connections.get(id);
    if (connection === null) throw new DialdeskError('not_found', `no connection ${id}`);
    return connection.settings.name;
  }

  return {
    async add({ list, name, connectionId, split, ...asked }) {
      // what cannot be sent at all is reported before the call centre is asked about the server
      lists.checked(list);
      connectionNamed(connectionId);
      const destination = await places.destination(connectionId, asked);
      return add({ list, name, split }, connectionId, { destination, draft: null }, false);
    },
    async prepare({ list, name, split, plan }) {
      lists.checked(list);
      return add({ list, name, split }, plan.connectionId, await places.planned(plan), true);
    },
    plan: ({ id }) => prepared.plan(id),
    editPlan: ({ id, name, plan }) => prepared.edit(id, name, plan),
    rename: ({ id, name }) => prepared.rename(id, name),
    duplicate: ({ id, name }) => prepared.duplicate(id, name),
    send: ({ ids }) => prepared.send(ids),
    exportPrepared: ({ id }) => prepared.exportTo(id),
    openPrepared: ({ token }) => prepared.open(token),

    async redirect({ id, name, ...asked }) {
      const { connectionId } = queue.get(id);
      if (connectionId === null) throw new DialdeskError('conflict', 'an import without connection');
      const payload = queue.payload(id) as ImportPayload;
      queue.edit(id, {
        name,
        payload: { ...payload, destination: await places.destination(connectionId, asked) },
      });
      return queue.send(id);
    },
  };
}
