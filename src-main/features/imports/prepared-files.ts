import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CallListSession } from '../../call-list/session.ts';
import { unreadable } from '../../call-list/unreadable.ts';
import { callCentreOf, requireSameCallCentre } from '../../contract/connections.ts';
import type { CallOutput } from '../../contract/define.ts';
import { detailsOf, type FileReason } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { preparedEnding } from '../../contract/imports.ts';
import type { contract } from '../../contract/index.ts';
import type { ListMark } from '../../contract/list-mark.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { Desktop } from '../app/desktop.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import { fileNameOf } from './file-name.ts';
import { planOf } from './import-plan.ts';
import { markToWrite, type ImportPayload } from './job/import-payload.ts';
import { readPreparedFile, writePreparedFile, type PreparedManifest } from './job/prepared-file.ts';
import { plannedStart } from './job/start-gate.ts';
import { markedAs } from './marks.ts';
import type { CleanWorkbook, PreparedJobs } from './prepared-jobs.ts';

export interface PreparedFilesDeps {
  readonly jobs: PreparedJobs;
  readonly queue: JobQueue;
  readonly files: JobFiles;
  readonly connections: ConnectionsTable;
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where the bundled call list worker lies; left out where sources run unbuilt. */
  readonly worker?: URL;
}

/** Prepared imports as files of their own, which are taken to another computer and opened there. */
export class PreparedFiles {
  readonly #deps: PreparedFilesDeps;

  constructor(deps: PreparedFilesDeps) {
    this.#deps = deps;
  }

  /**
   * Asks where to, and writes the import as one file.
   * @throws DialdeskError as `plan`, `local_disk`, `file_changed`; `call_centre_changed` where its connection leads elsewhere
   */
  async exportTo(id: string): Promise<{ name: string; bytes: number } | null> {
    const { jobs, queue, desktop, files, connections } = this.#deps;
    const target = await desktop.pickSavePath(`${fileNameOf(jobs.get(id).name)}${preparedEnding}`);
    if (target === null) return null;
    // all of it as it is now: it may have been edited while the supervisor chose
    const { name, connectionId, centre } = jobs.get(id);
    const connection = connectionId === null ? null : connections.get(connectionId);
    // the file says which call centre its IDs are of
    requireSameCallCentre(centre, connection ? callCentreOf(connection.settings) : undefined);
    const payload = jobs.payload(id);
    const { source, check, rows, rejected } = payload;
    const { bytes, sha256 } = jobs.clean(id);
    // before it is there for anybody: rows with its mark are no proof of its own sending from now on
    queue.edit(id, { payload: { ...payload, handedOn: true } satisfies ImportPayload });
    const facts = {
      name,
      connection: connection && {
        name: connection.settings.name,
        host: connection.settings.isales.host,
        vdnId: connection.settings.vdnId,
      },
      list: {
        sourceName: source.name.slice(0, 255),
        rows,
        rejected,
        bytes,
        sha256,
        sourceSha256: source.sha256,
        ivr: check?.options.ivr ?? false,
        checkedAt: check?.at ?? Math.round(source.mtimeMs),
        mark: payload.mark,
      },
      plan: planOf(payload),
    };
    const written = await writePreparedFile(target, facts, files.cleanPath(id));
    return { name: basename(target), bytes: written.bytes };
  }

