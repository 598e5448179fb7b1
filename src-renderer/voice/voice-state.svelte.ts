import type { FileToken } from '../../src-main/contract/app.ts';
import { chosenFrom, type ChosenFrom, type Connection } from '../../src-main/contract/connections.ts';
import type { RefusedVoiceFile, VoiceProgress } from '../../src-main/contract/voice-files.ts';
import type { App } from '../app/app.ts';
import { ConversionChoices } from './conversion-choices.svelte.ts';
import { Player, type AudioOutput, type Ticker } from './player.svelte.ts';
import { VoiceRow } from './voice-row.svelte.ts';

/** What of the app the voice screen works with. */
export type VoiceApp = Pick<App, 'client' | 'session'>;

/** How a run over several files ended. */
export interface RunOutcome {
  readonly done: number;
  readonly failed: number;
}

/** Which of several files is being worked on. */
export interface Place {
  /** Counts from 1. */
  readonly at: number;
  readonly of: number;
}

/** Waves and hashes made side by side: the worker is one thread, and the first rows are looked at first. */
const loadedAtATime = 3;

/** The voice files at hand, and what is done with them. Outlives the screen's components. */
export class VoiceState {
  readonly #app: VoiceApp;
  readonly player: Player;
  readonly choices: ConversionChoices;
  view = $state<'files' | 'library'>('files');
  #rows = $state.raw<readonly VoiceRow[]>([]);
  #refused = $state.raw<readonly RefusedVoiceFile[]>([]);
  #opening = $state(0);
  #running = $state<'convert' | 'upload' | null>(null);
  #place = $state.raw<Place | null>(null);
  #toLoad: VoiceRow[] = [];
  #loading = 0;
  /** Rises when the library may have changed. */
  #uploads = $state(0);
  readonly #convertible = $derived(this.#rows.filter((row) => row.wantsConversion));
  readonly #uploadable = $derived(this.#rows.filter((row) => row.wantsUpload));
  readonly #hopeless = $derived(this.#rows.filter((row) => row.hopeless).length);

