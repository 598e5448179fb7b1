import * as v from 'valibot';
import { ChosenFrom, ConnectionId } from './connections.ts';
import { JobId } from './jobs.ts';
import { UploadedVoiceFile } from './voice-upload.ts';
import { ConversionOptions, ConversionReport, VoiceInspection, VoiceWave } from './voice.ts';
import { call, push } from './define.ts';

/**
 * Voice files: those the supervisor has dropped, what was made of them, and the library of what
 * was uploaded. The window knows a file by its ID, never by its path.
 */

export const VoiceFileId = v.pipe(v.string(), v.uuid());

/** The file as it was dropped, or what a conversion made of it. */
export const VoiceVersion = v.picklist(['original', 'result']);
export type VoiceVersion = v.InferOutput<typeof VoiceVersion>;

/** What a conversion made, and how. It lies in the user-data folder. */
export const VoiceResult = v.object({
  options: ConversionOptions,
  report: ConversionReport,
  inspection: VoiceInspection,
});
export type VoiceResult = v.InferOutput<typeof VoiceResult>;

/** One file on the Voice screen. */
export const VoiceFile = v.object({
  id: VoiceFileId,
  name: v.string(),
  inspection: VoiceInspection,
  /** Null where nothing was converted yet. */
  result: v.nullable(VoiceResult),
});
export type VoiceFile = v.InferOutput<typeof VoiceFile>;

/** A file that could not even be looked at, by its name: gone, or not for us to read. */
export const RefusedVoiceFile = v.object({ name: v.string(), reason: v.string() });
export type RefusedVoiceFile = v.InferOutput<typeof RefusedVoiceFile>;

export const OpenedVoiceFiles = v.object({
  files: v.array(VoiceFile),
  refused: v.array(RefusedVoiceFile),
});
export type OpenedVoiceFiles = v.InferOutput<typeof OpenedVoiceFiles>;

/** What an `<audio>` may play: a WAV of 16-bit PCM, with seeking by ranges. */
export const VoicePlayback = v.object({ url: v.string(), seconds: v.number() });
export type VoicePlayback = v.InferOutput<typeof VoicePlayback>;

/** How far something under way is. For an upload in bytes really sent, base64 and envelope included. */
export const VoiceProgress = v.object({
  file: VoiceFileId,
  work: v.picklist(['convert', 'upload']),
  done: v.number(),
  total: v.number(),
});
export type VoiceProgress = v.InferOutput<typeof VoiceProgress>;

/**
 * One line of the library: a file that was sent. `unknown` means that it was sent and its answer never came
 * (or that Dialdesk ended before it could be read): the system may have it or not.
 */
export const VoiceUpload = v.object({
  id: v.pipe(v.string(), v.uuid()),
  name: v.string(),
  /** When it was sent, epoch milliseconds. */
  at: v.number(),
  connectionId: v.string(),
  /** Kept with the line: the connection may be renamed or deleted. */
  connectionName: v.string(),
  outcome: v.picklist(['uploaded', 'unknown']),
  ...UploadedVoiceFile.entries,
  seconds: v.number(),
  bytes: v.number(),
  /** Of the file, lower-case hex. */
  sha256: v.string(),
});
export type VoiceUpload = v.InferOutput<typeof VoiceUpload>;

/** What became of a wish to upload: its job in the outbox, and the library's line once the system has the file. */
export const VoiceSent = v.object({
  job: JobId,
  /** Null while it waits in the outbox, for the network or for something to be given. */
  upload: v.nullable(VoiceUpload),
});
export type VoiceSent = v.InferOutput<typeof VoiceSent>;

export const VoiceUploadQuery = v.object({
  /** In the file's names, the connection's name and the hash; '' for all. */
  search: v.pipe(v.string(), v.maxLength(200)),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
});
export type VoiceUploadQuery = v.InferOutput<typeof VoiceUploadQuery>;

export const VoiceUploadPage = v.object({ total: v.number(), uploads: v.array(VoiceUpload) });
export type VoiceUploadPage = v.InferOutput<typeof VoiceUploadPage>;

/** The connection whose size limit counts; null for the usual limit, while none is set up. */
export const VoiceConnection = v.nullable(ConnectionId);

/** Voice files: those opened, and the library of uploads. */
export const voice = {
  /** Adds dropped or picked files to the Voice screen and inspects each. */
  open: call(
    v.object({
      tokens: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(1000)),
      connectionId: VoiceConnection,
    }),
    OpenedVoiceFiles,
  ),
  /** Looks at the files anew, by the size limit of another connection. Files that are gone are left out. */
  look: call(v.object({ files: v.array(VoiceFileId), connectionId: VoiceConnection }), v.array(VoiceFile)),
  wave: call(
    v.object({
      file: VoiceFileId,
      version: VoiceVersion,
      columns: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4000)),
    }),
    VoiceWave,
  ),
  play: call(v.object({ file: VoiceFileId, version: VoiceVersion }), VoicePlayback),
  /** Makes a file that the platform takes; the original is never touched. Fails with `cancelled` after `cancel`. */
  convert: call(
    v.object({ file: VoiceFileId, options: ConversionOptions, connectionId: VoiceConnection }),
    VoiceFile,
  ),
  /** Asks where to, and saves what a conversion made; null when the dialog was cancelled. */
  saveResult: call(
    v.object({ file: VoiceFileId }),
    v.nullable(v.object({ name: v.string(), bytes: v.number() })),
  ),
  /** Earlier uploads of the very same sound, the newest first. */
  sameSound: call(v.object({ file: VoiceFileId, version: VoiceVersion }), v.array(VoiceUpload)),
  /**
   * Puts a ready file in the outbox, which sends it a single time, and follows it there until it has arrived or
   * has to wait. `outcome_unknown` when its answer never came: the library then has it as unknown. Fails with
   * `cancelled` after `cancel`, if nothing can have arrived.
   */
  upload: call(v.object({ file: VoiceFileId, version: VoiceVersion, ...ChosenFrom.entries }), VoiceSent),
  /** Stops what is under way for the file. */
  cancel: call(v.object({ file: VoiceFileId }), v.void()),
  /** Takes files off the manager. Their originals stay where they are. */
  close: call(v.object({ files: v.array(VoiceFileId) }), v.void()),
  library: call(VoiceUploadQuery, VoiceUploadPage),
  /** Takes a line out of the library; the call centre keeps its file. */
  forget: call(v.object({ id: v.pipe(v.string(), v.uuid()) }), v.void()),
  progress: push(VoiceProgress),
} as const;
