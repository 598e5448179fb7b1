import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { FileServer } from '../../../src-main/contract/servers.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { App } from '../../../src-renderer/app/app.ts';
import { BoundConnection } from '../../../src-renderer/app/bound-connection.svelte.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { CampaignsView } from '../../../src-renderer/campaigns/campaigns-view.svelte.ts';
import { ImportWizard } from '../../../src-renderer/imports/import-wizard.svelte.ts';
import { PlanEditor } from '../../../src-renderer/imports/plan-editor.svelte.ts';
import { Folders } from '../../../src-renderer/remote-files/folders.ts';
import { Bulk } from '../../../src-renderer/reservations/bulk.svelte.ts';
import { ReservationsState } from '../../../src-renderer/reservations/reservations-state.svelte.ts';
import { ServersView } from '../../../src-renderer/servers/servers-view.svelte.ts';

const north = shownConnection({ name: 'North' });
const { id } = north;
/** The same connection after somebody has edited it: another VDN is another call centre. */
const ledAway = { ...north, vdnId: 54 };
const [before, after] = ['isales.example.com, VDN 53', 'isales.example.com, VDN 54'];
const list = 'b3a0c1de-91f7-4a52-9d58-9f4b3c1d2e0a';
const server = { serverId: '7', ip: '192.0.2.7', port: '22', filePath: '/home/sftp', userName: 'sftp' };

async function open(answers: Answers = {}) {
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: id }) },
    connections: { list: () => [north] },
    ...answers,
  });
  const client = createClient(fake.bridge);
  const session = await Session.open(client);
  const lead = (connection: typeof north) => fake.push.connections.changed([connection]);
  const inputs = (name: string) =>
    fake.calls.filter((each) => each.name === name).map(({ input }) => input as Record<string, unknown>);
  return { ...fake, client, session, lead, inputs, app: new App(client, session, new Navigation('imports')) };
}

/** A wizard with a checked list. */
async function withWizard(answers: Answers = {}) {
  const place = await open({
    imports: { add: () => [sampleJob({ connectionId: id })] },
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
    ...answers,
  });
  const wizard = new ImportWizard(place.client, place.session);
  Object.defineProperties(wizard.list, {
    id: { value: list },
    readable: { value: true },
    sendable: { value: true },
    summary: { value: null },
  });
  wizard.form.fileName = 'a.xlsx';
  const fill = async (campaignId: string): Promise<void> => {
    wizard.form.campaignId = campaignId;
    wizard.form.server = server;
    await wizard.toReview((work) => work());
  };
  return { ...place, wizard, fill };
}

test('a bound connection that is edited to lead elsewhere is no longer its own, until it leads back', async () => {
  const { session, lead } = await open();
  const bound = new BoundConnection(session);
  lead({ ...north, name: 'Nord' });
  bound.bind();
  lead({ ...north, accessKey: 'AK9', isales: { ...north.isales, port: 443 } });
  assert.deepEqual([bound.moved, bound.connection?.accessKey], [null, 'AK9'], 'the same call centre');
  lead(ledAway);
  assert.deepEqual(bound.moved, { name: 'North', before, after });
  assert.deepEqual([bound.connection, bound.id, bound.elsewhere], [undefined, id, true]);
  lead(north);
  assert.deepEqual([bound.moved, bound.connection?.id, bound.elsewhere], [null, id, false]);
});

test('at Review, its connection is led to another call centre: nothing goes there with the IDs of the old one', async () => {
  const { wizard, fill, lead, inputs } = await withWizard();
  wizard.toDestination();
  await fill('12');
  assert.equal(wizard.step, 'review');
  lead(ledAway);
  await wizard.send();
  assert.deepEqual([inputs('imports.add'), wizard.canGo('review')], [[], false]);
  assert.equal(wizard.form.campaignId, '12', 'nothing that was filled in is lost');
  wizard.goAlong();
  assert.equal(wizard.form.campaignId, '12', 'it goes along only where nothing is chosen');

  wizard.move();
  assert.deepEqual([wizard.step, wizard.form.campaignId, wizard.form.server], ['destination', '', null]);
  await fill('40');
  await wizard.send();
  const [sent] = inputs('imports.add');
  assert.deepEqual([sent?.['campaignId'], sent?.['centre']], ['40', after]);
});

