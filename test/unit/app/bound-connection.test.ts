import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { App } from '../../../src-renderer/app/app.ts';
import { BoundConnection } from '../../../src-renderer/app/bound-connection.svelte.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { ImportWizard } from '../../../src-renderer/imports/import-wizard.svelte.ts';
import { Bulk } from '../../../src-renderer/reservations/bulk.svelte.ts';
import { ReservationsState } from '../../../src-renderer/reservations/reservations-state.svelte.ts';
import { ServersView } from '../../../src-renderer/servers/servers-view.svelte.ts';

const north = shownConnection({ id: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f', name: 'North' });
const south = shownConnection({ id: '9f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f', name: 'South', vdnId: 54 });
const list = 'b3a0c1de-91f7-4a52-9d58-9f4b3c1d2e0a';

async function open(answers: Answers = {}) {
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: north.id }) },
    connections: { list: () => [north, south] },
    ...answers,
  });
  const client = createClient(fake.bridge);
  const session = await Session.open(client);
  const use = (id: string | null) => fake.push.app.changed(appState({ connectionId: id }));
  return { ...fake, client, session, use, app: new App(client, session, new Navigation('imports')) };
}

type Bound = InstanceType<typeof BoundConnection>;
const nameOf = ({ connection }: Bound): string | undefined => connection?.name;

suite('a piece of work and its connection', () => {
  test('it follows the one in use until it is bound, and keeps to its own from then on', async () => {
    const { session, use, push } = await open();
    const bound = new BoundConnection(session);
    assert.deepEqual([nameOf(bound), bound.elsewhere], ['North', false]);
    use(south.id);
    assert.equal(nameOf(bound), 'South');
    bound.bind();
    use(north.id);
    assert.deepEqual([nameOf(bound), bound.id, bound.elsewhere], ['South', south.id, true]);
    bound.bind();
    assert.equal(bound.id, south.id, 'bound already');
    push.connections.changed([north]);
    assert.deepEqual([bound.connection, bound.id], [undefined, south.id], 'removed, and not exchanged');
    bound.release();
    assert.deepEqual([nameOf(bound), bound.elsewhere], ['North', false]);
  });

  test('it may be bound before there is any connection, and waits for the first', async () => {
    const { session, use } = await open({
      app: { state: () => appState({ connectionId: null }) },
      connections: { list: () => [north] },
    });
    const bound = new BoundConnection(session);
    bound.bind();
    assert.deepEqual([bound.id, bound.elsewhere], [null, false]);
    use(north.id);
    assert.equal(nameOf(bound), 'North');
  });
});

