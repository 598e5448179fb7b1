import type { App } from '../app/app.ts';
import type { Ticker } from './player.svelte.ts';
import { VoiceState } from './voice-state.svelte.ts';

const everyFrame: Ticker = (run) => {
  let handle = requestAnimationFrame(function tick() {
    run();
    handle = requestAnimationFrame(tick);
  });
  return () => cancelAnimationFrame(handle);
};

/** The voice files with the window's own player; apart from their state, which runs where there is no window. */
export class VoiceInWindow extends VoiceState {
  constructor(app: App) {
    super(app, { audio: new Audio(), ticker: everyFrame });
  }
}
