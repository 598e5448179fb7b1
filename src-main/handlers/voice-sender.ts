import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AiccClient } from '../aicc/client.ts';
import { uploadVoiceFile } from '../aicc/voice-files.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { VoiceUpload } from '../contract/voice-files.ts';
import type { StoredConnection } from '../store/connections.ts';
import type { VoiceUploadsTable } from '../store/voice-uploads.ts';
import type { VoiceEngine } from '../voice/voice-engine.ts';
import { limitsOf } from './voice-limits.ts';

export interface VoiceSenderParts {
  readonly engine: VoiceEngine;
  readonly uploads: VoiceUploadsTable;
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  readonly now: () => number;
}

/** What is sent, and who asked for it. */
export interface VoiceParcel {
  readonly path: string;
  /** The name the supervisor knows it by. */
  readonly name: string;
  readonly connection: StoredConnection;
}

/**
 * Sends a voice file, a single time, if it is ready. The library has it as unknown from before the first
 * byte until the answer: taken off again when it certainly did not arrive, left when nobody can tell.
 *
 * @param onProgress bytes of the request the socket has taken, and how many there are
 * @throws DialdeskError `invalid_request` for a file that is not ready, `file_changed` when it changes
 * meanwhile, and what `uploadVoiceFile` throws
 */
export async function sendVoiceFile(
  { engine, uploads, clientOf, now }: VoiceSenderParts,
  { path, name, connection }: VoiceParcel,
  signal: AbortSignal,
  onProgress: (sent: number, total: number) => void,
): Promise<VoiceUpload> {
  const limits = limitsOf(connection);
  const inspection = await engine.inspect(path, limits);
  if (!inspection.readable || !inspection.ready) {
    throw new DialdeskError('invalid_request', 'the platform does not take this file', {
      fields: [{ path: 'file', rule: 'not_ready' }],
    });
  }
  const hashes = await engine.hash(path);
  const bytes = await readFile(path);
  if (createHash('sha256').update(bytes).digest('hex') !== hashes.sha256) {
    throw new DialdeskError('file_changed', `${name} changes while it is read`);
  }
  const client = await clientOf(connection.id);
  if (signal.aborted) throw new DialdeskError('cancelled', 'stopped before it was sent');
  const id = randomUUID();
  uploads.sending({
    id,
    name,
    at: now(),
    connectionId: connection.id,
    connectionName: connection.settings.name,
    seconds: inspection.seconds,
    bytes: bytes.length,
    ...hashes,
  });
  const sent = await uploadVoiceFile(client, bytes, limits.maxBytes, { signal, onProgress }).catch(
    (error: unknown) => {
      const arrivedNever = error instanceof DialdeskError && error.code !== 'outcome_unknown';
      if (arrivedNever) uploads.remove(id);
      throw error;
    },
  );
  const upload = uploads.uploaded(id, sent);
  if (upload === null) throw new DialdeskError('not_found', 'its line was taken out of the library');
  return upload;
}
