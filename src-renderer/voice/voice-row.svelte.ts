import type { ChosenFrom } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import * as v from 'valibot';
import type { Job } from '../../src-main/contract/jobs.ts';
import {
  VoiceUpload,
  type VoiceFile,
  type VoicePlayback,
  type VoiceVersion,
} from '../../src-main/contract/voice-files.ts';
import type { ConversionOptions, ReadableVoice, VoiceWave } from '../../src-main/contract/voice.ts';
import { asErrorShape } from '../app/error-words.ts';

/** What is going on with a file, or how it went. */
export type RowWork =
  | { readonly kind: 'none' }
  | { readonly kind: 'queued'; readonly work: 'convert' | 'upload' }
  | { readonly kind: 'converting'; readonly done: number }
  | { readonly kind: 'uploading'; readonly sent: number; readonly total: number }
  | { readonly kind: 'uploaded'; readonly upload: VoiceUpload }
  /** It waits in the outbox, and goes on by itself. */
  | { readonly kind: 'waiting'; readonly job: Job }
  /** It was sent, and its answer never came. */
  | { readonly kind: 'unknown'; readonly error: ErrorShape }
  | { readonly kind: 'failed'; readonly work: 'convert' | 'upload'; readonly error: ErrorShape };

/** Columns of a wave; enough for the widest place it is drawn in. */
const columns = 240;

type VoiceClient = Pick<Client, 'voice' | 'outbox'>;

/** One listed file: what it is, what was made of it, and what is under way for it. */
export class VoiceRow {
  readonly #client: VoiceClient;
  readonly id: string;
  #file = $state.raw<VoiceFile>() as VoiceFile;
  #work = $state.raw<RowWork>({ kind: 'none' });
  #shown = $state<VoiceVersion>('original');
  #sent = $state<VoiceVersion | null>(null);
  #sentTo = $state<string | null>(null);
  #waves = $state.raw<Readonly<Partial<Record<VoiceVersion, VoiceWave>>>>({});
  #earlier = $state.raw<readonly VoiceUpload[]>([]);
  /** Its job in the outbox, while it is not known how that ends. */
  #job: string | null = null;

  constructor(client: VoiceClient, file: VoiceFile) {
    this.#client = client;
    this.id = file.id;
    this.#file = file;
    if (file.result !== null) this.#shown = 'result';
  }