const server = { serverId: '7', ip: '192.0.2.7', port: '22', filePath: '/home/sftp', userName: 'sftp' };
suite('an import', () => {
  /** A wizard at Review for North, with a list that was checked. */
  async function atReview() {
    const place = await open({
      imports: {
        add: ({ connectionId }) => [sampleJob({ connectionId })],
        redirect: ({ id }) => sampleJob({ id, connectionId: north.id }),
        prepare: ({ plan }) => [sampleJob({ connectionId: plan.connectionId })],
      },
      servers: {
        lookAt: () => ({
          path: '/home/sftp/a.xlsx',
          folderExists: true,
          direct: false,
          existing: null,
          free: null,
          weak: [],
        }),
      },
    });
    const wizard = new ImportWizard(place.client, place.session);
    Object.defineProperties(wizard.list, {
      id: { value: list },
      readable: { value: true },
      sendable: { value: true },
      summary: { value: null },
    });
    wizard.toDestination();
    wizard.form.campaignId = '12';
    wizard.form.server = server;
    wizard.form.fileName = 'a.xlsx';
    await wizard.toReview((work) => work());
    assert.equal(wizard.step, 'review');
    return { ...place, wizard };
  }
  const inputs = (calls: readonly { name: string; input: unknown }[], name: string) =>
    calls.filter((each) => each.name === name).map(({ input }) => input as Record<string, unknown>);

  test('at Review, another connection is used: it is still sent where Review says', async () => {
    const { wizard, use, calls } = await atReview();
    use(south.id);
    assert.deepEqual([wizard.bound.connection?.name, wizard.bound.elsewhere], ['North', true]);
    assert.equal(wizard.form.campaignId, '12', 'nothing that was filled in is lost');
    await wizard.send();
    const [sent] = inputs(calls, 'imports.add');
    assert.equal(sent?.['connectionId'], north.id);
    assert.equal((sent['destination'] as { connectionId: string }).connectionId, north.id);
  });

  test('moved on purpose, it takes nothing of the old call centre along', async () => {
    const { wizard, use, calls } = await atReview();
    use(south.id);
    wizard.move();
    assert.deepEqual(
      [wizard.bound.connection?.name, wizard.step, wizard.form.campaignId, wizard.form.server],
      ['South', 'destination', '', null],
    );
    wizard.form.campaignId = '40';
    wizard.form.server = { ...server, serverId: '9' };
    await wizard.toReview((work) => work());
    await wizard.send();
    assert.equal(inputs(calls, 'imports.add')[0]?.['connectionId'], south.id);
  });

  test('kept as prepared, it is kept for its own connection', async () => {
    const { wizard, use, calls } = await atReview();
    use(south.id);
    await wizard.prepare('Spring');
    assert.equal(
      (inputs(calls, 'imports.prepare')[0]?.['plan'] as { connectionId: string } | undefined)?.connectionId,
      north.id,
    );
  });

  test('its connection was removed: it is neither sent nor lost', async () => {
    const { wizard, push, calls } = await atReview();
    push.connections.changed([south]);
    await wizard.send();
    assert.deepEqual([inputs(calls, 'imports.add'), wizard.canGo('review')], [[], false]);
    assert.equal(wizard.form.campaignId, '12');
  });

  test('kept as prepared after its connection was removed, it takes no ID of that call centre along', async () => {
    const { wizard, push, calls } = await atReview();
    push.connections.changed([south]);
    await wizard.prepare('Spring');
    const plan = inputs(calls, 'imports.prepare')[0]?.['plan'] as Record<string, unknown>;
    assert.deepEqual([plan['connectionId'], plan['campaignId'], plan['serverId']], [null, null, null]);
  });

  test('redirected after a failure, it stays with the connection of its job', async () => {
    const { wizard, use, calls } = await atReview();
    await wizard.send();
    use(south.id);
    wizard.redirect();
    assert.deepEqual([wizard.bound.connection?.name, wizard.mayMove], ['North', false]);
    await wizard.send();
    const [redirected] = inputs(calls, 'imports.redirect');
    assert.equal(
      (redirected?.['destination'] as { connectionId: string } | undefined)?.connectionId,
      north.id,
    );
  });
});

suite('a sheet of changes', () => {
  const view = {
    id: '6a2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
    name: 'moves',
    headers: [],
    columns: { appointId: 0, time: null, agent: null, remark: null },
    rows: 1,
    ready: 1,
    problems: 0,
    warnings: 0,
    unchanged: 0,
    known: 0,
    plan: { from: null, to: null, agents: 0, overlaps: 0 },
    agents: [],
  };

  test('begun in one call centre, it is opened and shown for that one', async () => {
    const { app, use, calls } = await open({
      outbox: { list: () => ({ jobs: [], total: 0, counts: noCounts }) },
      reservations: { offers: () => ({ list: true, create: true, delete: true }) },
      reservationChanges: { open: () => view },
    });
    const bulk = new Bulk(app);
    await bulk.start(north.id);
    use(south.id);
    await bulk.takeText('1\t2026-12-01 10:00', 'moves');
    const opened = calls.find(({ name }) => name === 'reservationChanges.open')?.input;
    assert.equal((opened as { connectionId: string }).connectionId, north.id);
    assert.deepEqual([bulk.bound.connection?.name, bulk.bound.elsewhere], ['North', true]);
  });

  test('an earlier change is shown for the connection it was sent with', async () => {
    const job = sampleJob({ connectionId: south.id });
    const { app } = await open({
      outbox: { list: () => ({ jobs: [], total: 0, counts: noCounts }), get: () => job },
      reservations: { offers: () => ({ list: true, create: true, delete: true }) },
    });
    const bulk = new Bulk(app);
    await bulk.openJob(job.id);
    assert.equal(bulk.bound.connection?.name, 'South');
  });
});

