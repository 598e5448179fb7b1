import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import type { VoiceUploadsTable } from '../../store/voice-uploads.ts';
import { writeNewFile } from '../../audio/new-file.ts';
import type { VoiceEngine } from '../../audio/audio-engine.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { Platform } from '../app/desktop.ts';
import type { Playbacks } from './playbacks.ts';
import type { VoiceDesk } from './voice-manager.ts';
import { limitsOf } from './voice-limits.ts';
import type { VoiceSender } from './voice-sender.ts';

export interface VoiceParts {
  readonly engine: VoiceEngine;
  readonly uploads: VoiceUploadsTable;
  readonly sender: VoiceSender;
  readonly desk: VoiceDesk;
  readonly playbacks: Playbacks;
  readonly tokens: FileTokens;
  readonly connections: ConnectionsTable;
  readonly platform: Platform;
  readonly push: Pushes['voice'];
}

/** Voice files: dropped, heard, mended, uploaded. */
export function voiceHandlers(parts: VoiceParts): Handlers['voice'] {
  const { desk, engine, sender, playbacks, tokens, connections, uploads, platform, push } = parts;

  const limits = (connectionId: string | null) =>
    limitsOf(connectionId === null ? null : connections.get(connectionId));
  const connection = (id: string): StoredConnection => {
    const found = connections.get(id);
    if (found === null) throw new DialdeskError('not_found', `no connection ${id}`);
    return found;
  };

  return {
    open: ({ tokens: given, connectionId }) =>
      desk.open(
        given.map((token) => tokens.path(token)),
        limits(connectionId),
      ),
    look: ({ files, connectionId }) => desk.look(files, limits(connectionId)),
    wave: ({ file, version, columns }) => engine.wave(desk.version(file, version).path, columns),
    play: ({ file, version }) => playbacks.add(desk.version(file, version).path),

    convert: ({ file, options, connectionId }) =>
      desk.convert(file, options, limits(connectionId), (done) =>
        push.progress({ file, work: 'convert', done, total: 1 }),
      ),

    async saveResult({ file }) {
      const { path: result } = desk.version(file, 'result');
      const name = desk.name(file);
      const target = await platform.pickSavePath(`${basename(name, extname(name))}-8k.wav`);
      if (target === null) return null;
      await refuseOriginal(desk.version(file, 'original').path, target);
      const bytes = await writeNewFile(target, async (written) => {
        await written.writeFile(createReadStream(result));
        return (await written.stat()).size;
      });
      return { name: basename(target), bytes };
    },

    async sameSound({ file, version }) {
      const { path, inspection } = desk.version(file, version);
      if (!inspection.ready) return [];
      return uploads.withSound((await engine.hash(path)).soundSha256);
    },

    upload: ({ file, version, connectionId }) => {
      const parcel = {
        path: desk.version(file, version).path,
        name: desk.name(file),
        connection: connection(connectionId),
      };
      return desk.run(file, (signal) =>
        sender.send(`${file} ${version} ${connectionId}`, parcel, signal, (done, total) =>
          push.progress({ file, work: 'upload', done, total }),
        ),
      );
    },
    cancel: ({ file }) => desk.cancel(file),
    close: ({ files }) => desk.close(files),

    library: (query) => uploads.list(query),
    forget({ id }) {
      uploads.remove(id);
    },
  };
}

/** The dialog may offer to overwrite the original; that is never done. @throws DialdeskError `conflict` */
async function refuseOriginal(original: string, target: string): Promise<void> {
  const [from, to] = await Promise.all([original, target].map((path) => realpath(path).catch(() => null)));
  if (from !== null && from === to) {
    throw new DialdeskError('conflict', 'this is the original, which is never changed');
  }
}
