import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CallListSession } from '../../call-list/session.ts';
import { unreadable } from '../../call-list/unreadable.ts';
import type { CallOutput } from '../../contract/define.ts';
import { detailsOf, type FileReason } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { preparedEnding, type ImportPlan } from '../../contract/imports.ts';
import type { contract } from '../../contract/index.ts';
import type { ListMark } from '../../contract/list-mark.ts';
import type { Job } from '../../contract/jobs.ts';
import type { ImportMemory, ImportPayload } from './job/import-payload.ts';
import { emptyImportMemory, markToWrite } from './job/import-payload.ts';
import { manifestOf } from './job/import-manifest.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import { readPreparedFile, writePreparedFile, type PreparedManifest } from './job/prepared-file.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { ImportPlaces } from './import-places.ts';
import type { Desktop } from '../app/desktop.ts';
import type { SentBeforeAnswer } from '../../contract/sent-imports.ts';
import { plannedAgain, plannedStart } from './job/start-gate.ts';
import { fileNameOf } from './file-name.ts';
import { markedAs } from './marks.ts';
import { watchCentre } from './still-led.ts';
import { contentOf, type SentImports } from './sent-before.ts';

export interface PreparedDeps {
  readonly queue: JobQueue;
  readonly outbox: JobFiles;
  readonly places: ImportPlaces;
  readonly connections: ConnectionsTable;
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
  readonly sent: SentImports;
  /** Where the bundled call list worker lies; left out where sources run unbuilt. */
  readonly worker?: URL;
}

type Clean = NonNullable<ImportMemory['clean']>;

/** Imports that are kept until the supervisor sends them: changed, copied, taken along, and sent. */
export class PreparedImports {
  readonly #deps: PreparedDeps;

  constructor(deps: PreparedDeps) {
    this.#deps = deps;
  }

