import * as v from 'valibot';
import { VoiceUpload } from '../../../contract/voice-files.ts';
import { jsonColumn } from '../../../store/json-column.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** What an upload sends: the file in the outbox, as it was when the supervisor pressed Upload. */
export const VoiceUploadPayload = v.object({
  /** The name the supervisor knows it by. */
  name: v.pipe(v.string(), v.nonEmpty()),
  bytes: v.pipe(Count, v.minValue(1)),
  seconds: v.number(),
  /** Of the file, and of its sound alone (audio/sound-hash.ts); lower-case hex. */
  sha256: Hash,
  soundSha256: Hash,
  /** Kept with the library's entry: the connection may be renamed or deleted. */
  connectionName: v.string(),
  /** The system's limit for a file, bytes. */
  maxBytes: Count,
});
export type VoiceUploadPayload = v.InferOutput<typeof VoiceUploadPayload>;
export const voiceUploadPayloadColumn = jsonColumn(VoiceUploadPayload);

/** The result so far: the library's entry, once the system has accepted the file. */
export const VoiceUploadMemory = v.object({ upload: v.nullable(VoiceUpload) });
export type VoiceUploadMemory = v.InferOutput<typeof VoiceUploadMemory>;
export const voiceUploadMemoryColumn = jsonColumn(VoiceUploadMemory);