suite('a form of a reservation', () => {
  const offers = { list: true, create: true, delete: true };
  const reservation = {
    appointId: '17',
    callType: 'manual',
    appointTime: null,
    calledNo: '13800138000',
    taskId: null,
    taskName: null,
    taskStatus: null,
    timeout: null,
    agent: '125',
    agentName: null,
    remark: null,
  } as const;
  const lost = (): never => {
    throw new DialdeskError('outcome_unknown', 'a page', { details: { reason: 'bad_answer' } });
  };

  async function atReservations() {
    const place = await open({
      reservations: {
        offers: () => offers,
        list: () => ({ total: 1, reservations: [reservation] }),
        modify: lost,
        create: lost,
        cancel: lost,
      },
    });
    const state = new ReservationsState(place.app);
    await state.open(north.id);
    await state.rows(0, 10, AbortSignal.timeout(60_000));
    const switchTo = async (id: string) => {
      place.use(id);
      await state.open(id);
    };
    const sentTo = (name: string) =>
      place.calls
        .filter((call) => call.name === `reservations.${name}`)
        .map(({ input }) => (input as { connectionId: string }).connectionId);
    return { ...place, state, switchTo, sentTo };
  }

  test('to change one: kept, shown and sent for its own connection', async () => {
    const { state, switchTo, sentTo } = await atReservations();
    state.modify(reservation);
    const { dialog } = state;
    assert.ok(dialog?.kind === 'modify');
    assert.deepEqual(
      state.about(dialog.bound).agents.map(({ value }) => value),
      ['125'],
    );
    dialog.form.remark = 'later';
    await switchTo(south.id);
    assert.equal(state.dialog, dialog);
    assert.deepEqual([nameOf(dialog.bound), dialog.bound.elsewhere], ['North', true]);
    await state.rows(0, 10, AbortSignal.timeout(60_000));
    assert.equal(state.seen.agents.length, 1);
    assert.deepEqual(state.about(dialog.bound).agents, [], 'agents of South are none to choose from');
    await dialog.form.send();
    assert.deepEqual(sentTo('modify'), [north.id]);
  });

  test('to reserve a call: kept, shown and sent for its own connection', async () => {
    const { state, switchTo, sentTo } = await atReservations();
    state.create();
    const { dialog } = state;
    assert.ok(dialog?.kind === 'create');
    Object.assign(dialog.form, { calledNo: '13800138000', taskId: '1648', agent: '125' });
    dialog.form.time.date = '2099-01-01';
    dialog.form.time.time = { hour: 10, minute: 0 };
    await switchTo(south.id);
    assert.equal(state.dialog, dialog);
    assert.equal(dialog.bound.elsewhere, true);
    assert.equal(dialog.form.review(), true);
    await dialog.form.send();
    assert.deepEqual(sentTo('create'), [north.id]);
  });

  test('to cancel one, from the form of another connection than the one in use', async () => {
    const { state, switchTo, sentTo } = await atReservations();
    state.modify(reservation);
    const opened = state.dialog;
    assert.ok(opened?.kind === 'modify');
    const { form } = opened;
    form.remark = 'later';
    await switchTo(south.id);
    state.cancel('17', form.original, form.connection);
    const { dialog } = state;
    assert.ok(dialog?.kind === 'cancel');
    assert.deepEqual([nameOf(dialog.bound), dialog.bound.elsewhere], ['North', true]);
    await dialog.cancellation.send();
    assert.deepEqual(sentTo('cancel'), [north.id]);
  });

  test('a cancellation that is not sent leads back to the form, with what was typed there', async () => {
    const { state, app } = await atReservations();
    state.modify(reservation);
    const opened = state.dialog;
    assert.ok(opened?.kind === 'modify');
    opened.form.remark = 'later';
    state.cancel('17', opened.form.original, opened.form.connection);
    assert.equal(state.dialog?.kind, 'cancel');
    assert.equal(app.navigation.unsaved, true, 'what lies behind would be lost');
    state.keep();
    assert.equal(state.dialog, opened);
  });

  test('whose outcome is unknown stays, and one that nobody touched goes', async () => {
    const { state, switchTo } = await atReservations();
    state.cancel('17', reservation);
    assert.ok(state.dialog?.kind === 'cancel');
    await state.dialog.cancellation.send();
    await switchTo(south.id);
    assert.equal(state.dialog.kind, 'cancel', 'what came of it is still to be read');
    state.close();
    state.cancel('17', reservation);
    await switchTo(north.id);
    assert.equal(state.dialog, null);
  });

  test('for an ID that was typed is neither dropped nor exchanged by the menu', async () => {
    const { state, switchTo } = await atReservations();
    state.modify(null);
    const { dialog } = state;
    assert.ok(dialog?.kind === 'modify');
    dialog.form.appointId = '4711';
    assert.equal(state.unsaved, true);
    await switchTo(south.id);
    assert.equal(state.dialog, dialog);
    state.modifyById();
    assert.equal(state.dialog, dialog);
    state.close();
    state.modifyById();
    assert.equal(nameOf(state.dialog.bound), 'South');
  });
});

