import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultSigning, type ConnectionSettings, type DeploymentMode } from '../../contract/connections.ts';
import type { Handlers } from '../../contract/derive.ts';
import { startDemoInWorker, type RunningDemo } from '../../demo/in-worker.ts';
import type { DemoDetails } from '../../demo/worker.ts';
import type { SettingsTable } from '../../store/settings.ts';
import { demoPortsSetting } from '../../store/app-settings.ts';

/** What you would get from a real system's administrator. */
export type DemoHints = NonNullable<Awaited<ReturnType<Handlers['connections']['demoHints']>>>;

/** The built-in demo system: started on first use, stopped with the app. */
export class DemoService {
  readonly #settings: SettingsTable;
  readonly #folder: string;
  readonly #worker: URL;
  #running: Promise<RunningDemo> | null = null;

  constructor(deps: { settings: SettingsTable; dataFolder: string; worker: URL }) {
    this.#settings = deps.settings;
    this.#folder = join(deps.dataFolder, 'demo');
    this.#worker = deps.worker;
  }

  /** Starts it if necessary, and returns the connection to it. */
  async start(): Promise<{ settings: ConnectionSettings; secretKey: string }> {
    this.#running ??= this.#begin();
    const { details } = await this.#running;
    return { settings: connectionTo(details), secretKey: details.secretKey };
  }

  /** What the user has to type, as a real system's administrator would supply it; null while it is not running. */
  async hints(): Promise<DemoHints | null> {
    const running = await this.#running;
    if (running === null) return null;
    const { sftp, campaignId } = running.details;
    return { userName: sftp.username, password: sftp.password, campaignId };
  }

  /** Stops it and removes its files: the next one starts from scratch. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    const running = await this.#running?.catch(() => null);
    this.#running = null;
    await running?.stop();
  }

  async #begin(): Promise<RunningDemo> {
    try {
      const ports = this.#settings.get(demoPortsSetting);
      const running = await startDemoInWorker({ folder: this.#folder, ports }, this.#worker);
      const { isales, ccfs, sftp } = running.details;
      this.#settings.set(demoPortsSetting, { isales: isales.port, ccfs: ccfs.port, sftp: sftp.port });
      return running;
    } catch (error) {
      this.#running = null;
      throw error;
    }
  }
}

/** The demo system's certificate is pinned: it is self-signed, created on this machine. */
function connectionTo(details: DemoDetails): ConnectionSettings {
  return {
    name: 'Demo',
    isales: details.isales,
    ccfs: details.ccfs,
    vdnId: details.vdnId,
    accessKey: details.accessKey,
    mode: details.mode satisfies DeploymentMode,
    trust: { kind: 'pinned', isales: details.fingerprint256, ccfs: details.fingerprint256 },
    signing: defaultSigning,
    voiceLimitMb: 5,
    voiceCodec: 'alaw',
  };
}
