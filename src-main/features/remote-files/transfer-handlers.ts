import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Handlers } from '../../contract/derive.ts';
import type { PlannedUpload, TransferSettings } from '../../contract/transfers.ts';
import { lookOrNull } from '../../sftp/look.ts';
import { safeLocalName } from '../../sftp/local-name.ts';
import { nameHazards } from '../../sftp/remote-name.ts';
import { joinRemote } from '../../sftp/remote-path.ts';
import type { BandwidthLimit } from '../../sftp/transfer/bandwidth.ts';
import type { SettingsTable } from '../../store/settings.ts';
import type { FileSessions } from './file-sessions.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { Desktop } from '../app/desktop.ts';
import { findPlace, shownName, type FoundPlace } from './remote-place.ts';
import type { ServerDirectory } from '../servers/server-directory.ts';
import { transferSetting } from '../../store/app-settings.ts';
import type { NewTransfer, TransferManager } from './transfer-manager.ts';
import { downloadWork, uploadWork } from './transfer-work.ts';

export interface TransferDeps {
  readonly manager: TransferManager;
  readonly directory: ServerDirectory;
  /** Sessions for transfers; looking at names and folders has its own, so that it need not wait. */
  readonly sessions: FileSessions;
  readonly looking: FileSessions;
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
  readonly settings: SettingsTable;
  /** The limit that all transfers share, imports' uploads too. */
  readonly limit: BandwidthLimit;
}

/** The shared limit as the settings have it, in bytes a second. */
export const bandwidthOf = ({ bandwidth }: TransferSettings): number => bandwidth ?? Infinity;

/** Files moved by hand, to and from file servers. */
export function transferHandlers(deps: TransferDeps): Handlers['transfers'] {
  const { manager, directory, sessions, tokens, desktop, settings, limit } = deps;
  const means = { sessions, pace: limit };

  const facts = ({ server, folder }: FoundPlace) => ({
    connectionId: server.connectionId,
    serverId: server.serverId,
    server: server.ip,
    folder: shownName(folder),
    verify: settings.get(transferSetting).verify,
  });

  return {
    list: () => ({ transfers: manager.list(), settings: settings.get(transferSetting) }),

    setSettings(wanted) {
      settings.set(transferSetting, wanted);
      limit.bytesPerSecond = bandwidthOf(wanted);
      return wanted;
    },

    async planUpload({ place, tokens: asked }) {
      const { server, folder } = await findPlace(directory, place);
      const files = await Promise.all(
        asked.map(async (token) => {
          const path = tokens.path(token);
          return { token, name: basename(path), size: (await stat(path).catch(() => null))?.size ?? 0 };
        }),
      );
      return deps.looking.use(
        server,
        (session) =>
          Promise.all(
            files.map(async (file): Promise<PlannedUpload> => {
              const [unfit = null] = nameHazards(file.name);
              if (unfit !== null) return { ...file, unfit, existing: null };
              const there = await lookOrNull(session, joinRemote(folder, file.name));
              const existing = there && { kind: there.kind, size: there.size, modified: there.modifiedMs };
              return { ...file, unfit, existing };
            }),
          ),
        { again: true },
      );
    },

    async upload({ place, files }) {
      const found = await findPlace(directory, place);
      const shared = facts(found);
      const orders = files.map(async ({ token, replace }): Promise<NewTransfer> => {
        const local = tokens.path(token);
        const name = basename(local);
        const pair = {
          server: found.server,
          local,
          remotePath: joinRemote(found.folder, name),
          verify: shared.verify,
        };
        return {
          ...shared,
          direction: 'upload',
          name: shownName(name),
          savedAs: null,
          total: (await stat(local).catch(() => null))?.size ?? null,
          replace,
          work: uploadWork(pair, means),
        };
      });
      manager.add(await Promise.all(orders));
    },

    async download({ place, names }) {
      const found = await findPlace(directory, place);
      const targets = await targetsFor(names, desktop);
      if (targets === null) return false;
      const shared = facts(found);
      manager.add(
        targets.map(({ name, local }): NewTransfer => ({
          ...shared,
          direction: 'download',
          name: shownName(name),
          savedAs: basename(local),
          total: null,
          replace: false,
          work: downloadWork(
            {
              server: found.server,
              local,
              remotePath: joinRemote(found.folder, name),
              verify: shared.verify,
            },
            means,
          ),
        })),
      );
      return true;
    },

    pause: ({ id }) => manager.pause(id),
    resume: ({ id, replace }) => manager.resume(id, replace),
    cancel: ({ id }) => manager.cancel(id),
    clear: ({ id }) => manager.clear(id),
  };
}

interface Target {
  readonly name: string;
  readonly local: string;
}

/** Where downloads go: the user names the file, or a folder for several; null when the dialog was cancelled. */
async function targetsFor(names: readonly string[], desktop: Desktop): Promise<Target[] | null> {
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const local = await desktop.pickSavePath(safeLocalName(shownName(only)));
    return local === null ? null : [{ name: only, local }];
  }
  const [folder] = await desktop.pickFiles('download-folder');
  if (folder === undefined) return null;
  const taken = new Set<string>();
  const targets: Target[] = [];
  for (const name of names) {
    const free = await freeName(folder, safeLocalName(shownName(name)), taken);
    // Windows and macOS take these for one.
    taken.add(free.toLowerCase());
    targets.push({ name, local: join(folder, free) });
  }
  return targets;
}

/** The name, or the first of "name (2)", "name (3)" that nothing has: several files never replace others. */
async function freeName(folder: string, name: string, taken: ReadonlySet<string>): Promise<string> {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${stem} (${count})${ending}`;
    if (taken.has(candidate.toLowerCase())) continue;
    const there = await stat(join(folder, candidate)).catch(() => null);
    if (there === null) return candidate;
  }
}