  get file(): VoiceFile {
    return this.#file;
  }
  get work(): RowWork {
    return this.#work;
  }
  get queued(): boolean {
    return this.#work.kind === 'queued';
  }
  get failed(): boolean {
    return this.#work.kind === 'failed' || this.#work.kind === 'unknown';
  }
  get busy(): boolean {
    return ['queued', 'converting', 'uploading', 'waiting'].includes(this.#work.kind);
  }

  /** Which version was uploaded last, whichever is shown; null where none was. */
  get sent(): VoiceVersion | null {
    return this.#sent;
  }

  /** The connection of its last upload: what is said of that holds for its call centre only. */
  get sentTo(): string | null {
    return this.#sentTo;
  }

  /** Which version is played and drawn. */
  get shown(): VoiceVersion {
    return this.#file.result === null ? 'original' : this.#shown;
  }
  set shown(version: VoiceVersion) {
    this.#shown = version;
  }

  /** Earlier uploads of the same sound. */
  get earlier(): readonly VoiceUpload[] {
    return this.#earlier;
  }

  wave(version: VoiceVersion): VoiceWave | undefined {
    return this.#waves[version];
  }

  /** What is known of a version, if its sound can be decoded and so played. */
  sound(version: VoiceVersion): ReadableVoice | null {
    const inspection = version === 'original' ? this.#file.inspection : this.#file.result?.inspection;
    return inspection?.readable && inspection.convertible ? inspection : null;
  }

  /** What would be uploaded: what was made of it, else the file itself; null while neither is ready. */
  get sendable(): VoiceVersion | null {
    if (this.#file.result?.inspection.ready) return 'result';
    return this.#file.inspection.ready ? 'original' : null;
  }
  get canConvert(): boolean {
    return this.#file.inspection.convertible && !this.busy;
  }
  /** Not ready, never converted, and a conversion can help. */
  get wantsConversion(): boolean {
    return this.canConvert && this.sendable === null && this.#file.result === null;
  }
  /** Not ready, and no conversion can help. */
  get hopeless(): boolean {
    return this.sendable === null && !this.#file.inspection.convertible;
  }
  /** Ready and not sent yet. One whose outcome is unknown is never sent again on the side. */
  get wantsUpload(): boolean {
    return this.sendable !== null && (this.#work.kind === 'none' || this.#work.kind === 'failed');
  }

  /** What main says of it now. */
  take(file: VoiceFile): void {
    this.#file = file;
  }

  key(version: VoiceVersion): string {
    return `${this.id} ${version}`;
  }
  address(version: VoiceVersion): Promise<VoicePlayback> {
    return this.#client.voice.play({ file: this.id, version });
  }

  /** Loads the wave of what is shown and looks for earlier uploads. What fails is only not shown. */
  async load(): Promise<void> {
    const versions = (['original', 'result'] as const).filter(
      (version) => this.#waves[version] === undefined && this.sound(version) !== null,
    );
    await Promise.all([
      ...versions.map(async (version) => {
        const wave = await this.#client.voice.wave({ file: this.id, version, columns }).catch(() => null);
        if (wave !== null) this.#waves = { ...this.#waves, [version]: wave };
      }),
      this.lookForEarlier(),
    ]);
  }

  async lookForEarlier(): Promise<void> {
    const version = this.sendable;
    this.#earlier =
      version === null ? [] : await this.#client.voice.sameSound({ file: this.id, version }).catch(() => []);
  }

  queue(work: 'convert' | 'upload'): void {
    this.#work = { kind: 'queued', work };
  }
  /** Takes it out of the queue again; what is under way is not stopped by this. */
  unqueue(): void {
    if (this.#work.kind === 'queued') this.#work = { kind: 'none' };
  }

  /** @returns whether it was converted */
  async convert(options: ConversionOptions, connectionId: string | null): Promise<boolean> {
    this.#work = { kind: 'converting', done: 0 };
    try {
      this.#file = await this.#client.voice.convert({ file: this.id, options, connectionId });
    } catch (error) {
      this.#failed('convert', error);
      return false;
    }
    this.#work = { kind: 'none' };
    this.#waves = this.#waves.original ? { original: this.#waves.original } : {};
    this.#shown = 'result';
    await this.load();
    return true;
  }

  /** @returns whether the system took it */
  async upload(from: ChosenFrom): Promise<boolean> {
    const version = this.sendable;
    if (version === null) return false;
    this.#sent = version;
    this.#sentTo = from.connectionId;
    this.#work = { kind: 'uploading', sent: 0, total: 0 };
    try {
      const { job, upload } = await this.#client.voice.upload({ file: this.id, version, ...from });
      if (upload) this.#work = { kind: 'uploaded', upload };
      else {
        this.#job = job;
        this.hear(await this.#client.outbox.get({ id: job }));
      }
      return upload !== null;
    } catch (error) {
      this.#failed('upload', error);
      return false;
    } finally {
      await this.lookForEarlier();
    }
  }

  progress(work: 'convert' | 'upload', done: number, total: number): void {
    if (work === 'convert' && this.#work.kind === 'converting') this.#work = { kind: 'converting', done };
    if (work === 'upload' && this.#work.kind === 'uploading') {
      this.#work = { kind: 'uploading', sent: done, total };
    }
  }

  /** News of a job from main: what waits in the outbox goes on there, whatever screen is shown. */
  hear(job: Job): void {
    if (job.id !== this.#job) return;
    switch (job.state) {
      case 'queued':
      case 'running':
        this.#work = { kind: 'uploading', sent: job.progress?.done ?? 0, total: job.progress?.total ?? 0 };
        return;
      case 'waiting':
      case 'paused':
      case 'prepared':
        this.#work = { kind: 'waiting', job };
        return;
      case 'done': {
        const found = v.safeParse(VoiceUpload, job.result?.['upload']);
        this.#work = found.success ? { kind: 'uploaded', upload: found.output } : { kind: 'none' };
        break;
      }
      case 'cancelled':
        this.#work = { kind: 'none' };
        break;
      case 'unknown':
      case 'failed':
        this.#failed('upload', job.error);
        break;
    }
    this.#job = null;
    void this.lookForEarlier();
  }

  async cancel(): Promise<void> {
    if (this.#job !== null) {
      await this.#client.outbox.cancel({ id: this.#job });
      return;
    }
    if (this.queued) {
      this.unqueue();
      return;
    }
    await this.#client.voice.cancel({ file: this.id });
  }

  #failed(work: 'convert' | 'upload', thrown: unknown): void {
    const error = asErrorShape(thrown);
    if (error.code === 'cancelled') this.#work = { kind: 'none' };
    else if (error.code === 'outcome_unknown') this.#work = { kind: 'unknown', error };
    else this.#work = { kind: 'failed', work, error };
  }
}
