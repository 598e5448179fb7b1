import { DialdeskError } from '../contract/errors.ts';
import type { RemoteStatus } from './files.ts';
import { remoteStatus } from './files.ts';
import { splitRemote } from './remote-path.ts';
import type { SftpSession } from './session.ts';
import { pathBytes } from './wire/raw-path.ts';

/** What is at a path: its status, null where nothing is, or that it cannot be seen. */
export type Seen = RemoteStatus | null | 'unseen';

/** Names of a folder that are gone through for one. */
const mostNames = 100_000;

/**
 * Finds out what is at a path on a server that need not answer all questions: by LSTAT, else STAT, else by the
 * folder's listing. Some servers refuse to look at a name that is missing with a mere FAILURE, some do not look
 * at all; neither says that nothing is there. Rejects only when the connection is gone.
 */
export async function lookFor(session: SftpSession, path: string): Promise<Seen> {
  const { requests } = session;
  for (const question of ['lstat', 'stat'] as const) {
    try {
      return remoteStatus(await requests[question](path));
    } catch (error) {
      if (!isRefusal(session, error)) throw error;
      if (error.code === 'no_such_path') return null;
    }
  }
  return lookInFolder(session, path);
}

/** As `lookFor`; a name that cannot be seen counts as free. */
export async function lookOrNull(session: SftpSession, path: string): Promise<RemoteStatus | null> {
  const seen = await lookFor(session, path);
  return seen === 'unseen' ? null : seen;
}

/** Whether a request failed because the server refused it, and not because the connection is gone. */
export function isRefusal(session: SftpSession, error: unknown): error is DialdeskError {
  return error instanceof DialdeskError && session.requests.dispatcher.failure === undefined;
}

async function lookInFolder(session: SftpSession, path: string): Promise<Seen> {
  const { requests } = session;
  const { folder, name } = splitRemote(path);
  const wanted = pathBytes(name);
  let seen: Seen = 'unseen';
  try {
    const handle = await requests.opendir(folder);
    try {
      for (let names = 0; names < mostNames;) {
        const part = await requests.readdir(handle);
        if (part === null) return null;
        const found = part.find((entry) => entry.name.equals(wanted));
        if (found) {
          seen = remoteStatus(found.attributes);
          break;
        }
        // An empty answer counts for many: a few of them are met, no more.
        names += part.length > 0 ? part.length : mostNames / 16;
      }
    } finally {
      requests.close(handle).catch(() => undefined);
    }
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
  }
  return seen;
}
