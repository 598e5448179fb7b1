import { DialdeskError } from '../../contract/errors.ts';
import { lstatRemote, makeFolder, statRemote } from '../../sftp/files.ts';
import { joinRemote } from '../../sftp/remote-path.ts';
import type { SftpSession } from '../../sftp/session.ts';
import { uploadPaused } from '../../sftp/transfer/abort.ts';
import { readUploadState } from '../../sftp/transfer/upload-state.ts';
import { upload } from '../../sftp/transfer/upload.ts';
import type { Interruption } from '../job-kind.ts';
import type { FileServerSession } from './collaborators.ts';

/** An SFTP session as the import job uses it. */
export function fileServerSession(session: SftpSession): FileServerSession {
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
    makeFolders: (base, folder) => makeFolders(session, base, folder),
    removeLeftovers: async (kept) => {
      const state = readUploadState(kept);
      if (!state) return;
      await session.requests.remove(state.partPath).catch(ignoreMissing);
      // A file aside is the one that was there before: it is put back where nothing has taken its place.
      const [aside, final] = [
        await lstatRemote(session, state.asidePath),
        await lstatRemote(session, state.remotePath),
      ];
      if (aside && !final) await session.requests.rename(state.asidePath, state.remotePath);
    },
    upload: async ({ sha256, resume, signal, onProgress, onState, ...file }) => {
      await upload(session, {
        ...file,
        expectedSha256: sha256,
        resume: readUploadState(resume),
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

function ignoreMissing(error: unknown): void {
  if (!(error instanceof DialdeskError) || error.code !== 'no_such_path') throw error;
}