  constructor(app: VoiceApp, output: { readonly audio: AudioOutput; readonly ticker: Ticker }) {
    this.#app = app;
    this.player = new Player(output.audio, output.ticker);
    this.choices = new ConversionChoices(() => app.session.current?.voiceCodec ?? 'alaw');
    app.client.voice.progress((progress) => this.#hear(progress));
    app.client.outbox.changed(({ jobs }) => {
      for (const job of jobs) {
        if (job.kind !== 'voice-upload') continue;
        for (const row of this.#rows) row.hear(job);
        if (job.state === 'done') this.#uploads += 1;
      }
    });
  }

  get rows(): readonly VoiceRow[] {
    return this.#rows;
  }
  /** Files that could not be looked at, until the next ones come. */
  get refused(): readonly RefusedVoiceFile[] {
    return this.#refused;
  }
  get opening(): boolean {
    return this.#opening > 0;
  }
  /** What is being done with several files in turn. */
  get running(): 'convert' | 'upload' | null {
    return this.#running;
  }
  /** How far that is; null while nothing is being done. */
  get place(): Place | null {
    return this.#place;
  }
  get convertible(): readonly VoiceRow[] {
    return this.#convertible;
  }
  get uploadable(): readonly VoiceRow[] {
    return this.#uploadable;
  }
  get hopeless(): number {
    return this.#hopeless;
  }
  get uploads(): number {
    return this.#uploads;
  }

  find(id: string): VoiceRow | undefined {
    return this.#rows.find((row) => row.id === id);
  }

  /** Adds files. One that is listed already is inspected again. */
  async open(tokens: readonly FileToken[]): Promise<void> {
    this.view = 'files';
    this.#opening += 1;
    try {
      const { files, refused } = await this.#app.client.voice.open({
        tokens: tokens.map(({ token }) => token),
        connectionId: this.#connectionId,
      });
      this.#refused = refused;
      const added: VoiceRow[] = [];
      for (const file of files) {
        const there = this.find(file.id);
        if (there) there.take(file);
        else added.push(new VoiceRow(this.#app.client, file));
      }
      this.#rows = [...this.#rows, ...added];
      this.#toLoad.push(...added);
      this.#load();
    } finally {
      this.#opening -= 1;
    }
  }

  async pick(purpose: 'voice' | 'voice-folder'): Promise<void> {
    const tokens = await this.#app.client.files.pick({ purpose });
    if (tokens.length > 0) await this.open(tokens);
  }

  async takeSample(): Promise<void> {
    await this.open([await this.#app.client.files.sample('voice')]);
  }

  /** Looks at every file again: another connection may have another size limit. */
  async look(): Promise<void> {
    if (this.#rows.length === 0) return;
    const files = await this.#app.client.voice.look({
      files: this.#rows.map(({ id }) => id),
      connectionId: this.#connectionId,
    });
    for (const file of files) this.find(file.id)?.take(file);
  }

  /** Takes files off the list; without any named, all that are idle. */
  async remove(rows: readonly VoiceRow[] = this.#rows.filter((row) => !row.busy)): Promise<void> {
    for (const row of rows) {
      this.player.drop(row.key('original'));
      this.player.drop(row.key('result'));
    }
    this.#rows = this.#rows.filter((row) => !rows.includes(row));
    await this.#app.client.voice.close({ files: rows.map(({ id }) => id) });
  }

  /** Converts files, one after the other. */
  convert(rows: readonly VoiceRow[] = this.#convertible): Promise<RunOutcome> {
    const { options } = this.choices;
    return this.#inTurn('convert', rows, (row) => {
      this.player.drop(row.key('result'));
      return row.convert(options, this.#connectionId);
    });
  }

  /**
   * Uploads files. All are in the outbox at once, which sends them one after the other: what has not gone yet goes
   * after a restart too.
   * @param connection the one in use at the press, whichever is by now
   */
  upload(
    rows: readonly VoiceRow[] = this.#uploadable,
    connection: Connection | undefined = this.#app.session.current,
  ): Promise<RunOutcome> {
    if (connection === undefined) return Promise.resolve({ done: 0, failed: 0 });
    return this.#together(rows, chosenFrom(connection));
  }

  /** Stops what is under way, and all that was to follow. */
  async stop(): Promise<void> {
    await Promise.all(this.#rows.filter((row) => row.busy).map((row) => row.cancel()));
  }

  async forget(id: string): Promise<void> {
    await this.#app.client.voice.forget({ id });
    this.#uploads += 1;
    await Promise.all(this.#rows.map((row) => row.lookForEarlier()));
  }

  get #connectionId(): string | null {
    return this.#app.session.current?.id ?? null;
  }

  async #together(rows: readonly VoiceRow[], from: ChosenFrom): Promise<RunOutcome> {
    if (this.#running !== null) return { done: 0, failed: 0 };
    this.#running = 'upload';
    this.#place = { at: 1, of: rows.length };
    let through = 0;
    const upload = async (row: VoiceRow): Promise<boolean> => {
      try {
        return await row.upload(from);
      } finally {
        through += 1;
        this.#place = { at: Math.min(through + 1, rows.length), of: rows.length };
      }
    };
    try {
      const done = await Promise.all(rows.map(upload));
      this.#uploads += 1;
      return { done: done.filter(Boolean).length, failed: rows.filter((row) => row.failed).length };
    } finally {
      this.#running = this.#place = null;
    }
  }

  async #inTurn(
    work: 'convert' | 'upload',
    rows: readonly VoiceRow[],
    step: (row: VoiceRow) => Promise<boolean>,
  ): Promise<RunOutcome> {
    if (this.#running !== null) return { done: 0, failed: 0 };
    this.#running = work;
    const outcome = { done: 0, failed: 0 };
    try {
      for (const row of rows) row.queue(work);
      for (const [index, row] of rows.entries()) {
        this.#place = { at: index + 1, of: rows.length };
        // it may have been taken out of the queue meanwhile, by itself or with all the others
        if (!row.queued) continue;
        if (await step(row)) outcome.done += 1;
        else if (row.failed) outcome.failed += 1;
      }
    } finally {
      this.#running = this.#place = null;
    }
    return outcome;
  }

  #hear({ file, work, done, total }: VoiceProgress): void {
    this.find(file)?.progress(work, done, total);
  }

  #load(): void {
    while (this.#loading < loadedAtATime) {
      const row = this.#toLoad.shift();
      if (row === undefined) return;
      this.#loading += 1;
      void row.load().finally(() => {
        this.#loading -= 1;
        this.#load();
      });
    }
  }
}
