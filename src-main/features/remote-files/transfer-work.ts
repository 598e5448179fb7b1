import { DialdeskError } from '../../contract/errors.ts';
import type { Verification } from '../../contract/transfers.ts';
import type { SftpSession } from '../../sftp/session.ts';
import { isPaused } from '../../sftp/transfer/abort.ts';
import type { Pace } from '../../sftp/transfer/bandwidth.ts';
import { download, removeDownloadPart } from '../../sftp/transfer/download.ts';
import type { DownloadState } from '../../sftp/transfer/download.ts';
import { removeLeftovers } from '../../sftp/transfer/leftovers.ts';
import { upload } from '../../sftp/transfer/upload.ts';
import { underName } from '../../sftp/transfer/direct.ts';
import { isDirect } from '../../sftp/transfer/upload-state.ts';
import type { UploadState } from '../../sftp/transfer/upload-state.ts';
import type { FileSessions } from './file-sessions.ts';
import type { ServerAddress } from '../servers/server-access.ts';
import type { TransferWork } from './transfer-manager.ts';

/** A file on this computer and one on a server. */
export interface FilePair {
  readonly server: ServerAddress;
  readonly local: string;
  readonly remotePath: string;
  readonly verify: Verification;
}

/** Shared by all transfers. */
export interface TransferMeans {
  readonly sessions: FileSessions;
  readonly pace: Pace;
}

/** How long cleaning up on a server may take, ms: nobody waits for it. */
const cleanUpPatience = 10_000;

/** Before the session is open, the reason of the abort arrives as it is, and means the same. */
const cancelledEarly = (signal: AbortSignal): DialdeskError =>
  new DialdeskError('cancelled', 'stopped before it began', { details: { paused: isPaused(signal) } });

async function inSession<T>(
  { sessions }: TransferMeans,
  server: ServerAddress,
  watch: { readonly signal: AbortSignal; readonly started: () => void },
  work: (session: SftpSession) => Promise<T>,
): Promise<T> {
  if (watch.signal.aborted) throw cancelledEarly(watch.signal);
  return sessions.use(server, work, watch);
}

/** Uploads a local file. */
export function uploadWork(pair: FilePair, means: TransferMeans): TransferWork {
  let kept: UploadState | null = null;
  const { server, local, remotePath, verify } = pair;
  return {
    attempt: ({ signal, started, progress, replace }) =>
      inSession(means, server, { signal, started }, async (session) => {
        const { replaced, sha256 } = await upload(session, {
          local,
          remotePath,
          verify,
          replace,
          signal,
          pace: means.pace,
          resume: kept ?? undefined,
          onProgress: progress,
          onState: (state) => (kept = state),
        });
        return { replaced, sha256 };
      }),
    discard: async () => {
      const state = kept;
      kept = null;
      if (!state) return undefined;
      const signal = AbortSignal.timeout(cleanUpPatience);
      // An unreachable server keeps a file with our ending, and the folder view marks it as such; nobody sees that of
      // one under its final name.
      return means.sessions
        .use(server, (session) => removeLeftovers(session, state), { signal })
        .catch(() => (isDirect(state) ? underName(state, false) : undefined));
    },
  };
}

/** Downloads a file. */
export function downloadWork(pair: FilePair, means: TransferMeans): TransferWork {
  let kept: DownloadState | null = null;
  const { server, local, remotePath, verify } = pair;
  return {
    attempt: ({ signal, started, progress }) =>
      inSession(means, server, { signal, started }, async (session) => {
        const { sha256 } = await download(session, {
          local,
          remotePath,
          verify,
          signal,
          pace: means.pace,
          resume: kept ?? undefined,
          onProgress: progress,
          onState: (state) => (kept = state),
        });
        return { replaced: null, sha256 };
      }),
    discard: async () => {
      const state = kept;
      kept = null;
      if (state) await removeDownloadPart(state);
      return undefined;
    },
  };
}
