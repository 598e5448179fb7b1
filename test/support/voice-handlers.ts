import { AiccClient } from '../../src-main/aicc/client.ts';
import { noLog } from '../../src-main/aicc/request-log.ts';
import type { VoiceProgress } from '../../src-main/contract/voice-files.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import { FileTokens } from '../../src-main/features/app/file-tokens.ts';
import { openVoice } from '../../src-main/features/voice/open-voice.ts';
import { openOutbox } from '../../src-main/features/outbox/open-outbox.ts';
import { Playbacks } from '../../src-main/features/voice/playbacks.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { openStore } from '../../src-main/store/store.ts';
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
  const tokens = new FileTokens();
  const progress: VoiceProgress[] = [];
  const heard: ((progress: VoiceProgress) => void)[] = [];
  const playbacks = new Playbacks('app://dialdesk');
  const jobs = openOutbox({
    store,
    dataFolder: folder,
    push: { outbox: { changed: () => undefined } },
    progress: { jobs: () => undefined },
    clock: systemClock,
    record: () => undefined,
  });
  const voice = openVoice({
    store,
    dataFolder: folder,
    outbox: jobs,
    clients: { of: () => options.clientOf?.() ?? Promise.resolve(client) },
    playbacks,
    clock: systemClock,
    tokens,
    desktop: {
      pickFiles: () => Promise.resolve([]),
      pickSavePath: () => Promise.resolve(options.saveAs?.() ?? null),
      copyText: () => undefined,
      language: () => 'en',
    },
    push: {
      voice: {
        progress: (now) => {
          progress.push(now);
          for (const listener of heard) listener(now);
        },
      },
    },
  });
  await jobs.start();
  const handlers = voice.handlers.voice;
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await jobs.stop();
    await voice.close();
    client.close();
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
