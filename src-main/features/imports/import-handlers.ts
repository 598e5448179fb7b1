import { randomUUID } from 'node:crypto';
import type { Handlers } from '../../contract/derive.ts';
import { changedMeanwhile, DialdeskError } from '../../contract/errors.ts';
import { callDataTemplate, splitRecords } from '../../contract/call-data-template.ts';
import type { Job } from '../../contract/jobs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import { markFor } from '../../contract/list-mark.ts';
import { partFileName, partName, type NewImport } from '../../contract/imports.ts';
import type { ImportMemory, ImportPayload } from './job/import-payload.ts';
import { plannedStart } from './job/start-gate.ts';
import { requireSameCentre } from './require-same-centre.ts';
import type { SourceWriter } from './job/source-writer.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { ImportPlaces } from './import-places.ts';
import type { NewMarks } from './marks.ts';
import type { CheckedList, OpenCallLists } from './open-call-lists.ts';
import type { PreparedFiles } from './prepared-files.ts';
import type { PreparedImports } from './prepared-imports.ts';
import { contentOf, type SentImports } from './sent-before.ts';
import type { SentWorkbooks } from './sent-workbooks.ts';

export interface ImportDeps {
  readonly queue: JobQueue;
  /** Takes over the list while it is still open, so that it need not be read a second time. */
  readonly writer: SourceWriter;
  readonly lists: OpenCallLists;
  readonly marks: NewMarks;
  readonly places: ImportPlaces;
  readonly connections: ConnectionsTable;
  readonly prepared: PreparedImports;
  readonly preparedFiles: PreparedFiles;
  readonly sent: SentImports;
  readonly workbooks: SentWorkbooks;
  /** An import is to go to a file server. */
  readonly serverUsed: (connectionId: string, serverId: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Imports: new ones, prepared ones, and failed ones that are redirected. */
export function importHandlers(deps: ImportDeps): Handlers['imports'] {
  const { queue, writer, lists, marks, places, connections, prepared, preparedFiles, sent, workbooks, now } =
    deps;

  /**
   * Adds a checked list to the outbox, as one import for each part it is split into.
   * @param checked as it was when this was asked for: of another check since then, nobody has seen what it found
   */
  function add(
    { list, name, split, mark }: Pick<NewImport, 'list' | 'name' | 'split' | 'mark'>,
    checked: CheckedList,
    connectionId: string | null,
    place: Pick<ImportPayload, 'destination' | 'draft'>,
    sha256: string | null,
    /** Null to keep it as prepared; otherwise the earlier sendings that the supervisor has seen. */
    again: string[] | null,
  ): Job[] {
    if (!lists.isAsChecked(list, checked)) {
      throw changedMeanwhile('the list was checked again');
    }
    const { path, size, mtimeMs, options, at, edits, summary } = checked;
    if (summary.ready === 0) throw new DialdeskError('nothing_to_send', 'no row is ready');
    if (summary.ready > callDataTemplate.maxRecords && !split) {
      throw new DialdeskError('too_many_rows', 'more rows are ready than one import takes', {
        details: { rows: summary.ready, limit: callDataTemplate.maxRecords },
      });
    }
    // a list that could not be applied is not a list that blocked nobody
    const unapplied = summary.doNotCallLists.filter(({ fault }) => fault !== null);
    if (unapplied.length > 0) {
      throw new DialdeskError('conflict', `${unapplied.length} do-not-call lists could not be applied`);
    }
    const { name: sourceName } = lists.session(list).source;
    const connectionName = connectionId === null ? '' : connectionNamed(connectionId);
    const pieces = splitRecords(summary.ready);
    const alone = pieces.length === 1;
    const inPiece = <T extends { readonly fileName: string }>(whole: T | null, index: number): T | null =>
      whole && !alone ? { ...whole, fileName: partFileName(whole.fileName, index + 1) } : whole;
    const { destination } = place;
    if (again && destination && connectionId !== null) {
      const whole = contentOf({ source: { sha256 }, check: null }, null);
      sent.requireSeen(whole, { jobId: null, connectionId, campaignId: destination.campaignId }, again);
    }
    const made = mark ? marks.take(list, pieces.length) : [];
    const jobs = pieces.map((piece, index) => {
      const payload: ImportPayload = {
        source: { name: sourceName, path, size, mtimeMs, sha256 },
        check: { options, edits: [...edits], at, part: alone ? null : piece },
        rows: piece.count,
        // about the whole list: reported once
        rejected: index === 0 ? summary.rejected : 0,
        connectionName,
        destination: inPiece(destination, index),
        draft: inPiece(place.draft, index),
        again: again ?? [],
        mark: markFor(summary.customField, made[index] ?? null),
        startPlan: plannedStart((destination ?? place.draft)?.startsAt ?? null, zoneOf(connectionId), now()),
      };
      const id = randomUUID();
      // checked with other options, or changed, before its turn: no longer what was agreed to
      writer.offer(id, lists.session(list), () => lists.isAsChecked(list, checked));
      const called = alone ? name : partName(name, index + 1, pieces.length);
      return { id, kind: 'import', name: called, connectionId, payload, hold: again === null } as const;
    });
    if (again && connectionId !== null) {
      sent.handedOver(
        jobs.map(({ id, name: called, payload }) => ({
          jobId: id,
          name: called,
          connectionId,
          payload,
          memory: null,
        })),
      );
    }
    return queue.addAll(jobs);
  }

  const zoneOf = (id: string | null): string | undefined =>
    id === null ? undefined : connections.get(id)?.settings.timeZone;

  function connectionNamed(id: string): string {
    const connection = connections.get(id);
    if (connection === null) throw new DialdeskError('not_found', `no connection ${id}`);
    return connection.settings.name;
  }

  return {
    async add({ list, name, connectionId, split, mark, again, ...asked }) {
      // what cannot be sent at all is reported before the call centre is asked about the server
      const checked = lists.checked(list);
      connectionNamed(connectionId);
      const requireStill = requireSameCentre(connections, connectionId, asked.centre);
      requireStill();
      const destination = await places.destination(connectionId, asked);
      const sha256 = await lists.sha256(list);
      requireStill();
      const jobs = add(
        { list, name, split, mark },
        checked,
        connectionId,
        { destination, draft: null },
        sha256,
        again,
      );
      deps.serverUsed(connectionId, asked.destination.serverId);
      return jobs;
    },
    async prepare({ list, name, split, mark, plan, centre }) {
      const checked = lists.checked(list);
      const { connectionId } = plan;
      const requireStill = requireSameCentre(connections, connectionId, centre);
      requireStill();
      const sha256 = await lists.sha256(list);
      const place = await places.planned(plan);
      requireStill();
      return add({ list, name, split, mark }, checked, connectionId, place, sha256, null);
    },
    async sentBefore(query) {
      if (query.kind === 'job') return prepared.sentBefore(query.id, query.campaignId);
      const sourceSha256 = await lists.sha256(query.list);
      if (query.kind === 'source') {
        const known = sourceSha256 === null ? [] : sent.ofSource(sourceSha256);
        return { sent: known, comparable: sourceSha256 !== null };
      }
      const { connectionId, campaignId } = query;
      const content = contentOf({ source: { sha256: sourceSha256 }, check: null }, null);
      return {
        sent: sent.find(content, { jobId: null, connectionId, campaignId }),
        comparable: sourceSha256 !== null,
      };
    },
    plan: ({ id }) => prepared.plan(id),
    editPlan: ({ id, name, plan, centre }) => prepared.edit(id, name, plan, centre),
    rename: ({ id, name }) => prepared.rename(id, name),
    duplicate: ({ id, name }) => prepared.duplicate(id, name),
    send: ({ ids, again }) => prepared.send(ids, again),
    exportPrepared: ({ id }) => preparedFiles.exportTo(id),
    openPrepared: ({ token }) => preparedFiles.open(token),
    repeat: ({ id }) => workbooks.repeat(id),
    saveWorkbooks: ({ ids }) => workbooks.save(ids),

    async redirect({ id, name, again, ...asked }) {
      const { connectionId } = queue.get(id);
      if (connectionId === null) throw new DialdeskError('conflict', 'an import without connection');
      const requireStill = requireSameCentre(connections, connectionId, asked.centre);
      requireStill();
      const destination = await places.destination(connectionId, asked);
      requireStill();
      const startPlan = plannedStart(destination.startsAt, zoneOf(connectionId), now());
      const payload = { ...(queue.payload(id) as ImportPayload), destination, again, startPlan };
      const memory = queue.memory(id) as ImportMemory;
      const { campaignId } = destination;
      sent.requireSeen(contentOf(payload, memory), { jobId: id, connectionId, campaignId }, again);
      queue.edit(id, { name, payload, chosenAnew: true });
      sent.handedOver([{ jobId: id, name, connectionId, payload, memory }]);
      return queue.send(id);
    },
  };
}
