import * as v from 'valibot';
import { jsonColumn } from '../../../store/json-column.ts';
import { VoiceUploadPayload } from './voice-upload-payload.ts';

/** What stands beside a voice file in the outbox: enough to make its job again when the database is lost. */
export const VoiceManifest = v.object({
  kind: v.literal('voice-upload'),
  name: v.string(),
  connectionId: v.pipe(v.string(), v.uuid()),
  payload: VoiceUploadPayload,
  /** Whether the file went out, or was about to, when this was written. */
  sending: v.boolean(),
});
export type VoiceManifest = v.InferOutput<typeof VoiceManifest>;

const column = jsonColumn(VoiceManifest);

/** The manifest as it is written. */
export function voiceManifest(manifest: Omit<VoiceManifest, 'kind'>): object {
  return JSON.parse(column.encode({ kind: 'voice-upload', ...manifest })) as object;
}

/** A manifest that was found, or null for what is none of a voice file. */
export function readVoiceManifest(found: unknown): VoiceManifest | null {
  const decoded = column.decode(JSON.stringify(found));
  return decoded.ok ? decoded.value : null;
}
