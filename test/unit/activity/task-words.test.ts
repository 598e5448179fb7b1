import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { StoredActivity } from '../../../src-main/contract/activity.ts';
import { askedInShort, taskState, taskTitle, underTitle } from '../../../src-renderer/activity/task-words.ts';
import { jobState } from '../../../src-renderer/app/jobs/job-state.ts';
import { sampleJob } from '../../support/sample-job.ts';

const entry: StoredActivity = {
  ...{ id: 1, at: 0, duration: 0, connectionId: null, connectionName: '', code: null, answered: '' },
  ...{ kind: 'job', interface: 'import', outcome: 'failed', jobId: 'j1' },
  asked: 'name: Spring leads\nsourceName: leads.xlsx\ncampaignId: C-77\ncampaignName: Autumn fair',
};

suite('a task of the activity', () => {
  test('has the state that Imports says of its job, whatever its entry was', () => {
    const job = sampleJob({ state: 'unknown' });
    assert.deepEqual(taskState({ entry }, job, undefined), jobState(job, undefined));
    assert.equal(taskState({ entry }, job, undefined).label, 'Outcome unknown');
    // a job that was removed has only its entry
    assert.equal(taskState({ entry }, null, undefined).label, 'Failed');
  });

  test('is named by its job, or by what its entry kept of one that was removed', () => {
    assert.deepEqual(taskTitle({ entry }, sampleJob({ name: 'Renamed' })), {
      subject: 'Import',
      what: 'Renamed → C-77',
    });
    assert.deepEqual(taskTitle({ entry }, null), { subject: 'Import', what: 'Spring leads → Autumn fair' });
    const request = { ...entry, kind: 'request' as const, interface: 'queryServer', asked: 'name: x' };
    assert.deepEqual(taskTitle({ entry: request }, null), { subject: 'Look up file servers', what: '' });
  });

  test('says below its title what a job carries, not the fields of its entry', () => {
    assert.equal(underTitle({ entry, entries: 1 }, sampleJob()), 'leads.xlsx · 3 rows');
    assert.match(underTitle({ entry, entries: 1 }, null), /^name: Spring leads/);
    const transfer = {
      ...entry,
      kind: 'transfer' as const,
      asked: 'server: 10.1.2.3\nfolder: /home\nname: a.wav',
    };
    assert.equal(underTitle({ entry: transfer, entries: 1 }, null), '10.1.2.3 · /home');
    assert.equal(underTitle({ entry, entries: 4 }, sampleJob()), '4 entries');
  });

  test('shows of a request what tells it from others', () => {
    assert.equal(askedInShort({ asked: 'serverId: 42\npath: /rest/x\noffset: 0' }), 'serverId: 42');
  });
});
