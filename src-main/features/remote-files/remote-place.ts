import { requireSameCallCentre } from '../../contract/connections.ts';
import type { RemotePlace } from '../../contract/remote-files.ts';
import { displayName } from '../../sftp/remote-name.ts';
import { joinRemote } from '../../sftp/remote-path.ts';
import { pathBytes } from '../../sftp/wire/raw-path.ts';
import type { ServerAddress } from '../servers/server-access.ts';
import type { ServerDirectory } from '../servers/server-directory.ts';

/** A folder on a server that can be reached. */
export interface FoundPlace {
  readonly server: ServerAddress;
  /** The server's default path, and the folder below it, as the server expects them. */
  readonly base: string;
  readonly folder: string;
}

/** A name in readable form, whatever its bytes. */
export const shownName = (name: string): string => displayName(pathBytes(name));

/**
 * The folder that the window names by its path segments. No segment can lead above the default path; where links lead
 * is checked separately, and reported by `listPlace`. Errors as `ServerDirectory.address`; `call_centre_changed` where the
 * connection leads to another call centre by now, whose server of this ID is another one.
 */
export async function findPlace(directory: ServerDirectory, place: RemotePlace): Promise<FoundPlace> {
  const { filePath, ...server } = await directory.address(place.connectionId, place.serverId);
  requireSameCallCentre(place.centre, server.centre);
  return {
    server,
    base: filePath,
    folder: place.path.reduce((folder, step) => joinRemote(folder, step), filePath),
  };
}
