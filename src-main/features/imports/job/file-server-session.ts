import { DialdeskError } from '../../../contract/errors.ts';
import { makeFolder, removeFile } from '../../../sftp/changes.ts';
import { isRefusal, lookFor, lookOrNull } from '../../../sftp/look.ts';
import { joinRemote } from '../../../sftp/remote-path.ts';
import type { SftpSession } from '../../../sftp/session.ts';
import { uploadPaused } from '../../../sftp/transfer/abort.ts';
import type { Pace } from '../../../sftp/transfer/bandwidth.ts';
import { removeLeftovers } from '../../../sftp/transfer/leftovers.ts';
import { readUploadState } from '../../../sftp/transfer/upload-state.ts';
import { upload } from '../../../sftp/transfer/upload.ts';
import type { Interruption } from '../../../jobs/job-kind.ts';
import type { FileServerSession } from './collaborators.ts';

/** An SFTP session as the import job uses it. `pace` is the limit all transfers of this workstation share. */
export function fileServerSession(session: SftpSession, pace?: Pace): FileServerSession {
  let open = true;
  void session.ended.then(() => {
    open = false;
  });
  return {
    get open() {
      return open;
    },
    close: () => {
      open = false;
      session.close();
    },
    sizeOf: async (path) => {
      const seen = await lookFor(session, path);
      if (seen === 'unseen') return seen;
      // Some servers do not say what kind of thing it is; what has a size and is no folder is a file.
      return seen === null || seen.kind === 'folder' ? null : (seen.size ?? 'unseen');
    },
    fileAt: async (path) => {
      const status = await lookOrNull(session, path);
      return status !== null && status.kind !== 'folder' && status.kind !== 'link'
        ? { bytes: status.size, modifiedMs: status.modifiedMs }
        : null;
    },
    remove: (path) => removeFile(session, path),
    makeFolders: (base, folder) => makeFolders(session, base, folder),
    removeLeftovers: async (kept) => {
      const state = readUploadState(kept);
      return state ? removeLeftovers(session, state) : undefined;
    },
    upload: async ({ sha256, resume, signal, onProgress, onState, ...file }) => {
      await upload(session, {
        ...file,
        expectedSha256: sha256,
        resume: readUploadState(resume),
        pace,
        signal: sftpSignal(signal),
        onProgress: ({ bytes, total }) => {
          onProgress(bytes, total ?? bytes);
        },
        onState: (state) => {
          onState(state && { ...state });
        },
      });
    },
  };
}

/** Only a cancelled upload is removed from the server; for all other reasons it goes on later. */
function sftpSignal(signal: AbortSignal): AbortSignal {
  const control = new AbortController();
  const abort = () => {
    const reason: unknown = signal.reason;
    control.abort(reason === ('cancel' satisfies Interruption) ? reason : uploadPaused);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return control.signal;
}

async function makeFolders(session: SftpSession, base: string, folder: string): Promise<void> {
  let path = base;
  for (const name of folder.split('/').filter(Boolean)) {
    path = joinRemote(path, name);
    const seen = await lookFor(session, path);
    if (seen !== null && seen !== 'unseen') continue;
    await makeFolder(session, path).catch((error: unknown) => {
      // Another import made it in the meantime; and where it cannot be seen it may well be there.
      const mayBeThere = seen === 'unseen' && isRefusal(session, error);
      if (!mayBeThere && (!(error instanceof DialdeskError) || error.code !== 'file_exists')) throw error;
    });
  }
}