test('a server is deleted from the call centre it was asked about for', async () => {
  const { app, use, calls } = await open({ servers: { remove: () => ({ secretsGone: true }) } });
  const view = new ServersView(app);
  view.open(north.id);
  const asked = view.connectionId ?? '';
  use(south.id);
  view.open(south.id);
  await view.remove(asked, '7');
  assert.deepEqual(calls.find(({ name }) => name === 'servers.remove')?.input, {
    connectionId: north.id,
    serverId: '7',
  });
});

test('a server that is being added is neither dropped nor added to another call centre', async () => {
  const { app, use } = await open();
  const view = new ServersView(app);
  view.open(north.id);
  await view.add();
  assert.ok(view.page.kind === 'wizard');
  view.page.wizard.draft.ip = '192.0.2.9';
  use(south.id);
  view.open(south.id);
  assert.deepEqual([view.page.kind, view.connectionId, view.bound.elsewhere], ['wizard', north.id, true]);
  view.showList();
  view.open(south.id);
  assert.deepEqual([view.connectionId, view.bound.elsewhere], [south.id, false]);
});

test('how a server is reached stays with its own call centre while something is typed', async () => {
  const reach = {
    host: null,
    port: null,
    userName: null,
    login: 'password',
    names: 'hidden',
    key: null,
    keySaved: false,
  } as const;
  const { app, use } = await open({
    servers: {
      get: ({ serverId }) => ({
        ...server,
        serverId,
        label: null,
        usedAt: null,
        passwordSaved: true,
        state: null,
        reach,
      }),
    },
  });
  const view = new ServersView(app);
  view.open(north.id);
  await view.show('7', 'reach');
  const form = view.page.kind === 'detail' ? view.page.reach : assert.fail('not open');
  form.host = 'bastion.example';
  view.showTab('overview');
  await view.show('7', 'reach');
  assert.equal(view.page.kind === 'detail' && view.page.reach, form, 'a look at another tab');
  use(south.id);
  view.open(south.id);
  assert.deepEqual([view.page.kind, view.connectionId, view.bound.elsewhere], ['detail', north.id, true]);
  assert.equal(app.navigation.unsaved, true, 'closing the window asks');
  form.host = '';
  assert.equal(app.navigation.unsaved, false);
  view.open(south.id);
  assert.deepEqual([view.page.kind, view.connectionId], ['list', south.id]);
});

const noCounts = {
  prepared: 0,
  queued: 0,
  running: 0,
  waiting: 0,
  paused: 0,
  unknown: 0,
  failed: 0,
  done: 0,
  cancelled: 0,
};