test('a VDN that is put right while nothing is chosen at Destination needs no question', async () => {
  const { wizard, fill, lead, inputs } = await withWizard();
  wizard.toDestination();
  lead(ledAway);
  wizard.goAlong();
  assert.deepEqual([wizard.bound.moved, wizard.bound.connection?.vdnId], [null, 54]);
  await fill('40');
  await wizard.send();
  assert.equal(inputs('imports.add')[0]?.['centre'], after);
});

test('a failed import that is redirected after its connection was led elsewhere keeps no ID of the old call centre', async () => {
  const { wizard, fill, lead, inputs } = await withWizard({
    imports: {
      add: () => [sampleJob({ connectionId: id, centre: before })],
      redirect: () => sampleJob({ connectionId: id }),
    },
  });
  wizard.toDestination();
  await fill('12');
  await wizard.send();
  lead(ledAway);
  wizard.redirect();
  assert.deepEqual([wizard.form.campaignId, wizard.form.server, wizard.bound.moved], ['', null, null]);
  await fill('40');
  await wizard.send();
  assert.equal(inputs('imports.redirect')[0]?.['centre'], after);
});

test('a sheet of changes is not sent to another call centre; an empty one goes along', async () => {
  const view = {
    ...{ id: list, name: 'x', headers: [], rows: 1, ready: 1, problems: 0, unchanged: 0, warnings: 0 },
    columns: { appointId: null, time: null, agent: null, remark: null },
    ...{ known: 0, plan: { from: null, to: null, agents: 0, overlaps: 0 }, agents: [] },
  };
  const { app, lead } = await open({
    reservations: { offers: () => ({ list: true, create: true, delete: true }) },
    outbox: { list: () => ({ jobs: [], total: 0, counts: noCounts }) },
    reservationChanges: { open: () => view },
  });
  const bulk = new Bulk(app);
  await bulk.start(id);
  lead(ledAway);
  bulk.goAlong();
  assert.equal(bulk.bound.connection?.vdnId, 54);
  await bulk.takeText('1', 'x');
  assert.equal(bulk.sheet?.id, list);
  lead(north);
  bulk.goAlong();
  assert.deepEqual(bulk.bound.moved, { name: 'North', before: after, after: before });
});

test('what a screen shows of one call centre is not kept once its connection leads to another', async () => {
  const { app, lead } = await open({
    campaigns: {
      about: () => ({ detail: { kind: 'lacking' }, dates: { kind: 'lacking' }, notices: [], holidays: [] }),
    },
    reservations: { offers: () => ({ list: true, create: true, delete: true }) },
  });
  const campaigns = new CampaignsView(app);
  campaigns.open(id);
  campaigns.search = 'spring';
  const servers = new ServersView(app);
  servers.open(id);
  servers.search = 'spring';
  servers.showHostKeys();
  const reservations = new ReservationsState(app);
  await reservations.open(id);
  reservations.filters.calledNo = '138';
  const edition = campaigns.version;

  lead({ ...north, name: 'Nord' });
  campaigns.open(id);
  servers.open(id);
  await reservations.open(id);
  assert.deepEqual(
    [campaigns.search, servers.search, reservations.filters.calledNo],
    ['spring', 'spring', '138'],
  );

  lead(ledAway);
  campaigns.open(id);
  servers.open(id);
  await reservations.open(id);
  assert.deepEqual(
    [campaigns.search, servers.search, servers.page.kind, reservations.filters.calledNo],
    ['', '', 'list', ''],
  );
  assert.notEqual(campaigns.version, edition);
});

test('a server that is being added may go along; one that is being modified may not', async () => {
  const { app, lead } = await open();
  const view = new ServersView(app);
  view.open(id);
  await view.add();
  const { page } = view;
  assert.ok(page.kind === 'wizard');
  page.wizard.draft.ip = '192.0.2.9';
  lead(ledAway);
  view.open(id);
  assert.deepEqual([view.page, view.bound.connection], [page, undefined], 'what was typed stays');
  view.goAlong();
  assert.deepEqual([view.bound.connection?.vdnId, view.page.kind], [54, 'wizard']);
});

