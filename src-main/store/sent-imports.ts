import * as v from 'valibot';
import { jsonColumn } from './json-column.ts';
import { numberOf, textOf, textOrNull, type Row, type Statements } from './statements.ts';

/** The ready rows of a source that an import takes, counted from 0; null for all. */
export type SentPart = { readonly from: number; readonly count: number } | null;

/** What imports are compared by: SHA-256, lower-case hex; null where it is not known. */
export interface SentContent {
  readonly sourceSha256: string | null;
  readonly part: SentPart;
  /** Of the clean workbook. */
  readonly cleanSha256: string | null;
  /** Of its rows without their mark, which is another each time; null for those that an earlier version wrote. */
  readonly rowsSha256: string | null;
}

/** Where an import goes: the call centre as `callCentreOf` names it, whatever connection leads there. */
export interface SentPlace {
  readonly centre: string;
  readonly campaignId: string;
}

const Report = v.object({
  name: v.string(),
  sourceName: v.string(),
  rows: v.number(),
  connectionName: v.string(),
  campaignName: v.nullable(v.string()),
  /** The sendings that the supervisor had seen, by their jobs. */
  seen: v.array(v.string()),
});
const reportColumn = jsonColumn(Report);

/** `pending`: handed over, and the call centre has not been asked; such a row counts as long as its job is on its way.
 * `gone`: taken back, and seen to have left nothing: nobody was called. */
export type SentState = 'pending' | 'unknown' | 'accepted' | 'gone';

/** One sending of an import. */
export interface SentImport extends SentContent, SentPlace, v.InferOutput<typeof Report> {
  readonly jobId: string;
  /** The connection by which it was sent; it may lead elsewhere since. */
  readonly connectionId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly state: SentState;
  /** What all its rows carry in customField; null where they have no mark. */
  readonly mark: string | null;
  /** When it was seen to have been taken back, epoch milliseconds. */
  readonly takenBackAt: number | null;
}

/** States in which a job will come to ask the call centre, is asking, or may have asked when the app ended. */
const onItsWay = `'queued', 'running', 'waiting', 'paused', 'unknown'`;

const carriers = `WHERE mark = ? AND campaign_id = ? AND state NOT IN ('gone', 'pending')
  AND centre = ? AND job_id != ?`;

/**
 * What was sent into which campaign. A row is written before the call centre is asked, as `unknown`: whatever ends the
 * app before the answer leaves the truth behind. Rows outlive their jobs, so that taking an import off the list does not
 * take away the knowledge that its customers were called.
 */
