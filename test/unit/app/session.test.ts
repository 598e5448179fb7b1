import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { currentLanguage } from '../../../src-renderer/app/language.svelte.ts';
import { m } from '../../../src-main/contract/messages/messages.js';

const first = shownConnection();
const demo = shownConnection({
  id: '9f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
  name: 'Demo system',
  demo: true,
});

async function open(answers: Answers = {}) {
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: first.id }), ...answers.app },
    connections: { list: () => [first, demo], ...answers.connections },
  });
  return { session: await Session.open(createClient(fake.bridge)), ...fake };
}

test('shows the connection in use, and follows main', async () => {
  const { session, push } = await open();
  assert.equal(session.current?.name, 'Shenzhen prod');
  assert.equal(session.demo, false);
  push.app.changed(appState({ connectionId: demo.id }));
  assert.equal(session.demo, true);
  push.connections.changed([first]);
  assert.equal(session.current, undefined);
});

test('lists connections by name', async () => {
  const { session } = await open();
  assert.deepEqual(
    session.connections.map(({ name }) => name),
    ['Demo system', 'Shenzhen prod'],
  );
});

test('words follow the language main has chosen', async () => {
  const { session, push } = await open({
    app: { setLanguage: (choice) => appState({ languageChoice: choice, language: 'zh' }) },
  });
  assert.equal(m.common_cancel(), 'Cancel');
  await session.setLanguage('zh');
  assert.equal(currentLanguage(), 'zh');
  assert.equal(m.common_cancel(), '取消');
  push.app.changed(appState({ language: 'en' }));
  assert.equal(m.common_cancel(), 'Cancel');
});

test('using the demo connection starts its system; using another does not', async () => {
  const { session, calls } = await open({
    connections: { startDemo: () => demo, use: ({ id }) => appState({ connectionId: id }) },
  });
  calls.splice(0);
  await session.use(demo);
  assert.equal(calls[0]?.name, 'connections.startDemo');
  calls.splice(0);
  await session.use(first);
  assert.deepEqual(
    calls.map(({ name }) => name),
    ['connections.use'],
  );
});

test('tells whether the keychain came back', async () => {
  const { session } = await open({ app: { retryVault: () => appState() } });
  assert.equal(await session.retryVault(), true);
  assert.equal(session.state.vault.kind, 'keychain');
});

test('looks which secret keys are there once the keychain has come back', async () => {
  let secretSaved = false;
  const away = { kind: 'session', reason: 'keychain_locked' } as const;
  const { session } = await open({
    app: { state: () => appState({ vault: away }), retryVault: () => appState() },
    connections: { list: () => [shownConnection({ secretSaved })] },
  });
  const saved = () => session.connections.map((connection) => connection.secretSaved);
  assert.deepEqual(saved(), [false]);
  secretSaved = true;
  await session.retryVault();
  await new Promise(setImmediate);
  assert.deepEqual(saved(), [true]);
});

test('a secret key is taken where it is missing, and beside a keychain that was locked from the start', async () => {
  const { session, push } = await open();
  push.app.changed(appState({ vault: { kind: 'keychain' } }));
  const taken = () =>
    ['secret_key_needed', 'keychain_locked', undefined].map((code) => session.takesSecretKey(code));
  assert.deepEqual(taken(), [true, false, false]);
  push.app.changed(appState({ vault: { kind: 'session', reason: 'keychain_locked' } }));
  assert.deepEqual(taken(), [true, true, false]);
});

test('a call nobody answers is loud', async () => {
  const { session } = await open();
  await assert.rejects(session.setTheme('dark'), /nobody answers app\.setTheme/);
});