test('whatever is sent names the call centre it was chosen from, also where the window has not heard yet', async () => {
  const refused = (): never => {
    throw new DialdeskError('call_centre_changed', 'scripted', { details: { before, after } });
  };
  const reach = { host: null, port: null, userName: null, login: 'password', names: 'hidden' } as const;
  const listed: FileServer = {
    ...{ ...server, label: null, usedAt: null, passwordSaved: true, state: null },
    reach: { ...reach, key: null, keySaved: false },
  };
  const { app, lead, calls } = await open({
    reservations: {
      offers: () => ({ list: true, create: true, delete: true }),
      modify: refused,
      create: refused,
      cancel: refused,
    },
    reservationChanges: { add: refused },
    campaigns: { control: refused },
    voice: { upload: refused },
    servers: {
      ...{ add: refused, remove: refused, setLabel: refused, savePassword: refused, tryOut: refused },
      get: () => listed,
    },
  });
  const reservations = new ReservationsState(app);
  await reservations.open(id);
  reservations.modify(null);
  const modify = reservations.dialog;
  reservations.create();
  const create = reservations.dialog;
  reservations.cancel('17', null);
  const cancel = reservations.dialog;
  assert.ok(modify?.kind === 'modify' && create?.kind === 'create' && cancel?.kind === 'cancel');
  modify.form.appointId = '17';
  modify.form.agent = '125';
  Object.assign(create.form, { callType: 'automatic', calledNo: '13800138000', taskId: '12' });
  create.form.time.startFrom(Date.now() + 3_600_000);
  const campaigns = new CampaignsView(app);
  campaigns.open(id);
  campaigns.ask({ id: '12', name: null, status: '2' } as never, 'pause');
  const servers = new ServersView(app);
  servers.open(id);
  await servers.show('7', 'reach');
  const { page } = servers;
  assert.ok(page.kind === 'detail');
  page.reach.password = 'secret';
  const adding = new ServersView(app);
  adding.open(id);
  await adding.add();
  const wizard = adding.page.kind === 'wizard' ? adding.page.wizard : assert.fail();
  Object.assign(wizard.draft, { ip: '192.0.2.9', filePath: '/', userName: 'sftp', password: 'Secret-1234' });
  wizard.untried = true;
  calls.length = 0;

  const quiet = async (work: Promise<unknown>): Promise<void> => void (await work.catch(() => undefined));
  await quiet(modify.form.send());
  await quiet(modify.form.keep());
  await quiet(create.form.send());
  await quiet(cancel.cancellation.send());
  await quiet(campaigns.control?.control.send() ?? assert.fail());
  await quiet(page.reach.save());
  await quiet(servers.setLabel('7', 'x'));
  await quiet(servers.remove(id, '7'));
  await quiet(wizard.send());
  lead(ledAway);
  await quiet(modify.form.send());
  await quiet(page.reach.save());
  const sent = calls.filter(({ name }) => name !== 'servers.list');
  assert.deepEqual(
    sent.map(({ name, input }) => `${name} ${String((input as { centre?: string }).centre)}`),
    [
      ...['reservations.modify', 'reservationChanges.add', 'reservations.create', 'reservations.cancel'],
      ...['campaigns.control', 'servers.savePassword', 'servers.setLabel', 'servers.remove', 'servers.add'],
      ...['reservations.modify', 'servers.savePassword'],
    ].map((name) => `${name} ${before}`),
  );
});

test('the folders of a server are not those of another call centre’s server of that ID', async () => {
  const { app, lead } = await open();
  const folders = new Folders(app);
  const here = folders.of(id, '7');
  assert.equal(here.place.centre, before);
  assert.equal(folders.of(id, '7'), here);
  lead(ledAway);
  const there = folders.of(id, '7');
  assert.notEqual(there, here);
  assert.equal(there.place.centre, after);
  lead(north);
  assert.equal(folders.of(id, '7'), here);
});

test('a plan is kept for the call centre that its connection led to when it was chosen', async () => {
  const { client, lead, inputs, session } = await open({
    imports: { editPlan: () => sampleJob({ connectionId: id }) },
  });
  const nothing = {
    ...{ connectionId: null, campaignId: null, serverId: null, serverName: null },
    ...{ folder: '', fileName: 'a.xlsx', startsAt: null },
  };
  const editor = new PlanEditor(client, list, 'a', nothing);
  editor.choose(session.connections[0] ?? assert.fail());
  lead(ledAway);
  await editor.save();
  assert.equal(inputs('imports.editPlan')[0]?.['centre'], before);

  const {
    wizard,
    fill,
    inputs: asked,
  } = await withWizard({
    imports: { prepare: () => [sampleJob({ connectionId: id })] },
  });
  wizard.toDestination();
  await fill('12');
  await wizard.prepare('a');
  assert.equal(asked('imports.prepare')[0]?.['centre'], before);
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
