import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { callCentreOf, type ChosenFrom } from '../../contract/connections.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { writeAtomically } from '../../platform/atomic-file.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import type { VoiceUploadsTable } from '../../store/voice-uploads.ts';
import type { AudioEngine } from '../../audio/audio-engine.ts';
import { chosenConnection } from '../connections/clients.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { Desktop } from '../app/desktop.ts';
import type { Playbacks } from './playbacks.ts';
import type { VoiceManager } from './voice-manager.ts';
import { limitsOf } from './voice-limits.ts';
import type { VoiceSender } from './voice-sender.ts';

export interface VoiceDeps {
  readonly engine: AudioEngine;
  readonly uploads: VoiceUploadsTable;
  readonly sender: VoiceSender;
  readonly manager: VoiceManager;
  readonly playbacks: Playbacks;
  readonly tokens: FileTokens;
  readonly connections: ConnectionsTable;
  readonly desktop: Desktop;
  readonly push: Pushes['voice'];
}

/** The calls of the voice screen: adding, playing, converting and uploading files. */
export function voiceHandlers(deps: VoiceDeps): Handlers['voice'] {
  const { manager, engine, sender, playbacks, tokens, connections, uploads, desktop, push } = deps;

  const limits = (connectionId: string | null) =>
    limitsOf(connectionId === null ? null : connections.get(connectionId));
  const connection = (from: ChosenFrom): StoredConnection => chosenConnection(connections, from);

  return {
    open: ({ tokens: given, connectionId }) =>
      manager.open(
        given.map((token) => tokens.path(token)),
        limits(connectionId),
      ),
    look: ({ files, connectionId }) => manager.look(files, limits(connectionId)),
    wave: ({ file, version, columns }) => engine.wave(manager.version(file, version).path, columns),
    play: ({ file, version }) => playbacks.add(manager.version(file, version).path),

    convert: ({ file, options, connectionId }) =>
      manager.convert(file, options, limits(connectionId), (done) =>
        push.progress({ file, work: 'convert', done, total: 1 }),
      ),

    async saveResult({ file }) {
      const { path: result } = manager.version(file, 'result');
      const name = manager.name(file);
      const target = await desktop.pickSavePath(`${basename(name, extname(name))}-8k.wav`);
      if (target === null) return null;
      await refuseOriginal(manager.version(file, 'original').path, target);
      const { bytes } = await writeAtomically(target, (copy) => copy.appendAll(createReadStream(result)));
      return { name: basename(target), bytes };
    },

    async sameSound({ file, version }) {
      const { path, inspection } = manager.version(file, version);
      if (!inspection.ready) return [];
      return uploads.withSound((await engine.hash(path)).soundSha256);
    },

    upload: ({ file, version, ...from }) => {
      const parcel = {
        path: manager.version(file, version).path,
        name: manager.name(file),
        connection: connection(from),
      };
      const place = `${from.connectionId} ${callCentreOf(parcel.connection.settings)}`;
      return manager.run(file, (signal) =>
        sender.send(`${file} ${version} ${place}`, parcel, signal, (done, total) =>
          push.progress({ file, work: 'upload', done, total }),
        ),
      );
    },
    cancel: ({ file }) => manager.cancel(file),
    close: ({ files }) => manager.close(files),

    library: (query) => uploads.list(query),
    forget({ id }) {
      uploads.remove(id);
    },
  };
}

/** The dialog may offer to overwrite the original, which is never done. @throws DialdeskError `conflict` */
async function refuseOriginal(original: string, target: string): Promise<void> {
  const [from, to] = await Promise.all([original, target].map((path) => realpath(path).catch(() => null)));
  if (from !== null && from === to) {
    throw new DialdeskError('conflict', 'this is the original, which is never changed');
  }
}
