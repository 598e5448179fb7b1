import { randomUUID } from 'node:crypto';
import type { TransfersChanged } from '../../contract/transfers.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SftpSession } from '../../sftp/session.ts';
import { BandwidthLimit } from '../../sftp/transfer/bandwidth.ts';
import type { Store } from '../../store/store.ts';
import { FileSessions } from './file-sessions.ts';
import type { ServerAddress } from '../servers/server-access.ts';
import { transferSetting } from '../../store/app-settings.ts';
import { TransferManager } from './transfer-manager.ts';
import { bandwidthOf, transferHandlers } from './transfer-handlers.ts';
import { remoteFileHandlers } from './remote-file-handlers.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { Desktop } from '../app/desktop.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { OverallProgress } from '../app/overall-progress.ts';
import type { OpenServers } from '../servers/open-servers.ts';

/**
 * Simultaneous manual transfers on one file server. Imports take turns there by the queue's own rule, so that a server
 * never has more than three of our uploads at once, and an import never waits behind the others.
 */
const transfersPerServer = 2;
/** One session for folders and names. */
const lookingPerServer = 1;

export interface OpenRemoteFiles {
  readonly manager: TransferManager;
  /** The bandwidth limit shared by all transfers, including imports' uploads. */
  readonly limit: BandwidthLimit;
  /** Closes idle sessions: a host key is no longer trusted. */
  readonly closeIdle: () => void;
  readonly stop: () => Promise<void>;
  readonly handlers: Pick<Handlers, 'remoteFiles' | 'transfers'>;
}

/** Builds what lists and transfers files on servers, from the stored settings. */
export function openRemoteFiles(deps: {
  readonly store: Pick<Store, 'settings' | 'serverSettings'>;
  readonly servers: OpenServers;
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
  readonly push: Pick<Pushes, 'transfers'>;
  readonly progress: Pick<OverallProgress, 'transfers'>;
  readonly clock: Clock;
  /** Keeps a record of what became of each transfer. */
  readonly record: (changed: TransfersChanged) => void;
}): OpenRemoteFiles {
  const { store, tokens, desktop, push, progress } = deps;
  const { directory, access } = deps.servers;
  // somebody is present for these, so the login questions of a server are shown
  const open = (server: ServerAddress, signal?: AbortSignal): Promise<SftpSession> =>
    access.open(server, signal, { attended: true });
  const identity = (server: ServerAddress): string =>
    JSON.stringify([server, store.serverSettings.get(server.connectionId, server.serverId)]);
  const sessions = new FileSessions({ open, identity, perServer: transfersPerServer, keptFor: 10_000 });
  const looking = new FileSessions({ open, identity, perServer: lookingPerServer, keptFor: 60_000 });
  const manager = new TransferManager({
    clock: deps.clock,
    random: Math.random,
    newId: randomUUID,
    changed: (changed) => {
      push.transfers.changed(changed);
      progress.transfers(changed);
      deps.record(changed);
    },
  });
  const { settings } = store;
  const limit = new BandwidthLimit(bandwidthOf(settings.get(transferSetting)));
  return {
    manager,
    limit,
    closeIdle() {
      sessions.closeIdle();
      looking.closeIdle();
    },
    async stop() {
      await manager.stop();
      sessions.close();
      looking.close();
    },
    handlers: {
      remoteFiles: remoteFileHandlers({ directory, sessions: looking }),
      transfers: transferHandlers({
        manager,
        directory,
        sessions,
        looking,
        tokens,
        desktop,
        settings,
        limit,
      }),
    },
  };
}
