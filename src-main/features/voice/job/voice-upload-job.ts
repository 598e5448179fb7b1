import { createHash } from 'node:crypto';
import { DialdeskError } from '../../../contract/errors.ts';
import type { UploadedVoiceFile } from '../../../contract/voice-upload.ts';
import type { VoiceUploadsTable } from '../../../store/voice-uploads.ts';
import type { JobFiles } from '../../outbox/job-files.ts';
import { connectionOf } from '../../../jobs/job-kind.ts';
import type { JobKind, StepContext, StepOfKind } from '../../../jobs/job-kind.ts';
import { verdictOnSending } from '../../../jobs/verdict.ts';
import { voiceManifest } from './voice-manifest.ts';
import { voiceUploadMemoryColumn, voiceUploadPayloadColumn } from './voice-upload-payload.ts';
import type { VoiceUploadMemory, VoiceUploadPayload } from './voice-upload-payload.ts';

/** Sends a file, once. @throws DialdeskError `outcome_unknown` only where it may have arrived */
export type SendVoiceFile = (
  connectionId: string,
  file: Uint8Array,
  maxBytes: number,
  watch: { readonly signal: AbortSignal; readonly onProgress: (sent: number, total: number) => void },
) => Promise<UploadedVoiceFile>;

export interface VoiceUploadDeps {
  readonly files: JobFiles;
  readonly uploads: VoiceUploadsTable;
  readonly send: SendVoiceFile;
  /** Followers of a file's bytes as they are sent, by job ID: more precise than the queue's own events. */
  readonly watchers: ReadonlyMap<string, (sent: number, total: number) => void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Context = StepContext<VoiceUploadPayload, VoiceUploadMemory>;

/**
 * Uploads a voice file to the call centre. Its entry is in the library, as unknown, from before the first byte until
 * the answer; it is removed again if the file certainly did not arrive, and stays if that is unknown.
 */
export class VoiceUploadJob implements JobKind<VoiceUploadPayload, VoiceUploadMemory> {
  readonly name = 'voice-upload';
  readonly payload = voiceUploadPayloadColumn;
  readonly memory = voiceUploadMemoryColumn;
  readonly emptyMemory: VoiceUploadMemory = { upload: null };
  readonly steps: readonly StepOfKind<VoiceUploadPayload, VoiceUploadMemory>[];
  readonly #files: JobFiles;
  readonly #uploads: VoiceUploadsTable;

  constructor(deps: VoiceUploadDeps) {
    this.#files = deps.files;
    this.#uploads = deps.uploads;
    // Every upload creates another file under another path, so it is never repeated automatically.
    this.steps = [
      { id: 'send', repeatable: false, interruptible: true, run: (context) => send(deps, context) },
    ];
  }

  /** One file at a time for each call centre: they are large, and its gateway counts requests. */
  resourceOf(_payload: VoiceUploadPayload, connectionId: string | null): string | null {
    return connectionId && `voice:${connectionId}`;
  }

  summary({ name, bytes }: VoiceUploadPayload) {
    return { kind: 'voice-upload' as const, fileName: name, bytes };
  }

  missing(): null {
    return null;
  }

  result({ upload }: VoiceUploadMemory) {
    return { upload, fileName: upload?.fileName ?? null };
  }

  async discard({ jobId, memory }: Context): Promise<null> {
    // By now the job is on record as done, so the disk takes something again: the library catches up.
    const { upload } = memory;
    if (upload) keep(() => this.#uploads.uploaded(jobId, upload));
    await this.#files.remove(jobId);
    return null;
  }
}

async function send(
  { files, uploads, send: sendFile, watchers, now }: VoiceUploadDeps,
  context: Context,
): Promise<'done'> {
  const { jobId, name, payload, signal } = context;
  const connectionId = connectionOf(context);
  const { seconds, bytes, sha256, soundSha256, connectionName, maxBytes } = payload;
  const file = await files.readVoice(jobId);
  if (createHash('sha256').update(file).digest('hex') !== sha256) {
    throw new DialdeskError('file_changed', `${payload.name} in the outbox is no longer what was put there`, {
      details: { name: payload.name, what: 'outcome' },
    });
  }
  const mark = (sending: boolean) =>
    files.writeManifest(jobId, voiceManifest({ name, connectionId, payload, sending }));
  await mark(true);
  // The entry of an earlier attempt, whose outcome a person has decided, is for the same file.
  uploads.remove(jobId);
  const facts = {
    id: jobId,
    name: payload.name,
    at: now(),
    connectionId,
    connectionName,
    seconds,
    bytes,
    sha256,
  };
  uploads.sending({ ...facts, soundSha256 });
  try {
    const sent = await sendFile(connectionId, file, maxBytes, {
      signal,
      onProgress: (done, total) => {
        context.progress(done, total, 'bytes');
        watchers.get(jobId)?.(done, total);
      },
    });
    // The system has it, whatever becomes of our own lines: the path must not be lost, and nothing sent again. The
    // job's own record waits for the disk.
    context.remember({ upload: { ...facts, outcome: 'uploaded', ...sent } });
    keep(() => uploads.uploaded(jobId, sent));
    return 'done';
  } catch (error) {
    if (verdictOnSending(error) !== 'unknown') {
      keep(() => uploads.remove(jobId));
      await mark(false).catch(() => undefined);
    }
    throw error;
  }
}

/** Writes what is already known otherwise. A full disk must not change the outcome. */
function keep(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
  }
}
