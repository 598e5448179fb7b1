import { randomUUID } from 'node:crypto';
import type { TransfersChanged } from '../../contract/transfers.ts';
import { systemClock } from '../../jobs/clock.ts';
import type { SftpSession } from '../../sftp/session.ts';
import { BandwidthLimit } from '../../sftp/transfer/bandwidth.ts';
import type { Store } from '../../store/store.ts';
import { FileSessions } from './file-sessions.ts';
import type { ServerAddress } from '../servers/server-access.ts';
import { transferSetting } from '../../store/app-settings.ts';
import { TransferManager } from './transfer-manager.ts';
import { bandwidthOf } from './transfer-handlers.ts';

/**
 * Transfers by hand side by side on one file server. Imports take turns there by the queue's own rule, so that
 * a server never has more than three of our uploads at once, and an import never waits behind the others.
 */
const transfersPerServer = 2;
/** One session for folders and names. */
const lookingPerServer = 1;

export interface OpenTransfers {
  readonly manager: TransferManager;
  readonly sessions: FileSessions;
  readonly looking: FileSessions;
  /** The limit that all transfers share, imports' uploads too. */
  readonly limit: BandwidthLimit;
  readonly stop: () => Promise<void>;
}

/** Composes what moves and shows files on servers, with the settings kept. */
export function openTransfers(deps: {
  readonly store: Pick<Store, 'settings' | 'serverSettings'>;
  readonly open: (server: ServerAddress, signal?: AbortSignal) => Promise<SftpSession>;
  readonly changed: (changed: TransfersChanged) => void;
}): OpenTransfers {
  const { store, open } = deps;
  const identity = (server: ServerAddress): string =>
    JSON.stringify([server, store.serverSettings.get(server.connectionId, server.serverId)]);
  const sessions = new FileSessions({ open, identity, perServer: transfersPerServer, keptFor: 10_000 });
  const looking = new FileSessions({ open, identity, perServer: lookingPerServer, keptFor: 60_000 });
  const manager = new TransferManager({
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    changed: deps.changed,
  });
  return {
    manager,
    sessions,
    looking,
    limit: new BandwidthLimit(bandwidthOf(store.settings.get(transferSetting))),
    async stop() {
      await manager.stop();
      sessions.close();
      looking.close();
    },
  };
}
