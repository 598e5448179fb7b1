import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoiceFile } from '../../../src-main/contract/voice-files.ts';
import { jobStates, type JobCounts } from '../../../src-main/contract/jobs.ts';
import type { VoiceTarget } from '../../../src-main/contract/voice.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { readyVoice, studioVoice, voiceFile, voiceResult, voiceUpload } from '../../support/voice-samples.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { confirmations } from '../../../src-renderer/ui/confirm.svelte.ts';
import { VoiceActions } from '../../../src-renderer/voice/voice-actions.ts';
import { VoiceState } from '../../../src-renderer/voice/voice-state.svelte.ts';
import { eventually } from '../../support/eventually.ts';
import { failure } from '../../support/dialdesk-error.ts';

const connection = shownConnection();
const token = { token: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f', name: 'prompt.wav', size: 1 };
const jobId = '7d1f6c1e-6f0e-4c58-9d1e-7b6a5c4d3e2f';
/** What main answers when the system has taken a file. */
const arrived = (more: Parameters<typeof voiceUpload>[0] = {}) => ({ job: jobId, upload: voiceUpload(more) });
const noCounts = Object.fromEntries(jobStates.map((state) => [state, 0])) as JobCounts;
const silentOutput = {
  audio: {
    src: '',
    currentTime: 0,
    seeking: false,
    play: () => Promise.resolve(),
    pause: () => undefined,
    addEventListener: () => undefined,
  },
  ticker: () => () => undefined,
};

const other = '11111111-2222-4333-8444-555555555555';
/** The app with a connection in use, for what asks and reports. */
function appWith(id: string): ConstructorParameters<typeof VoiceActions>[0] {
  const app: unknown = { session: { current: { ...connection, id } } };
  return app as ConstructorParameters<typeof VoiceActions>[0];
}

/** A manager with these files on it, over a main that answers as `answers` says. */
async function stateOf(
  files: readonly VoiceFile[],
  answers: Answers['voice'] = {},
  codec: VoiceTarget = 'alaw',
  jobs: Answers['outbox'] = {},
) {
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: connection.id }) },
    connections: { list: () => [{ ...connection, voiceCodec: codec }] },
    outbox: jobs,
    voice: {
      open: () => ({ files: [...files], refused: [] }),
      wave: () => ({ min: [-0.5], max: [0.5], exact: true }),
      sameSound: () => [],
      close: () => undefined,
      cancel: () => undefined,
      ...answers,
    },
  });
  const client = createClient(fake.bridge);
  const session = await Session.open(client);
  const state = new VoiceState({ client, session }, silentOutput);
  await state.open([token]);
  const called = (name: string) => fake.calls.filter((call) => call.name === `voice.${name}`);
  return { state, called, ...fake };
}

const studio = (digit: number) => voiceFile(digit, { inspection: studioVoice() });
const hopeless = voiceFile(9, {
  inspection: {
    readable: false,
    found: 'MP3',
    fileBytes: 288,
    base64Bytes: 384,
    ready: false,
    convertible: false,
    problems: [{ rule: 'container', found: 'MP3', wanted: 'RIFF' }],
    warnings: [],
  },
});

test('knows what can be uploaded, what converted, and what neither', async () => {
  const { state } = await stateOf([voiceFile(1), studio(2), hopeless]);
  assert.deepEqual(
    state.uploadable.map(({ id }) => id),
    [voiceFile(1).id],
  );
  assert.deepEqual(
    state.convertible.map(({ id }) => id),
    [studio(2).id],
  );
  assert.equal(state.hopeless, 1);
});

test('a file dropped again is one row, as it is now', async () => {
  let answer = studio(1);
  const { state } = await stateOf([], { open: () => ({ files: [answer], refused: [] }) });
  answer = { ...answer, inspection: readyVoice() };
  await state.open([token]);
  assert.equal(state.rows.length, 1);
  assert.equal(state.uploadable.length, 1);
});

test('converts in turn, with the connection’s codec, and shows what came of it', async () => {
  let running = 0;
  const { state, called } = await stateOf(
    [studio(1), studio(2)],
    {
      convert: async ({ file }) => {
        running += 1;
        assert.equal(running, 1, 'one at a time');
        await Promise.resolve();
        running -= 1;
        const digit = Number(file[0]);
        return { ...studio(digit), result: voiceResult() };
      },
    },
    'mulaw',
  );
  assert.deepEqual(await state.convert(), { done: 2, failed: 0 });
  assert.deepEqual(
    called('convert').map(({ input }) => (input as { options: { codec: string } }).options.codec),
    ['mulaw', 'mulaw'],
  );
  assert.deepEqual(
    state.rows.map(({ shown, sendable }) => [shown, sendable]),
    [
      ['result', 'result'],
      ['result', 'result'],
    ],
  );
});

