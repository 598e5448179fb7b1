import type { RemoteStatus } from './files.ts';
import { remoteStatus, statRemote } from './files.ts';
import { decodeName, displayName, isUsable, nameHazards } from './remote-name.ts';
import type { NameHazard } from './remote-name.ts';
import { joinRemote } from './remote-path.ts';
import type { SftpSession } from './session.ts';
import { isLeftover } from './transfer/part-name.ts';
import type { RawEntry, RawPath } from './wire/requests.ts';

/** One thing in a folder. */
export interface RemoteEntry extends RemoteStatus {
  /** For showing only: everything that could deceive is spelled out. */
  readonly shown: string;
  /** To work with: text where the name is UTF-8, else its bytes. */
  readonly name: RawPath;
  /** What is odd about the name; empty for most. */
  readonly hazards: readonly NameHazard[];
  /** Whether the name can be part of a path. A server that lists `../x` or a null character is up to no good. */
  readonly usable: boolean;
  /** For a link, what it leads to; null where that is nothing, or for other things. */
  readonly leadsTo: RemoteStatus['kind'] | null;
  /** Left by an upload of ours that never came back. */
  readonly leftover: boolean;
}

/** A folder's content. */
export interface FolderListing {
  readonly entries: readonly RemoteEntry[];
  /** Whether there was more than the limit. */
  readonly truncated: boolean;
}

/** Answers without a name, one behind the other, that are waited for the next. */
const emptyAnswers = 16;
const linksFollowed = 200;
const linksAtOnce = 16;

function entryOf({ name, attributes }: RawEntry): RemoteEntry {
  const text = decodeName(name);
  const hazards = nameHazards(text ?? name);
  return {
    ...remoteStatus(attributes),
    shown: displayName(name),
    name: text ?? name,
    hazards,
    usable: isUsable(hazards),
    leadsTo: null,
    leftover: text !== undefined && isLeftover(text),
  };
}

async function followLinks(session: SftpSession, folder: RawPath, entries: RemoteEntry[]): Promise<void> {
  const links = entries.flatMap((entry, index) => (entry.kind === 'link' && entry.usable ? [index] : []));
  const waiting = links.slice(0, linksFollowed);
  const follow = async (): Promise<void> => {
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const entry = entries[index];
      if (!entry) continue;
      const target = await statRemote(session, joinRemote(folder, entry.name)).catch((error: unknown) => {
        // One link into a forbidden place must not spoil the listing; a lost connection must.
        if (session.requests.dispatcher.failure) throw error;
        return null;
      });
      entries[index] = { ...entry, leadsTo: target?.kind ?? null };
    }
  };
  await Promise.all(Array.from({ length: linksAtOnce }, follow));
}

/**
 * What is in a folder, in the server's order, without "." and "..". Names are the server's and hostile until
 * shown otherwise. At most `limit` entries (50,000) are taken: what comes is the server's choice.
 */
export async function listFolder(
  session: SftpSession,
  folder: RawPath,
  options: { limit?: number; signal?: AbortSignal } = {},
): Promise<FolderListing> {
  const { limit = 50_000, signal } = options;
  const { requests } = session;
  const handle = await requests.opendir(folder);
  const entries: RemoteEntry[] = [];
  let truncated = false;
  let [empty, dots] = [0, 0];
  try {
    while (!truncated) {
      signal?.throwIfAborted();
      const part = await requests.readdir(handle);
      if (!part) break;
      // A listing ends with END OF FILE. Servers that filter names send an empty answer now and then, those that
      // send nothing else are at their end and do not say so.
      empty = part.length === 0 ? empty + 1 : 0;
      if (empty > emptyAnswers) break;
      for (const raw of part) {
        const isDots = raw.name.equals(Buffer.from('.')) || raw.name.equals(Buffer.from('..'));
        if (isDots) {
          // Two are right; a server that lists them for ever lists nothing.
          if ((dots += 1) > limit) truncated = true;
          continue;
        }
        if (entries.length === limit) {
          truncated = true;
          break;
        }
        entries.push(entryOf(raw));
      }
    }
  } finally {
    requests.close(handle).catch(() => undefined);
  }
  await followLinks(session, folder, entries);
  return { entries, truncated };
}