  /** The choices made for the import so far. @throws DialdeskError `not_found`, `conflict` when it is not prepared */
  plan(id: string): ImportPlan {
    const { connectionId } = this.#prepared(id);
    return { connectionId, ...planOf(this.#payload(id)) };
  }

  /**
   * Changes where it goes, when, and its name.
   * @throws DialdeskError as `plan`, `local_disk`, and `call_centre_changed` for a connection that was led elsewhere
   * while its call centre was asked
   */
  async edit(id: string, name: string, plan: ImportPlan): Promise<Job> {
    const requireSame = this.#watch(id, plan.connectionId);
    const place = await this.#deps.places.planned(plan);
    requireSame();
    const { connectionId } = plan;
    const connection = connectionId === null ? null : this.#deps.connections.get(connectionId);
    const connectionName = connection?.settings.name ?? '';
    const startPlan = plannedStart(plan.startsAt, connection?.settings.timeZone, Date.now());
    const payload: ImportPayload = { ...this.#payload(id), connectionName, ...place, startPlan };
    this.#deps.queue.edit(id, { name, connectionId, payload });
    return this.#kept(id);
  }

  /** Calls a job something else. @throws DialdeskError `not_found`, `conflict` while it runs or once it is over */
  async rename(id: string, name: string): Promise<Job> {
    const job = this.#deps.queue.edit(id, { name });
    return job.hold ? this.#kept(id) : job;
  }

  /** A second prepared import of the same clean workbook. @throws DialdeskError as `plan`, `local_disk` */
  async duplicate(id: string, name: string): Promise<Job> {
    const { connectionId } = this.#prepared(id);
    const { outbox } = this.#deps;
    const clean = this.#clean(id);
    const copy = randomUUID();
    try {
      await outbox.prepare(copy);
      await outbox.copyClean(id, copy);
      const payload: ImportPayload = { ...this.#payload(id), again: [] };
      return await this.#restore(copy, { name, connectionId, payload }, clean);
    } catch (error) {
      await outbox.remove(copy).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Whether the content of an import was sent before, by another, into its campaign or the one that is named.
   * @throws DialdeskError `not_found`
   */
  sentBefore(id: string, campaignId?: string): SentBeforeAnswer {
    const { queue, sent } = this.#deps;
    const { connectionId } = queue.get(id);
    const payload = this.#payload(id);
    const into = campaignId ?? (payload.destination ?? payload.draft)?.campaignId ?? null;
    const content = contentOf(payload, queue.memory(id) as ImportMemory);
    const comparable = content.sourceSha256 !== null || content.cleanSha256 !== null;
    if (connectionId === null || into === null) return { sent: [], comparable };
    return { sent: sent.find(content, { jobId: id, connectionId, campaignId: into }), comparable };
  }

  /**
   * Sends those that are complete; says of each other one why it stayed.
   * @param again earlier sendings of the same content that the supervisor has seen
   */
  async send(
    ids: readonly string[],
    again: readonly string[],
  ): Promise<CallOutput<typeof contract.imports.send>> {
    const outcome: CallOutput<typeof contract.imports.send> = { sent: 0, refused: [] };
    for (const id of ids) {
      try {
        if (this.#deps.queue.get(id).kind === 'import') {
          await this.#complete(id);
          this.#handOver(id, again);
        }
        this.#deps.queue.send(id);
        outcome.sent++;
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        outcome.refused.push({ id, name: this.#nameOf(id), error: error.toShape() });
      }
    }
    return outcome;
  }

  /** Asks where to, and writes the import as one file. @throws DialdeskError as `plan`, `local_disk`, `file_changed` */
  async exportTo(id: string): Promise<{ name: string; bytes: number } | null> {
    const { name, connectionId } = this.#prepared(id);
    const { desktop, outbox, connections } = this.#deps;
    const target = await desktop.pickSavePath(`${fileNameOf(name)}${preparedEnding}`);
    if (target === null) return null;
    const payload = this.#payload(id);
    const { source, check, rows, rejected } = payload;
    const { bytes, sha256 } = this.#clean(id);
    // before it is there for anybody: rows with its mark are no proof of its own sending from now on
    this.#deps.queue.edit(id, { payload: { ...payload, handedOn: true } satisfies ImportPayload });
    const connection = connectionId === null ? null : connections.get(connectionId);
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
    const written = await writePreparedFile(target, facts, outbox.cleanPath(id));
    return { name: basename(target), bytes: written.bytes };
  }

  /**
   * Makes a prepared import of a file that may come from anywhere: its workbook is checked again, row by row,
   * and must be what the file says. Nothing is kept of one that is not.
   * @throws DialdeskError `file_unreadable`, `local_disk`
   */
  async open(token: string): Promise<CallOutput<typeof contract.imports.openPrepared>> {
    const { outbox, tokens } = this.#deps;
    const path = tokens.path(token);
    const id = randomUUID();
    try {
      await outbox.prepare(id);
      const received = `${outbox.cleanPath(id)}.received.xlsx`;
      const manifest = await readPreparedFile(path, received);
      const { clean, mark } = await this.#writeAnew(received, manifest, outbox.cleanPath(id));
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
        startPlan: plannedStart(manifest.plan.startsAt, undefined, Date.now()),
      };
      const { name } = manifest;
      const job = await this.#restore(id, { name, connectionId, payload }, clean);
      return { job, matched, connectionName: manifest.connection?.name ?? null };
    } catch (error) {
      await outbox.remove(id).catch(() => undefined);
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
   * Checks the rows of a workbook that came from elsewhere, and writes them anew: it may have other sheets, hidden ones
   * too, and whoever reads it may take another than we have checked.
   */
  async #writeAnew(
    path: string,
    { list }: PreparedManifest,
    target: string,
  ): Promise<{ readonly clean: Clean; readonly mark: ListMark }> {
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

  /** Asks the call centre where the server is, if that is all that is missing. */
  async #complete(id: string): Promise<void> {
    const job = this.#prepared(id);
    const payload = this.#payload(id);
    const { draft } = payload;
    const { connectionId } = job;
    if (connectionId !== null && this.#deps.connections.get(connectionId) === null) {
      // Found in the outbox after the database was lost, and nobody has set the connection up again.
      throw new DialdeskError('invalid_request', 'The connection is gone', {
        fields: [{ path: 'connectionId', rule: 'required' }],
      });
    }
    if (payload.destination || !draft?.campaignId || !draft.serverId || connectionId === null) return;
    const { campaignId, serverId, folder, fileName, startsAt } = draft;
    const asked = {
      campaignId,
      destination: { connectionId, serverId, folder, fileName },
      replace: false,
      startsAt,
    };
    const requireSame = this.#watch(id, connectionId);
    const destination = await this.#deps.places.destination(connectionId, asked);
    requireSame();
    this.#deps.queue.edit(id, { payload: { ...payload, destination, draft: null } });
  }

  /** Asks about what was sent before, and says that this is on its way now. */
  #handOver(jobId: string, again: readonly string[]): void {
    const { queue, sent } = this.#deps;
    const { connectionId, name } = queue.get(jobId);
    const before = this.#payload(jobId);
    const { destination } = before;
    // what it lacks is the queue's to say
    if (connectionId === null || !destination) return;
    const memory = queue.memory(jobId) as ImportMemory;
    const { campaignId } = destination;
    sent.requireSeen(contentOf(before, memory), { jobId, connectionId, campaignId }, again);
    const seen = this.sentBefore(jobId).sent.map(({ jobId: other }) => other);
    const zone = this.#deps.connections.get(connectionId)?.settings.timeZone;
    const startPlan = plannedAgain(before.startPlan, destination.startsAt, zone, Date.now());
    const payload: ImportPayload = { ...before, again: seen, startPlan };
    queue.edit(jobId, { payload });
    sent.handedOver([{ jobId, name, connectionId, payload, memory }]);
  }

  async #restore(
    id: string,
    { name, connectionId, payload }: Pick<Job, 'name' | 'connectionId'> & { readonly payload: ImportPayload },
    clean: Clean,
  ): Promise<Job> {
    const memory: ImportMemory = { ...emptyImportMemory, clean };
    const { outbox, queue } = this.#deps;
    // First: from here on the job is found again, whatever happens.
    await outbox.writeManifest(id, manifestOf({ name, connectionId, payload, memory }, false));
    return queue.restore(
      { id, kind: 'import', name, connectionId, payload, hold: true },
      { memory, done: ['write'], unknown: null },
    );
  }

  /**
   * Remembers an import while a call centre is asked for it.
   * @returns to be called before the answer is kept; throws DialdeskError `conflict` where the import was changed, sent
   * or removed meanwhile, `call_centre_changed`, `not_found`
   */
  #watch(id: string, connectionId: string | null): () => void {
    const before = [this.#prepared(id).name, this.#payload(id)];
    const requireStill = watchCentre(this.#deps.connections, connectionId);
    return () => {
      const { name, state } = this.#prepared(id);
      requireStill();
      if (isDeepStrictEqual(before, [name, this.#payload(id)])) return;
      throw new DialdeskError('conflict', 'It was changed meanwhile', { details: { state } });
    };
  }

  /** The job as it is now, and the same in its manifest. */
  async #kept(id: string): Promise<Job> {
    const { queue, outbox } = this.#deps;
    const { name, connectionId } = queue.get(id);
    const memory = queue.memory(id) as ImportMemory;
    await outbox.writeManifest(
      id,
      manifestOf({ name, connectionId, payload: this.#payload(id), memory }, false),
    );
    return queue.get(id);
  }

  /** @throws DialdeskError `conflict` when the job is no import that is kept as prepared */
  #prepared(id: string): Job {
    const job = this.#deps.queue.get(id);
    if (job.kind === 'import' && job.state === 'prepared') return job;
    throw new DialdeskError('conflict', `Job ${id} is ${job.state}`, { details: { state: job.state } });
  }

  #payload(id: string): ImportPayload {
    return this.#deps.queue.payload(id) as ImportPayload;
  }

  #clean(id: string): Clean {
    const { clean } = this.#deps.queue.memory(id) as ImportMemory;
    if (clean) return clean;
    throw new DialdeskError('conflict', 'its clean workbook has not been written');
  }

  #nameOf(id: string): string {
    try {
      return this.#deps.queue.get(id).name;
    } catch {
      return '';
    }
  }
}

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

/** The destination of an import, as a plan that may be changed. */
export function planOf({ destination, draft, source }: ImportPayload): Omit<ImportPlan, 'connectionId'> {
  const known = destination ?? draft;
  return {
    campaignId: known?.campaignId ?? null,
    serverId: known?.serverId ?? null,
    serverName: destination?.server.ip ?? draft?.serverName ?? null,
    folder: known?.folder ?? '',
    fileName: known?.fileName ?? `${fileNameOf(source.name.replace(/\.[^.]*$/, ''))}.xlsx`,
    startsAt: known?.startsAt ?? null,
  };
}
