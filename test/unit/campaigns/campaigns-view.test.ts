import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ControlOutcome, ListedCampaign } from '../../../src-main/contract/campaigns.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { actionsIn, dateWords } from '../../../src-renderer/campaigns/campaign-words.ts';
import { CampaignsView } from '../../../src-renderer/campaigns/campaigns-view.svelte.ts';
import { outcomeWords } from '../../../src-renderer/campaigns/outcome-words.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';

const north = shownConnection({ id: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f', name: 'North' });
const south = shownConnection({ id: '9f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f', name: 'South', vdnId: 54 });
const offers = { list: true, detail: true, dates: true, pause: true, resume: true, statistics: true };
const spring = {
  id: '7',
  name: 'Spring',
  status: '2',
  deviceType: '5',
  begins: '2026-05-06T00:00:00.000Z',
  ends: '2026-08-06',
  callerNo: null,
} satisfies ListedCampaign;

async function open(answers: NonNullable<Answers['campaigns']>) {
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: north.id }) },
    connections: { list: () => [north, south] },
    campaigns: answers,
  });
  const client = createClient(fake.bridge);
  const session = await Session.open(client);
  const view = new CampaignsView({ client, session });
  view.open(north.id);
  return { ...fake, view };
}
const about = {
  detail: { kind: 'lacking' as const },
  dates: { kind: 'lacking' as const },
};

suite('campaigns on their screen', () => {
  test('a list that the system lacks is no failure', async () => {
    const { view } = await open({
      list: () => {
        throw new DialdeskError('not_offered', 'no list');
      },
    });
    await assert.rejects(view.load(0, 100, new AbortController().signal));
    assert.deepEqual([view.offers.list, view.error], [false, null]);
  });

  test('an answer that comes after the search has changed counts for nothing', async () => {
    const { view } = await open({
      list: () => ({ items: [spring], total: 1, counted: true, offers, seen: {} }),
    });
    const late = view.load(0, 100, new AbortController().signal);
    view.search = 'autumn';
    await late;
    assert.equal(view.total, null);
  });

  test('the details come over what the list had, and what they leave out stays', async () => {
    const detail = {
      ...spring,
      name: null,
      status: '3',
      description: null,
      workdays: [],
      holidays: [],
      skill: null,
      ringTime: null,
    };
    const { view } = await open({
      about: () => ({ detail: { kind: 'given', value: detail }, dates: { kind: 'given', value: [] } }),
    });
    await view.show(spring);
    assert.ok(view.page.kind === 'detail');
    assert.deepEqual([view.page.campaign.name, view.page.campaign.status], ['Spring', '3']);
  });

  test('another connection has other campaigns; what is being asked stays with its own', async () => {
    const { promise, resolve } = Promise.withResolvers<ControlOutcome>();
    const { view } = await open({ about: () => about, control: () => promise });
    await view.show(spring);
    view.ask(spring, 'pause');
    const sent = view.control?.control.send();
    view.open(south.id);
    assert.equal(view.page.kind, 'list');
    const asking = view.control;
    assert.ok(asking);
    assert.equal(asking.bound.id, north.id);
    resolve({ answer: 'done', now: { status: '3', error: null } });
    await sent;
    assert.equal(asking.control.asWanted, true);
  });

  test('a question that nobody has answered goes with its connection', async () => {
    const { view } = await open({});
    view.ask(spring, 'pause');
    view.open(south.id);
    assert.equal(view.control, null);
  });

  test('once there is an outcome, nothing is sent again; a look reads the state', async () => {
    let sent = 0;
    const { view } = await open({
      control: () => {
        sent += 1;
        return { answer: 'unknown', now: { status: null, error: null } };
      },
      status: () => ({ status: '3', error: null }),
    });
    view.ask(spring, 'pause');
    const control = view.control?.control;
    assert.ok(control);
    await control.send();
    await control.send();
    assert.equal(sent, 1);
    assert.equal(outcomeWords(control)?.tone, 'warn');
    await control.look();
    assert.deepEqual([control.asWanted, outcomeWords(control)?.tone], [true, 'ok']);
  });

  test('an interface that is lacking is not offered any more', async () => {
    const { view } = await open({
      control: () => {
        throw new DialdeskError('not_offered', 'no pause');
      },
    });
    view.ask(spring, 'pause');
    await view.control?.control.send();
    await view.asked();
    assert.deepEqual([view.offers.pause, view.offers.resume], [false, true]);
  });
});

suite('words of campaigns', () => {
  test('a state that is not given or not understood rules nothing out', () => {
    assert.deepEqual(
      ['1', '2', '3', '4', '9', null].map((status) => actionsIn(status).join()),
      ['', 'pause', 'resume', '', 'pause,resume', 'pause,resume'],
    );
  });

  test('special dates; what is in another form is shown as it came', () => {
    const date = { name: null, type: null, week: null, from: null, to: null };
    const cases = [
      [{ ...date, type: '1', week: '6,7' }, 'Every week: Sat and Sun'],
      [{ ...date, type: '1', week: '6,8' }, '6,8'],
      [{ ...date, type: '2', from: '2026-02-17', to: '2026-02-23' }, '2026-02-17 – 2026-02-23'],
      [{ ...date, type: '3', from: '10-01' }, 'Every year: 10-01 – ?'],
      [{ ...date, type: '4', week: '1', from: 'x' }, '1 · x'],
      [date, 'not provided'],
    ] as const;
    for (const [value, words] of cases) assert.equal(dateWords(value), words);
  });
});
