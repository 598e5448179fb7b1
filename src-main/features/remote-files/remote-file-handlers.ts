import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type {
  DeleteOutcome,
  FolderView,
  RemoteEntry,
  RemoteKind,
  RemotePlace,
  SessionFacts,
} from '../../contract/remote-files.ts';
import { makeFolder, removeFile, removeFolder, renameRemote } from '../../sftp/changes.ts';
import { freeSpace, realPath } from '../../sftp/files.ts';
import { listFolder, type RemoteEntry as ListedEntry } from '../../sftp/folder-listing.ts';
import { checkNewName } from '../../sftp/remote-name.ts';
import { isRefusal } from '../../sftp/look.ts';
import { joinRemote } from '../../sftp/remote-path.ts';
import type { SftpSession } from '../../sftp/session.ts';
import { pathText } from '../../sftp/wire/raw-path.ts';
import type { FileSessions } from './file-sessions.ts';
import { findPlace, shownName, type FoundPlace } from './remote-place.ts';
import type { ServerDirectory } from '../servers/server-directory.ts';

/** Deletions under way at once: each is a round trip, and a distant server has many to a second. */
const deletesAtOnce = 8;

/** Folders of file servers: what is in them, and what may be done with it besides transfers. */
export function remoteFileHandlers(deps: {
  readonly directory: ServerDirectory;
  readonly sessions: FileSessions;
}): Handlers['remoteFiles'] {
  const { directory, sessions } = deps;
  async function at<T>(
    place: RemotePlace,
    work: (session: SftpSession, found: FoundPlace) => Promise<T>,
    again = false,
  ): Promise<T> {
    const found = await findPlace(directory, place);
    return sessions.use(found.server, (session) => work(session, found), { again });
  }
  return {
    list: (place) => at(place, (session, found) => listPlace(session, found, place.path), true),

    makeFolder({ place, name }) {
      checkNewName(name);
      return at(place, (session, { folder }) => makeFolder(session, joinRemote(folder, name)));
    },

    rename({ place, name, to }) {
      checkNewName(to);
      return at(place, (session, { folder }) =>
        renameRemote(session, joinRemote(folder, name), joinRemote(folder, to)),
      );
    },

    delete: ({ place, items }) => at(place, (session, { folder }) => deleteAll(session, folder, items)),
  };
}

async function listPlace(
  session: SftpSession,
  { base, folder }: FoundPlace,
  steps: readonly string[],
): Promise<FolderView> {
  const { entries, truncated } = await listFolder(session, folder);
  const [space, realBase, realFolder] = await Promise.all([
    freeSpace(session, folder).catch(() => null),
    realOrGiven(session, base),
    realOrGiven(session, folder),
  ]);
  const inside = realBase === '/' || realFolder === realBase || realFolder.startsWith(`${realBase}/`);
  return {
    base: shownName(base),
    steps: steps.map(shownName),
    outside: inside ? null : shownName(realFolder),
    entries: entries.map(shownEntry),
    truncated,
    free: space?.available ?? null,
    session: factsOf(session),
  };
}

/** The absolute path, or the path as it is where the server has no answer: REALPATH is for showing only. */
async function realOrGiven(session: SftpSession, path: string): Promise<string> {
  try {
    return await realPath(session, path);
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    return path;
  }
}

function shownEntry({ name, hazards, modifiedMs, ...entry }: ListedEntry): RemoteEntry {
  const { shown, usable, kind, leadsTo, size, leftover } = entry;
  return {
    name: typeof name === 'string' ? name : pathText(name),
    shown,
    hazards: [...hazards],
    usable,
    kind,
    leadsTo,
    size,
    modified: modifiedMs,
    leftover,
  };
}

function factsOf({ software, hostKey, algorithms, weak }: SftpSession): SessionFacts {
  return {
    software: shownName(software),
    keyType: hostKey.type,
    fingerprint: hostKey.fingerprint,
    keyExchange: algorithms.keyExchange,
    cipher: algorithms.cipher,
    weak: [...weak],
  };
}

/** Deletes what it can. Rejects only when the connection fails: then it is unknown how far it got. */
async function deleteAll(
  session: SftpSession,
  folder: string,
  items: readonly { readonly name: string; readonly kind: RemoteKind }[],
): Promise<DeleteOutcome> {
  const waiting = [...items].reverse();
  const failed: DeleteOutcome['failed'] = [];
  const work = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      const path = joinRemote(folder, item.name);
      try {
        await (item.kind === 'folder' ? removeFolder(session, path) : removeFile(session, path));
      } catch (error) {
        if (session.requests.dispatcher.failure || !(error instanceof DialdeskError)) throw error;
        // Somebody else was quicker: it is gone, which is what was asked for.
        if (error.code !== 'no_such_path')
          failed.push({ shown: shownName(item.name), error: error.toShape() });
      }
    }
  };
  await Promise.all(Array.from({ length: deletesAtOnce }, work));
  return { deleted: items.length - failed.length, failed };
}
