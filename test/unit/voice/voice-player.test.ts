import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoicePlayback } from '../../../src-main/contract/voice-files.ts';
import { Player } from '../../../src-renderer/voice/player.svelte.ts';

/** An `<audio>` and a clock of pictures that tests turn by hand. */
function studio() {
  const listeners = new Map<string, () => void>();
  const audio = {
    src: '',
    currentTime: 0,
    seeking: false,
    running: false,
    refuse: null as Error | null,
    play: () => {
      if (audio.refuse) return Promise.reject(audio.refuse);
      audio.running = true;
      return Promise.resolve();
    },
    pause: () => void (audio.running = false),
    addEventListener: (type: string, listener: () => void) => void listeners.set(type, listener),
  };
  let tick: (() => void) | null = null;
  const player = new Player(audio, (run) => {
    tick = run;
    return () => (tick = null);
  });
  return {
    audio,
    player,
    ticking: () => tick !== null,
    at: (seconds: number) => {
      audio.currentTime = seconds;
      tick?.();
    },
    end: () => listeners.get('ended')?.(),
    arrive: () => {
      audio.seeking = false;
      listeners.get('seeked')?.();
    },
  };
}
const address = (url: string) => () => Promise.resolve({ url, seconds: 10 });

test('plays, shows the position, pauses and goes on from there', async () => {
  const { player, audio, at, ticking } = studio();
  await player.toggle('a', address('app://a'));
  assert.equal(player.playing('a'), true);
  assert.equal(audio.src, 'app://a');
  at(3);
  assert.equal(player.position('a'), 3);
  await player.toggle('a', address('app://a'));
  assert.equal(audio.running, false);
  assert.equal(ticking(), false, 'nothing is drawn while nothing plays');
  assert.equal(player.position('a'), 3);
  await player.toggle('a', address('another'));
  assert.equal(audio.src, 'app://a', 'the address is asked for once');
});

test('another sound takes the place of the first', async () => {
  const { player, at } = studio();
  await player.toggle('a', address('app://a'));
  at(3);
  await player.toggle('b', address('app://b'));
  assert.equal(player.playing('a'), false);
  assert.equal(player.playing('b'), true);
  assert.equal(player.position('a'), 0);
});

test('starts anew after the end', async () => {
  const { player, at, end, audio } = studio();
  await player.toggle('a', address('app://a'));
  at(10);
  end();
  assert.equal(player.playing('a'), false);
  assert.equal(audio.currentTime, 0);
});

test('is sent on only once it has come to a place, and then to the last one asked for', async () => {
  const { player, audio, arrive } = studio();
  await player.seek('a', address('app://a'), 1);
  audio.seeking = true;
  await player.seek('a', address('app://a'), 2);
  await player.seek('a', address('app://a'), 3);
  assert.equal(audio.currentTime, 1);
  assert.equal(player.position('a'), 3, 'where it will be is shown');
  player.pause();
  assert.equal(player.position('a'), 3);
  arrive();
  assert.equal(audio.currentTime, 3);
  audio.seeking = true;
  await player.seek('a', address('app://a'), 0.5);
  await player.toggle('b', address('app://b'));
  audio.currentTime = 0;
  arrive();
  assert.equal(audio.currentTime, 0, 'another sound does not go there');
});

test('seeks within the sound only, without playing', async () => {
  const { player, audio } = studio();
  await player.seek('a', address('app://a'), 4);
  assert.equal(audio.currentTime, 4);
  assert.equal(audio.running, false);
  await player.seek('a', address('app://a'), -2);
  assert.equal(player.position('a'), 0);
  await player.seek('a', address('app://a'), 99);
  assert.equal(player.position('a'), 10);
});

test('of two sounds asked for at once, the last is played', async () => {
  const { player, audio } = studio();
  const late = Promise.withResolvers<VoicePlayback>();
  const first = player.toggle('a', () => late.promise);
  await player.toggle('b', address('app://b'));
  late.resolve({ url: 'app://a', seconds: 10 });
  await first;
  assert.equal(audio.src, 'app://b');
  assert.equal(player.playing('b'), true);
});

test('a sound that cannot be played says so and is at rest', async () => {
  const { player, audio, ticking } = studio();
  audio.refuse = new Error('no such sound');
  await assert.rejects(player.toggle('a', address('app://a')), /no such sound/);
  assert.equal(player.playing('a'), false);
  assert.equal(ticking(), false);
});

test('a sound that is taken away stops', async () => {
  const { player, audio } = studio();
  await player.toggle('a', address('app://a'));
  player.drop('b');
  assert.equal(audio.running, true);
  player.drop('a');
  assert.equal(audio.running, false);
  assert.equal(player.key, null);
});
