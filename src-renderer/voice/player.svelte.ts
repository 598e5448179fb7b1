import type { VoicePlayback } from '../../src-main/contract/voice-files.ts';

/** The part of an `<audio>` that the player uses. */
export interface AudioOutput {
  src: string;
  currentTime: number;
  readonly seeking: boolean;
  play(): Promise<void>;
  pause(): void;
  addEventListener(type: 'ended' | 'error' | 'seeked', listener: () => void): void;
}

/** Calls back before each next picture, until the function given back is called. */
export type Ticker = (run: () => void) => () => void;

/**
 * Plays one sound at a time. A sound is named by a key of the caller's, and its address is asked for when it
 * is first needed. The position outlives a pause, and is forgotten when another sound is taken up.
 */
export class Player {
  readonly #audio: AudioOutput;
  readonly #ticker: Ticker;
  #key = $state<string | null>(null);
  #playing = $state(false);
  #position = $state(0);
  #seconds = $state(0);
  #stopTicking: (() => void) | null = null;
  /** Where to go once the audio has come to where it was sent before; null for nowhere. */
  #next: number | null = null;
  /** The sound asked for last, and whether it came to be the one in the player. */
  #wanted: { readonly key: string; readonly there: Promise<boolean> } | null = null;

  constructor(audio: AudioOutput, ticker: Ticker) {
    this.#audio = audio;
    this.#ticker = ticker;
    audio.addEventListener('ended', () => {
      this.#rest();
      this.#position = 0;
      this.#send(0);
    });
    audio.addEventListener('seeked', () => {
      const next = this.#next;
      this.#next = null;
      if (next !== null) audio.currentTime = next;
    });
    audio.addEventListener('error', () => this.#rest());
  }

  /** The sound taken up last, playing or not. */
  get key(): string | null {
    return this.#key;
  }

  playing(key: string): boolean {
    return this.#playing && this.#key === key;
  }

  /** Seconds from the start; 0 for any sound but the one taken up. */
  position(key: string): number {
    return this.#key === key ? this.#position : 0;
  }

  /** Plays, or pauses what plays. Throws what `address` throws, and when the sound cannot be played. */
  async toggle(key: string, address: () => Promise<VoicePlayback>): Promise<void> {
    if (this.playing(key)) {
      this.pause();
      return;
    }
    if (!(await this.#take(key, address))) return;
    this.#playing = true;
    this.#stopTicking ??= this.#ticker(() => (this.#position = this.#here));
    try {
      await this.#audio.play();
    } catch (error) {
      // Paused or exchanged before it began: not a failure, and no longer ours to end.
      if (error instanceof Error && error.name === 'AbortError') return;
      this.#rest();
      throw error;
    }
  }

  pause(): void {
    this.#audio.pause();
    this.#position = this.#here;
    this.#rest();
  }

  /** Goes to a place, in seconds; what plays goes on from there. */
  async seek(key: string, address: () => Promise<VoicePlayback>, seconds: number): Promise<void> {
    if (!(await this.#take(key, address))) return;
    this.#position = Math.min(this.#seconds, Math.max(0, seconds));
    this.#send(this.#position);
  }

  /** Forgets a sound: it is about to be exchanged or taken away. */
  drop(key: string): void {
    if (this.#wanted?.key === key) this.#wanted = null;
    if (this.#key !== key) return;
    this.pause();
    this.#key = null;
    this.#position = 0;
  }

  /** Makes a sound the one in the player. False when another was asked for meanwhile. */
  async #take(key: string, address: () => Promise<VoicePlayback>): Promise<boolean> {
    if (this.#wanted?.key === key) return this.#wanted.there;
    if (this.#playing) this.pause();
    const wanted = { key, there: this.#load(key, address) };
    this.#wanted = wanted;
    try {
      return await wanted.there;
    } catch (error) {
      if (this.#wanted === wanted) this.#wanted = null;
      throw error;
    }
  }

  async #load(key: string, address: () => Promise<VoicePlayback>): Promise<boolean> {
    const { url, seconds } = await address();
    if (this.#wanted?.key !== key) return false;
    this.#next = null;
    this.#audio.src = url;
    this.#key = key;
    this.#seconds = seconds;
    this.#position = 0;
    return true;
  }

  get #here(): number {
    return this.#next ?? this.#audio.currentTime;
  }

  /** Chromium's audio was seen to hang for good when it was sent elsewhere before it had come to a place. */
  #send(seconds: number): void {
    if (this.#audio.seeking) this.#next = seconds;
    else this.#audio.currentTime = seconds;
  }

  #rest(): void {
    this.#playing = false;
    this.#stopTicking?.();
    this.#stopTicking = null;
  }
}