test('a result that is still not ready is not converted on and on', async () => {
  const long = voiceResult({
    inspection: readyVoice({
      ready: false,
      problems: [{ rule: 'fileBytes', found: 6_000_000, wanted: 5_242_880 }],
    }),
  });
  const { state } = await stateOf([{ ...studio(1), result: long }]);
  assert.equal(state.convertible.length, 0);
  assert.equal(state.uploadable.length, 0);
});

test('what is refused keeps nothing else from going; the row says which', async () => {
  const refused = failure('result_code', { resultCode: '0300004' });
  const { state } = await stateOf([voiceFile(1), voiceFile(2)], {
    upload: ({ file }) => {
      if (file === voiceFile(1).id) throw refused;
      return arrived({ name: 'prompt-2.wav' });
    },
  });
  assert.deepEqual(await state.upload(), { done: 1, failed: 1 });
  assert.deepEqual(
    state.rows.map(({ work }) => work.kind),
    ['failed', 'uploaded'],
  );
  assert.deepEqual(
    state.uploadable.map(({ id }) => id),
    [voiceFile(1).id],
    'what was uploaded is not offered again, what was refused is',
  );
});

test('a lost answer is unknown, and never sent again on the side', async () => {
  const { state } = await stateOf([voiceFile(1)], {
    upload: () => {
      throw failure('outcome_unknown');
    },
  });
  assert.deepEqual(await state.upload(), { done: 0, failed: 1 });
  assert.equal(state.rows[0]?.work.kind, 'unknown');
  assert.equal(state.uploadable.length, 0);
});

test('progress is of the row and the work it names', async () => {
  const sent = Promise.withResolvers<ReturnType<typeof arrived>>();
  const { state, push } = await stateOf([voiceFile(1), voiceFile(2)], { upload: () => sent.promise });
  const run = state.upload([state.rows[0] as (typeof state.rows)[number]]);
  push.voice.progress({ file: voiceFile(1).id, work: 'upload', done: 5, total: 10 });
  push.voice.progress({ file: voiceFile(1).id, work: 'convert', done: 1, total: 1 });
  push.voice.progress({ file: voiceFile(2).id, work: 'upload', done: 7, total: 10 });
  assert.deepEqual(state.rows[0]?.work, { kind: 'uploading', sent: 5, total: 10 });
  assert.equal(state.rows[1]?.work.kind, 'none');
  sent.resolve(arrived());
  await run;
});

test('all are handed over at once, and Stop stops each', async () => {
  const stopped = new Map<string, () => void>();
  const { state, called } = await stateOf([voiceFile(1), voiceFile(2)], {
    upload: ({ file }) =>
      new Promise((_resolve, reject) => {
        stopped.set(file, () => {
          reject(new DialdeskError('cancelled', 'stopped'));
        });
      }),
    cancel: ({ file }) => stopped.get(file)?.(),
  });
  const run = state.upload();
  await state.stop();
  assert.deepEqual(await run, { done: 0, failed: 0 });
  assert.equal(called('upload').length, 2);
  assert.deepEqual(
    state.rows.map(({ work }) => work.kind),
    ['none', 'none'],
  );
});

test('what waits in the outbox is followed there to its end', async () => {
  const waiting = sampleJob({
    kind: 'voice-upload',
    summary: { kind: 'voice-upload', fileName: 'prompt.wav', bytes: 1 },
    state: 'waiting',
    waitingFor: { kind: 'network', code: 'unreachable', details: {}, retryAt: 1 },
  });
  const { state, push } = await stateOf(
    [voiceFile(1)],
    { upload: () => ({ job: waiting.id, upload: null }) },
    'alaw',
    { get: () => waiting, cancel: () => undefined },
  );
  assert.deepEqual(await state.upload(), { done: 0, failed: 0 });
  const [row] = state.rows;
  assert.ok(row);
  assert.equal(row.work.kind, 'waiting');
  assert.equal(state.uploadable.length, 0, 'it is not sent a second time');
  const tell = (job: Partial<typeof waiting>) =>
    push.outbox.changed({ jobs: [{ ...waiting, ...job }], removed: [], counts: noCounts });
  tell({ id: voiceFile(1).id, state: 'failed' });
  assert.equal(row.work.kind, 'waiting', 'another job');
  tell({ state: 'running', waitingFor: null });
  assert.equal(row.work.kind, 'uploading');
  const upload = voiceUpload();
  tell({ state: 'done', waitingFor: null, result: { upload } });
  assert.deepEqual(row.work, { kind: 'uploaded', upload });
});

