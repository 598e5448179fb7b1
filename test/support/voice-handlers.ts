import { join } from 'node:path';
import { AiccClient } from '../../src-main/aicc/client.ts';
import { noLog } from '../../src-main/aicc/request-log.ts';
import type { VoiceProgress } from '../../src-main/contract/voice-files.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import { FileTokens } from '../../src-main/features/app/file-tokens.ts';
import { openJobs } from '../../src-main/features/outbox/open-outbox.ts';
import { Playbacks } from '../../src-main/features/voice/playbacks.ts';
import { MissingInterfaces } from '../../src-main/features/connections/missing-interfaces.ts';
import { VoiceManager } from '../../src-main/features/voice/voice-manager.ts';
import { voiceHandlers } from '../../src-main/features/voice/voice-handlers.ts';
import { VoiceSender } from '../../src-main/features/voice/voice-sender.ts';
import { openStore } from '../../src-main/store/store.ts';
import { AudioEngine } from '../../src-main/audio/audio-engine.ts';
import { sampleConnection } from './sample-connection.ts';

export const voiceConnectionId = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f';

/**
 * The handlers of voice files with all their real parts, over a data folder and a demo system: what main.ts
 * puts together, without Electron. `saveAs` answers the save dialog; `known` is set where the data folder has
 * the connection already.
 */
export async function voiceDeps(
  context: { after(done: () => void | Promise<void>): void },
  folder: string,
  demo: DemoSystem,
  options: {
    readonly voiceLimitMb?: number;
    readonly saveAs?: () => string | null;
    readonly known?: boolean;
    /** In place of the demo system's client: offline, for one. */
    readonly clientOf?: () => Promise<AiccClient> | undefined;
  } = {},
) {
  const store = openStore(folder);
  const { isales, ccfs, vdnId, accessKey, fingerprint256 } = demo;
  const settings = sampleConnection({
    isales,
    ccfs,
    vdnId,
    accessKey,
    trust: { kind: 'pinned', isales: fingerprint256, ccfs: fingerprint256 },
    voiceLimitMb: options.voiceLimitMb ?? 5,
  });
  if (options.known !== true) store.connections.add({ id: voiceConnectionId, demo: false, settings });
  const client = new AiccClient(settings, demo.secretKey, {
    log: noLog,
    proxyFor: () => Promise.resolve(null),
  });
  const engine = new AudioEngine();
  const tokens = new FileTokens();
  const progress: VoiceProgress[] = [];
  const heard: ((progress: VoiceProgress) => void)[] = [];
  const manager = new VoiceManager({ engine, results: store.voiceResults, folder: join(folder, 'voice') });
  const playbacks = new Playbacks('app://dialdesk');
  const jobs = openJobs({
    store,
    dataFolder: folder,
    access: { open: () => Promise.reject(new Error('voice files go to no file server')) },
    clientOf: () => options.clientOf?.() ?? Promise.resolve(client),
    changed: () => undefined,
    missing: new MissingInterfaces(store.settings),
    resultsChanged: () => undefined,
    importEnded: () => undefined,
  });
  await jobs.start();
  const handlers = voiceHandlers({
    manager,
    engine,
    playbacks,
    tokens,
    connections: store.connections,
    uploads: store.voiceUploads,
    sender: new VoiceSender({ ...jobs, engine }),
    desktop: {
      pickFiles: () => Promise.resolve([]),
      pickSavePath: () => Promise.resolve(options.saveAs?.() ?? null),
      copyText: () => undefined,
      language: () => 'en',
    },
    push: {
      progress: (now) => {
        progress.push(now);
        for (const listener of heard) listener(now);
      },
    },
  });
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    manager.close();
    await jobs.stop();
    client.close();
    await engine.close();
    store.close();
  };
  context.after(end);
  return {
    handlers,
    jobs,
    playbacks,
    store,
    progress,
    onProgress: (listener: (progress: VoiceProgress) => void) => heard.push(listener),
    end,
    /** Registers files as the preload does, and puts them on the manager. */
    open: async (...paths: string[]) => {
      const given = await tokens.register(paths);
      return handlers.open({ tokens: given.map(({ token }) => token), connectionId: voiceConnectionId });
    },
  };
}
