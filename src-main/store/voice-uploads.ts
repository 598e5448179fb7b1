import * as v from 'valibot';
import { VoiceUpload } from '../contract/voice-files.ts';
import type { UploadedVoiceFile } from '../contract/voice-upload.ts';
import type { Row, Statements } from './statements.ts';
import { likeAnywhere, numberOf } from './statements.ts';

/** What is known of an upload before it is sent. */
export interface VoiceSending extends Omit<VoiceUpload, 'outcome' | 'fileName' | 'locationIds'> {
  /** Of the sound alone (voice/sound-hash.ts), lower-case hex. */
  readonly soundSha256: string;
}

/**
 * The library of uploaded voice files. A line is written before its file is sent, as `unknown`: whatever
 * ends the app before the answer leaves the truth behind.
 */
export class VoiceUploadsTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** Notes that a file is about to be sent. */
  sending(upload: VoiceSending): void {
    this.#sql.run(
      `INSERT INTO voice_uploads (id, at, name, connection_id, connection_name, outcome, location_ids,
         seconds, bytes, sha256, sound_sha256, search)
       VALUES (?, ?, ?, ?, ?, 'unknown', '[]', ?, ?, ?, ?, ?)`,
      upload.id,
      Math.round(upload.at),
      upload.name,
      upload.connectionId,
      upload.connectionName,
      upload.seconds,
      upload.bytes,
      upload.sha256,
      upload.soundSha256,
      searchText(upload.name, upload.connectionName, upload.sha256),
    );
  }

  /** Notes what the system said of a file it has taken. Gives the line as it is now; null if none waits for that. */
  uploaded(id: string, { fileName, locationIds }: UploadedVoiceFile): VoiceUpload | null {
    const row = this.#sql.one(
      `UPDATE voice_uploads SET outcome = 'uploaded', file_name = ?, location_ids = ?,
         search = search || char(10) || ?
       WHERE id = ? AND outcome = 'unknown' RETURNING *`,
      fileName,
      JSON.stringify(locationIds),
      searchText(fileName ?? ''),
      id,
    );
    return row && fromRow(row);
  }

  /** Forgets a line. Says whether it was there. */
  remove(id: string): boolean {
    return this.#sql.run('DELETE FROM voice_uploads WHERE id = ?', id) > 0;
  }

  /** One page, the newest first, and how many lines there are in all. */
  list(query: { search: string; offset: number; limit: number }): { uploads: VoiceUpload[]; total: number } {
    const like = likeAnywhere(query.search.trim());
    const rows = this.#sql.all(
      `SELECT * FROM voice_uploads WHERE search LIKE ? ESCAPE '\\' ORDER BY at DESC, id LIMIT ? OFFSET ?`,
      like,
      query.limit,
      query.offset,
    );
    const count = this.#sql.one(
      `SELECT count(*) AS total FROM voice_uploads WHERE search LIKE ? ESCAPE '\\'`,
      like,
    );
    return {
      uploads: rows.map(fromRow).filter((upload) => upload !== null),
      total: Number(count?.['total']),
    };
  }

  /** The last uploads of the same sound, the newest first. */
  withSound(soundSha256: string, most = 5): VoiceUpload[] {
    return this.#sql
      .all(
        'SELECT * FROM voice_uploads WHERE sound_sha256 = ? ORDER BY at DESC, id LIMIT ?',
        soundSha256,
        most,
      )
      .map(fromRow)
      .filter((upload) => upload !== null);
  }
}

const searchText = (...words: string[]): string => words.join('\n').toLowerCase();

function fromRow(row: Row): VoiceUpload | null {
  const parsed = v.safeParse(VoiceUpload, {
    id: row['id'],
    name: row['name'],
    at: numberOf(row, 'at'),
    connectionId: row['connection_id'],
    connectionName: row['connection_name'],
    outcome: row['outcome'],
    fileName: row['file_name'],
    locationIds: textList(row['location_ids']),
    seconds: numberOf(row, 'seconds'),
    bytes: numberOf(row, 'bytes'),
    sha256: row['sha256'],
  });
  return parsed.success ? parsed.output : null;
}

function textList(column: unknown): unknown {
  try {
    return JSON.parse(String(column));
  } catch {
    return null;
  }
}