export class SentImportsTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Adds it, or replaces what was known of this job in this campaign. */
  save(sent: SentImport): void {
    const { jobId, campaignId, at, state, connectionId, centre, part } = sent;
    const { name, sourceName, rows, connectionName, campaignName, seen } = sent;
    this.#sql.run(
      `INSERT OR REPLACE INTO sent_imports (job_id, campaign_id, at, state, connection_id, centre, source_sha256,
         part_from, part_to, clean_sha256, rows_sha256, mark, taken_back_at, report)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[jobId, campaignId, Math.round(at), state, connectionId, centre, sent.sourceSha256],
      ...[part && part.from, part && part.from + part.count, sent.cleanSha256, sent.rowsSha256],
      ...[sent.mark, sent.takenBackAt],
      reportColumn.encode({ name, sourceName, rows, connectionName, campaignName, seen: [...seen] }),
    );
  }

  get(jobId: string, campaignId: string): SentImport | null {
    const row = this.#sql.one(
      'SELECT * FROM sent_imports WHERE job_id = ? AND campaign_id = ?',
      jobId,
      campaignId,
    );
    return row && fromRow(row);
  }

  remove(jobId: string, campaignId: string): void {
    this.#sql.run('DELETE FROM sent_imports WHERE job_id = ? AND campaign_id = ?', jobId, campaignId);
  }

  /** Forgets where a job was to be sent and was not. */
  removePending(jobId: string): void {
    this.#sql.run(`DELETE FROM sent_imports WHERE job_id = ? AND state = 'pending'`, jobId);
  }

  /**
   * Sendings of the same content to the same place, newest first. Parts of one source are the same only where they share
   * rows.
   * @param look `but`: a job that is not compared with itself; `asked`: only what the call centre was asked for
   */
  like(
    { sourceSha256, part, cleanSha256, rowsSha256 }: SentContent,
    to: SentPlace,
    look: { readonly but: string; readonly asked: boolean; readonly most: number },
  ): SentImport[] {
    const from = part?.from ?? 0;
    const end = part ? part.from + part.count : Number.MAX_SAFE_INTEGER;
    return this.#sql
      .all(
        `SELECT sent.* FROM sent_imports AS sent LEFT JOIN jobs ON jobs.id = sent.job_id
         WHERE sent.campaign_id = ? AND sent.centre = ? AND sent.job_id != ?
           AND (sent.clean_sha256 = ? OR sent.rows_sha256 = ? OR (sent.source_sha256 = ?
             AND coalesce(sent.part_from, 0) < ? AND ? < coalesce(sent.part_to, ${Number.MAX_SAFE_INTEGER})))
           AND sent.state != 'gone' AND (sent.state != 'pending' OR ? = 0 AND jobs.state IN (${onItsWay}))
         ORDER BY sent.at DESC, sent.job_id LIMIT ?`,
        ...[to.campaignId, to.centre, look.but],
        ...[cleanSha256, rowsSha256, sourceSha256, end, from, look.asked ? 1 : 0, look.most],
      )
      .flatMap((row) => fromRow(row) ?? []);
  }

  /** The numbers of an import were deleted; what of them had been called is another question. */
  takenBack(jobId: string, campaignId: string, at: number): void {
    this.#sql.run(
      'UPDATE sent_imports SET taken_back_at = ? WHERE job_id = ? AND campaign_id = ?',
      ...[Math.round(at), jobId, campaignId],
    );
  }

  /** Nothing of an import is left in its campaign, and nobody was called. */
  gone(jobId: string, campaignId: string): void {
    this.#sql.run(
      `UPDATE sent_imports SET state = 'gone' WHERE job_id = ? AND campaign_id = ? AND taken_back_at IS NOT NULL`,
      ...[jobId, campaignId],
    );
  }

  /** All other imports into the same place that carry the mark, but for those that are gone; newest first. */
  withMark(mark: string, { centre, campaignId }: SentPlace, but: string): { jobId: string; name: string }[] {
    return this.#sql
      .all(`SELECT * FROM sent_imports ${carriers} ORDER BY at DESC`, ...[mark, campaignId, centre, but])
      .flatMap((row) => fromRow(row) ?? [])
      .map(({ jobId, name }) => ({ jobId, name }));
  }

  /** Whether there are any such. */
  sharesMark(mark: string, { centre, campaignId }: SentPlace, but: string): boolean {
    return this.#sql.one(`SELECT 1 FROM sent_imports ${carriers}`, mark, campaignId, centre, but) !== null;
  }

  /** All other imports that were sent into a campaign at or after a moment, epoch milliseconds, or may have been. */
  into({ centre, campaignId }: SentPlace, but: string, from: number): { jobId: string; at: number }[] {
    return this.#sql
      .all(
        `SELECT job_id, at FROM sent_imports WHERE campaign_id = ? AND centre = ? AND state != 'pending'
           AND job_id != ? AND at >= ?`,
        ...[campaignId, centre, but, Math.floor(from)],
      )
      .map((row) => ({ jobId: textOf(row, 'job_id'), at: numberOf(row, 'at') }));
  }

  /** The marks that imports sent to a call centre carry, each with its campaign. */
  marks(centre: string): { readonly campaignId: string; readonly mark: string }[] {
    return this.#sql
      .all(
        'SELECT DISTINCT campaign_id, mark FROM sent_imports WHERE centre = ? AND mark IS NOT NULL',
        centre,
      )
      .map((row) => ({ campaignId: textOf(row, 'campaign_id'), mark: textOf(row, 'mark') }));
  }

  /** What was taken of a source file and sent, or is on its way, wherever to; newest first. */
  ofSource(sourceSha256: string, most: number): SentImport[] {
    return this.#sql
      .all(
        `SELECT sent.* FROM sent_imports AS sent LEFT JOIN jobs ON jobs.id = sent.job_id
         WHERE sent.source_sha256 = ? AND sent.state != 'gone' AND (sent.state != 'pending' OR jobs.state IN (${onItsWay}))
         ORDER BY sent.at DESC, sent.job_id LIMIT ?`,
        sourceSha256,
        most,
      )
      .flatMap((row) => fromRow(row) ?? []);
  }

  /** Forgets pending sendings whose jobs are gone. */
  tidy(): void {
    this.#sql.run(`DELETE FROM sent_imports WHERE state = 'pending' AND job_id NOT IN (SELECT id FROM jobs)`);
  }

  /** Imports that were sent, or may have been, as their jobs say and no row here does. */
  unrecorded(): string[] {
    return this.#sql
      .all(
        `SELECT DISTINCT jobs.id FROM jobs LEFT JOIN sent_imports AS sent ON sent.job_id = jobs.id
         WHERE jobs.kind = 'import'
           AND (jobs.state = 'done' AND coalesce(sent.state, '') NOT IN ('accepted', 'gone')
             OR jobs.state = 'unknown' AND coalesce(sent.state, 'pending') = 'pending')`,
      )
      .map((row) => textOf(row, 'id'));
  }
}

function fromRow(row: Row): SentImport | null {
  const report = reportColumn.decode(row['report']);
  const from = row['part_from'];
  const part = typeof from === 'number' ? { from, count: numberOf(row, 'part_to') - from } : null;
  return {
    jobId: textOf(row, 'job_id'),
    at: numberOf(row, 'at'),
    state: textOf(row, 'state') as SentState,
    connectionId: textOf(row, 'connection_id'),
    centre: textOf(row, 'centre'),
    campaignId: textOf(row, 'campaign_id'),
    sourceSha256: textOrNull(row, 'source_sha256'),
    part,
    cleanSha256: textOrNull(row, 'clean_sha256'),
    rowsSha256: textOrNull(row, 'rows_sha256'),
    mark: textOrNull(row, 'mark'),
    takenBackAt: row['taken_back_at'] === null ? null : numberOf(row, 'taken_back_at'),
    // that it was sent is known, even where the words about it cannot be read
    ...(report.ok
      ? report.value
      : { name: '', sourceName: '', rows: 0, connectionName: '', campaignName: null, seen: [] }),
  };
}
