import * as v from 'valibot';
import type { DialdeskError } from '../../../contract/errors.ts';
import type { FoundJob } from '../../../jobs/new-job.ts';
import { jsonColumn } from '../../../store/json-column.ts';
import { VoiceUploadPayload } from './voice-upload-payload.ts';

/** Kept beside a voice file in the outbox: enough to rebuild its job if the database is lost. */
export const VoiceManifest = v.object({
  kind: v.literal('voice-upload'),
  name: v.string(),
  connectionId: v.pipe(v.string(), v.uuid()),
  payload: VoiceUploadPayload,
  /** Whether the file had been sent, or was about to be, when this was written. */
  sending: v.boolean(),
});
export type VoiceManifest = v.InferOutput<typeof VoiceManifest>;

const column = jsonColumn(VoiceManifest);

/** The manifest as it is written. */
export function voiceManifest(manifest: Omit<VoiceManifest, 'kind'>): object {
  return JSON.parse(column.encode({ kind: 'voice-upload', ...manifest })) as object;
}

/**
 * The upload whose manifest was found in the outbox: prepared, or unknown if it was or may have been sent. Null if this
 * is not the manifest of a voice file.
 * @param lost the error that an unknown outcome carries
 */
export function foundVoiceUpload(id: string, found: unknown, lost: DialdeskError): FoundJob | null {
  const decoded = column.decode(JSON.stringify(found));
  if (!decoded.ok) return null;
  const { name, connectionId, payload, sending } = decoded.value;
  return {
    job: { id, kind: 'voice-upload', name, connectionId, payload, hold: !sending },
    known: { memory: { upload: null }, done: [], unknown: sending ? { step: 'send', error: lost } : null },
  };
}
