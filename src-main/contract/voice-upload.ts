import * as v from 'valibot';

/** What CC-FS says of a voice file it has taken. */
export const UploadedVoiceFile = v.object({
  /** The path an IVR flow needs, with a drive letter of the call centre; null where it is unknown. */
  fileName: v.nullable(v.string()),
  /** In CTI pool mode, where it was put. */
  locationIds: v.array(v.string()),
});
export type UploadedVoiceFile = v.InferOutput<typeof UploadedVoiceFile>;
