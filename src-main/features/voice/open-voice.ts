import { join } from 'node:path';
import { uploadVoiceFile } from '../../aicc/voice-files.ts';
import { AudioEngine } from '../../audio/audio-engine.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Desktop } from '../app/desktop.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { Clients } from '../connections/clients.ts';
import type { OpenOutbox } from '../outbox/open-outbox.ts';
import { foundVoiceUpload } from './job/voice-manifest.ts';
import { VoiceUploadJob } from './job/voice-upload-job.ts';
import type { Playbacks } from './playbacks.ts';
import { voiceHandlers } from './voice-handlers.ts';
import { VoiceManager } from './voice-manager.ts';
import { VoiceSender } from './voice-sender.ts';

export interface OpenVoice {
  readonly close: () => Promise<void>;
  readonly handlers: Pick<Handlers, 'voice'>;
}

/** Voice files: inspecting, converting, playing and uploading them. */
export function openVoice(deps: {
  readonly store: Store;
  readonly dataFolder: string;
  readonly outbox: OpenOutbox;
  readonly clients: Pick<Clients, 'of'>;
  readonly desktop: Desktop;
  readonly tokens: FileTokens;
  readonly playbacks: Playbacks;
  readonly clock: Clock;
  readonly push: Pick<Pushes, 'voice'>;
  /** The bundled workers; left out where sources run unbuilt. */
  readonly workers?: { readonly voice: URL } | undefined;
}): OpenVoice {
  const { store, outbox, desktop, tokens, playbacks } = deps;
  const { queue, files } = outbox;
  const uploads = store.voiceUploads;
  const engine = new AudioEngine(deps.workers?.voice);
  const manager = new VoiceManager({
    engine,
    results: store.voiceResults,
    folder: join(deps.dataFolder, 'voice'),
  });
  const watchers = new Map<string, (sent: number, total: number) => void>();
  const kind = new VoiceUploadJob({
    files,
    watchers,
    uploads,
    send: async (connectionId, file, maxBytes, watch) =>
      uploadVoiceFile(await deps.clients.of(connectionId), file, maxBytes, watch),
    now: deps.clock.now,
  });
  outbox.addKind(kind, foundVoiceUpload);
  const sender = new VoiceSender({ queue, files, watchers, engine });
  const { connections } = store;
  return {
    async close() {
      manager.close();
      await engine.close();
    },
    handlers: {
      voice: voiceHandlers({
        manager,
        engine,
        playbacks,
        tokens,
        connections,
        uploads,
        sender,
        desktop,
        push: deps.push.voice,
      }),
    },
  };
}
