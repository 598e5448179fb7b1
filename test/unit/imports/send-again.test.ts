import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { SentBefore } from '../../../src-main/contract/sent-before.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { sendPrepared } from '../../../src-renderer/app/jobs/prepared-actions.ts';
import { againQuestion, SendAgain } from '../../../src-renderer/app/jobs/send-again.svelte.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { ImportWizard } from '../../../src-renderer/imports/import-wizard.svelte.ts';

const [one, two, mine, yours] = [1, 2, 3, 4].map((n) => `3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e0${n}`) as [
  string,
  string,
  string,
  string,
];
const earlier = (jobId: string): SentBefore => ({
  jobId,
  name: 'Spring',
  sourceName: 'leads.xlsx',
  rows: 184,
  connectionName: 'North',
  campaignId: '12',
  campaignName: null,
  at: 1,
  outcome: 'accepted',
  same: 'source',
});
const question = (...ids: string[]) =>
  new DialdeskError('sent_before', 'before', { details: { sent: ids.map(earlier) } });
const query = { kind: 'job', id: mine } as const;

const clientOf = (answers: Answers) => {
  const fake = fakeBridge(answers);
  return { ...fake, client: createClient(fake.bridge) };
};

suite('sending again', () => {
  test('what was found must be agreed to, and what comes later must be agreed to again', async () => {
    let sent = [earlier(one)];
    const { client } = clientOf({ imports: { sentBefore: () => ({ sent, comparable: true }) } });
    const again = new SendAgain(client);
    assert.deepEqual([again.undecided, again.again], [false, []]);
    await again.look(query);
    assert.deepEqual([again.undecided, again.again], [true, []]);
    again.agreed = true;
    assert.deepEqual([again.undecided, again.again], [false, [one]]);
    await again.look(query);
    assert.equal(again.agreed, true, 'nothing new');
    sent = [earlier(two), earlier(one)];
    await again.look(query);
    assert.deepEqual([again.undecided, again.again], [true, []]);
    again.agreed = true;
    assert.deepEqual(again.again, [two, one]);
  });

  test('a refusal of main is the same question, and no other error is one', () => {
    const again = new SendAgain(clientOf({}).client);
    assert.equal(again.refused(new DialdeskError('local_disk', 'full')), false);
    assert.equal(again.refused(new DialdeskError('sent_before', 'none', { details: { sent: [] } })), false);
    assert.equal(again.refused(question(one)), true);
    assert.deepEqual([again.undecided, again.sent.length], [true, 1]);
  });

  test('a look that fails takes back what was agreed to; one that is answered late changes nothing', async () => {
    const late = Promise.withResolvers<{ sent: SentBefore[]; comparable: boolean }>();
    const answers = [() => late.promise, () => ({ sent: [earlier(one)], comparable: true })];
    const { client } = clientOf({
      imports: {
        sentBefore: () => answers.shift()?.() ?? Promise.reject(new DialdeskError('not_found', 'closed')),
      },
    });
    const again = new SendAgain(client);
    const first = again.look(query);
    await again.look(query);
    late.resolve({ sent: [], comparable: true });
    await first;
    assert.equal(again.undecided, true);
    again.agreed = true;
    await again.look(query);
    assert.deepEqual([again.agreed, again.again], [false, []]);
  });

  test('of several prepared imports, only those are sent again that were chosen', async () => {
    const asked: { ids: string[]; again: string[] }[] = [];
    const refusals = (id: string, error: DialdeskError) => ({ id, name: id, error: error.toShape() });
    const { client } = clientOf({
      imports: {
        send: (input) => {
          asked.push(input);
          if (asked.length === 1) {
            return { sent: 1, refused: [refusals(mine, question(one)), refusals(yours, question(one))] };
          }
          // sent with it, and the same: the next question
          if (asked.length === 2) return { sent: 1, refused: [refusals(yours, question(mine, one))] };
          return { sent: 1, refused: [] };
        },
      },
    });
    const all = sendPrepared(client, [two, mine, yours]);
    const shown = async () => {
      while (againQuestion.items.length === 0) await new Promise(setImmediate);
      return againQuestion.items.map(({ id }) => id);
    };
    assert.deepEqual(await shown(), [mine, yours]);
    againQuestion.answer([mine, yours]);
    assert.deepEqual(await shown(), [yours]);
    againQuestion.answer([]);
    assert.equal(await all, false);
    assert.deepEqual(
      asked.map(({ ids, again }) => [ids, again]),
      [
        [[two, mine, yours], []],
        [
          [mine, yours],
          [one, one],
        ],
      ],
    );
  });

  test('at Review, main asks: the wizard stays there, shows it, and sends what was agreed to', async () => {
    const north = shownConnection({ id: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f' });
    const list = 'b3a0c1de-91f7-4a52-9d58-9f4b3c1d2e0a';
    const { client, calls } = clientOf({
      app: { state: () => appState({ connectionId: north.id }) },
      connections: { list: () => [north] },
      imports: {
        sentBefore: () => ({ sent: [], comparable: true }),
        add: ({ again, connectionId }) => {
          if (!again.includes(one)) throw question(one);
          return [sampleJob({ connectionId })];
        },
      },
      servers: {
        lookAt: () => ({
          path: '/a.xlsx',
          folderExists: true,
          direct: false,
          existing: null,
          free: null,
          weak: [],
        }),
      },
    });
    const wizard = new ImportWizard(client, await Session.open(client));
    Object.defineProperties(wizard.list, {
      id: { value: list },
      readable: { value: true },
      sendable: { value: true },
      summary: { value: null },
    });
    wizard.toDestination();
    wizard.form.campaignId = ' 12 ';
    wizard.form.server = { serverId: 's1', ip: '192.0.2.1', port: '22', filePath: '/', userName: 'import' };
    wizard.form.fileName = 'a.xlsx';
    await wizard.toReview((work) => work());
    assert.deepEqual(calls.find(({ name }) => name === 'imports.sentBefore')?.input, {
      kind: 'list',
      list,
      connectionId: north.id,
      campaignId: '12',
    });
    await wizard.send();
    assert.deepEqual([wizard.step, wizard.again.undecided, wizard.job], ['review', true, null]);
    wizard.again.agreed = true;
    await wizard.send();
    assert.deepEqual([wizard.step, wizard.again.undecided], ['send', false]);
  });
});