  /**
   * Makes a prepared import of a file that may come from anywhere: its workbook is checked again, row by row,
   * and must be what the file says. Nothing is kept of one that is not.
   * @throws DialdeskError `file_unreadable`, `local_disk`
   */
  async open(token: string): Promise<CallOutput<typeof contract.imports.openPrepared>> {
    const { jobs, files, tokens } = this.#deps;
    const path = tokens.path(token);
    const id = randomUUID();
    try {
      await files.prepare(id);
      const received = `${files.cleanPath(id)}.received.xlsx`;
      const manifest = await readPreparedFile(path, received);
      const { clean, mark } = await this.#writeAnew(received, manifest, files.cleanPath(id));
      await rm(received, { force: true });
      const { connectionId, matched } = this.#match(manifest.connection);
      const { rejected, sourceName, checkedAt } = manifest.list;
      const { rows } = clean;
      const payload: ImportPayload = {
        // the time of its check stands for the time of the source, which is elsewhere
        source: {
          ...{ name: sourceName, path: null, size: (await stat(path)).size, mtimeMs: checkedAt },
          sha256: manifest.list.sourceSha256,
        },
        check: null,
        rows,
        rejected,
        connectionName: manifest.connection?.name ?? '',
        destination: null,
        draft: { ...manifest.plan, campaignName: null },
        again: [],
        mark,
        startPlan: plannedStart(manifest.plan.startsAt, undefined, this.#deps.now()),
      };
      const { name } = manifest;
      const centre =
        manifest.connection && connectionId !== null ? meantCentre(manifest.connection) : undefined;
      const job = await jobs.restore(id, { name, connectionId, centre, payload }, clean);
      return { job, matched, connectionName: manifest.connection?.name ?? null };
    } catch (error) {
      await files.remove(id).catch(() => undefined);
      throw asPrepared(error);
    }
  }

  /** The connection that the exporter meant: of the same name, or to the same host and call centre. */
  #match(meant: PreparedManifest['connection']): {
    readonly connectionId: string | null;
    readonly matched: 'name' | 'host' | null;
  } {
    if (meant === null) return { connectionId: null, matched: null };
    const all = this.#deps.connections.list();
    const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
    const named = all.find(({ settings }) => same(settings.name, meant.name));
    if (named) return { connectionId: named.id, matched: 'name' };
    const hosted = all.filter(
      ({ settings }) => same(settings.isales.host, meant.host) && settings.vdnId === meant.vdnId,
    );
    // Of two that lead to the same place, only a person knows which is meant.
    const [only, other] = hosted;
    return only && !other
      ? { connectionId: only.id, matched: 'host' }
      : { connectionId: null, matched: null };
  }

  /**
   * Checks the rows of a workbook that came from elsewhere, and writes them again: it may have other sheets, hidden ones
   * too, and whoever reads it may take another than we have checked.
   */
  async #writeAnew(
    path: string,
    { list }: PreparedManifest,
    target: string,
  ): Promise<{ readonly clean: CleanWorkbook; readonly mark: ListMark }> {
    const { worker } = this.#deps;
    const session = await CallListSession.open(path, worker ? { workerUrl: worker } : {});
    try {
      const options = { ivr: list.ivr, duplicates: 'keep-all' } as const;
      const { ready, rejected, customField } = await session.check(options, {
        now: new Date(list.checkedAt),
      });
      if (!session.source.template || ready !== list.rows || rejected > 0) {
        throw unreadable('prepared-damaged', `${ready} rows are ready, ${rejected} are not.`);
      }
      const mark = markedAs(list.mark, customField);
      const clean = await session.writeClean(target, { mark: markToWrite({ mark }) });
      return { clean, mark };
    } finally {
      await session.close();
    }
  }
}

/** The call centre whose IDs are in the file: a connection of the same name may lead to another one here. */
const meantCentre = ({ host, vdnId }: NonNullable<PreparedManifest['connection']>): string =>
  callCentreOf({ isales: { host }, vdnId });

const ofTheFileItself: ReadonlySet<FileReason> = new Set<FileReason>([
  'prepared-newer',
  'not-found',
  'not-a-file',
  'no-permission',
  'read-failed',
  'out-of-memory',
]);

/** What is wrong inside of the file, reported for the file that the supervisor knows. */
function asPrepared(error: unknown): unknown {
  if (!(error instanceof DialdeskError) || error.code !== 'file_unreadable') return error;
  const { reason } = detailsOf(error, 'file_unreadable');
  if (reason !== undefined && ofTheFileItself.has(reason)) return error;
  return unreadable('prepared-damaged', error.message, { cause: error, details: { found: reason } });
}
