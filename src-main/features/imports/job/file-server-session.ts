import { DialdeskError } from '../../../contract/errors.ts';
import { lstatRemote, makeFolder, removeFile, statRemote } from '../../../sftp/files.ts';
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
      const status = await statRemote(session, path);
      return status?.kind === 'file' ? status.size : null;
    },
    fileAt: async (path) => {
      const status = await lstatRemote(session, path);
      return status?.kind === 'file' ? { bytes: status.size, modifiedMs: status.modifiedMs } : null;
    },
    remove: (path) => removeFile(session, path),
    makeFolders: (base, folder) => makeFolders(session, base, folder),
    removeLeftovers: async (kept) => {
      const state = readUploadState(kept);
      if (state) await removeLeftovers(session, state);
    },
    upload: async ({ sha256, resume, signal, onProgress, onState, ...file }) => {
      await upload(session, {
        ...file,
        expectedSha256: sha256,
        resume: readUploadState(resume),
        pace,
        signal: sftpSignal(signal),
        onProgress: ({ bytes, total }) => {
          onProgress(bytes, total);
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
    if (await statRemote(session, path)) continue;
    await makeFolder(session, path).catch((error: unknown) => {
      // Another import made it in the meantime.
      if (!(error instanceof DialdeskError) || error.code !== 'file_exists') throw error;
    });
  }
}
