import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { lookedUp, WitnessQuestions } from '../../../src-renderer/imports/witness-questions.svelte.ts';
import { toasts } from '../../../src-renderer/ui/toasts.svelte.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { sampleJob } from '../../support/sample-job.ts';

const unknown = (details: Readonly<Record<string, unknown>>): Job =>
  sampleJob({
    state: 'unknown',
    waitingFor: { kind: 'decision', code: 'outcome_unknown', details, retryAt: null },
  });

test('an import is asked about once at a time, and only it is busy', async () => {
  const answer = Promise.withResolvers<undefined>();
  const { bridge, calls } = fakeBridge({ importResults: { askWitnesses: () => answer.promise } });
  const questions = new WitnessQuestions({ client: createClient(bridge) });
  const [one, other] = [unknown({}).id, unknown({}).id];
  const pressed = [questions.ask(one), questions.ask(one)];
  assert.deepEqual(calls, [{ name: 'importResults.askWitnesses', input: { job: one } }]);
  assert.deepEqual([questions.isAsking(one), questions.isAsking(other)], [true, false]);
  answer.resolve(undefined);
  await Promise.all(pressed);
  assert.equal(questions.isAsking(one), false);
});

test('a question that main refuses is told, and can be put again', async () => {
  const { bridge } = fakeBridge({
    importResults: {
      askWitnesses: () => {
        throw new DialdeskError('call_centre_changed', 'elsewhere', {
          details: { before: 'a, VDN 1', after: 'a, VDN 2' },
        });
      },
    },
  });
  const questions = new WitnessQuestions({ client: createClient(bridge) });
  const { id } = unknown({});
  await questions.ask(id);
  assert.equal(questions.isAsking(id), false);
  assert.match(toasts.shown.at(-1)?.text ?? '', /VDN 2/);
});

test('nobody asked, nobody to be asked, and what was found are three things', () => {
  const found = { sentAt: 1, rows: 3, tasks: [], witnesses: [], doubt: null };
  assert.deepEqual(lookedUp(unknown({ reason: 'ended' })), { found: null, failed: null });
  assert.deepEqual(lookedUp(unknown({ lookUpFailed: 'local_disk' })), { found: null, failed: 'local_disk' });
  assert.deepEqual(lookedUp(unknown({ found, lookUpFailed: null })), { found, failed: null });
});
