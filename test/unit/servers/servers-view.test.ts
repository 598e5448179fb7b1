import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import type { ServerState } from '../../../src-main/contract/server-state.ts';
import { App } from '../../../src-renderer/app/app.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { tallyStates } from '../../../src-renderer/app/server-state-words.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { ServersView } from '../../../src-renderer/servers/servers-view.svelte.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { appState, readyServerState as ready, shownConnection } from '../../support/renderer-samples.ts';

const connection = shownConnection();
const unreachable: ServerState = {
  ...ready,
  reachable: false,
  error: new DialdeskError('timed_out', 'late').toShape(),
};

async function view() {
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: connection.id }) },
    connections: { list: () => [connection] },
  });
  const client = createClient(fake.bridge);
  const app = new App(client, await Session.open(client), new Navigation('servers'));
  const shown = new ServersView(app);
  shown.open(connection.id);
  const tell = (serverId: string | null, state: ServerState | null, done: number, total: number) =>
    fake.push.servers.checked({ connectionId: connection.id, serverId, state, running: [], done, total });
  return { shown, tell };
}

test('a check of several is summed up when it is over, and only then', async () => {
  const { shown, tell } = await view();
  tell(null, null, 0, 3);
  tell('a', ready, 1, 3);
  tell('b', unreachable, 2, 3);
  assert.equal(shown.checks.found, null);
  tell('c', ready, 3, 3);
  assert.deepEqual(shown.checks.found, { total: 3, states: [ready, unreachable, ready] });
  shown.checks.read();
  assert.equal(shown.checks.found, null);
  // the next one counts for itself
  tell(null, null, 0, 2);
  tell('a', unreachable, 1, 2);
  tell('b', null, 2, 2);
  assert.deepEqual(shown.checks.found, { total: 2, states: [unreachable] });
});

test('one that was stopped says how far it came; a single server has no sum', async () => {
  const { shown, tell } = await view();
  tell(null, null, 0, 5);
  tell('a', ready, 1, 5);
  tell(null, null, 0, 0);
  assert.deepEqual(shown.checks.found, { total: 5, states: [ready] });
  tell(null, null, 0, 1);
  assert.equal(shown.checks.found, null);
  tell('a', ready, 1, 1);
  assert.equal(shown.checks.found, null);
});

test('servers are counted by how they stand: those that are ready first, then what is worst', () => {
  const password: ServerState = {
    ...ready,
    login: null,
    writable: null,
    error: new DialdeskError('password_needed', 'none', { details: { what: 'password' } }).toShape(),
  };
  assert.deepEqual(tallyStates([unreachable, password, ready, password, unreachable, unreachable]), [
    { label: m.servers_state_ready(), tone: 'ok', count: 1 },
    { label: m.servers_state_unreachable(), tone: 'danger', count: 3 },
    { label: m.servers_state_password(), tone: 'warn', count: 2 },
  ]);
});