test('a row tells of earlier uploads of its sound', async () => {
  const { state } = await stateOf([voiceFile(1)], { sameSound: () => [voiceUpload()] });
  await state.rows[0]?.lookForEarlier();
  assert.equal(state.rows[0]?.earlier[0]?.connectionName, 'Shenzhen prod');
});

test('choices become options; dither only for PCM, a level only with its way', async () => {
  const { state } = await stateOf([]);
  const { choices } = state;
  assert.equal(choices.changed, 0);
  choices.dither = true;
  choices.normalise = 'loudness';
  assert.deepEqual(choices.options, {
    codec: 'alaw',
    dither: false,
    trimSilence: false,
    normalise: { to: 'loudness', level: -18 },
  });
  choices.codec = 'pcm8';
  assert.equal(choices.options.dither, true);
  assert.equal(choices.changed, 3);
  choices.level = 3;
  assert.equal(choices.levelWrong, true);
  choices.level = null;
  assert.equal(choices.levelWrong, true);
  choices.normalise = 'none';
  assert.equal(choices.levelWrong, false);
});

test('before files of unknown outcome are sent again, every one of them is named', async () => {
  const files = ['one.wav', 'two.wav', 'three.wav'].map((name, index) => voiceFile(index + 1, { name }));
  const { state, calls } = await stateOf(files, {
    upload: () => {
      throw failure('outcome_unknown');
    },
  });
  await state.upload(state.rows.slice(0, 2));
  const actions = new VoiceActions(appWith(connection.id), state);
  const asked = calls.length;
  const again = actions.upload(state.rows);
  await Promise.resolve();
  assert.match(confirmations.current?.text ?? '', /one\.wav.*two\.wav/);
  assert.doesNotMatch(confirmations.current?.text ?? '', /three\.wav/);
  confirmations.answer(false);
  await again;
  assert.equal(calls.length, asked, 'nothing was sent');
});

test('an upload goes where it was to go at the press, whatever is asked and chosen meanwhile', async () => {
  const { state, called } = await stateOf([voiceFile(1)], {
    upload: () => arrived(),
    sameSound: () => [voiceUpload()],
  });
  const app = appWith(connection.id);
  const run = new VoiceActions(app, state).upload(state.rows);
  await eventually(() => confirmations.current);
  Object.assign(app.session, { current: { ...connection, id: other } });
  confirmations.answer(true);
  await run;
  const [sent] = called('upload');
  assert.ok(sent);
  assert.equal((sent.input as { connectionId: string }).connectionId, connection.id);
  assert.equal(state.rows[0]?.sentTo, connection.id);
});

test('whether one arrived whose answer was lost is asked of its own call centre alone', async () => {
  const { state, called } = await stateOf([voiceFile(1)], {
    upload: ({ connectionId }) => {
      if (connectionId === other) return arrived();
      throw failure('outcome_unknown');
    },
  });
  await state.upload();
  assert.equal(state.rows[0]?.work.kind, 'unknown');
  await new VoiceActions(appWith(other), state).upload(state.rows);
  assert.equal(confirmations.current, undefined, 'it was never sent there');
  assert.equal(state.rows[0].work.kind, 'uploaded');
  assert.equal(called('upload').length, 2);
});

test('several uploads say which one is under way, and of how many', async () => {
  const sent = [1, 2, 3].map(() => Promise.withResolvers<ReturnType<typeof arrived>>());
  const files = [voiceFile(1), voiceFile(2), voiceFile(3)];
  const { state } = await stateOf(files, {
    upload: ({ file }) => sent[files.findIndex(({ id }) => id === file)]?.promise ?? arrived(),
  });
  assert.equal(state.place, null);
  const run = state.upload();
  assert.deepEqual(state.place, { at: 1, of: 3 });
  sent[0]?.resolve(arrived());
  sent[1]?.resolve(arrived());
  await eventually(() => (state.place?.at === 3 ? true : undefined));
  assert.deepEqual(state.place, { at: 3, of: 3 });
  sent[2]?.resolve(arrived());
  await run;
  assert.equal(state.place, null);
});
