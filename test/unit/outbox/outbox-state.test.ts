import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { jobStates, type Job, type JobCounts } from '../../../src-main/contract/jobs.ts';
import { App } from '../../../src-renderer/app/app.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import type { JobEditor } from '../../../src-renderer/app/jobs/job-pages.svelte.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { ImportsState } from '../../../src-renderer/imports/imports-state.svelte.ts';
import { OutboxState } from '../../../src-renderer/outbox/outbox-state.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { appState } from '../../support/renderer-samples.ts';
import { sampleJob } from '../../support/sample-job.ts';

const counts = Object.fromEntries(jobStates.map((state) => [state, 0])) as JobCounts;

/** A window with these jobs, and how many listen to their changes. */
function window(jobs: readonly Job[] = []) {
  const { bridge, push, calls } = fakeBridge({
    outbox: { list: () => Promise.resolve({ jobs: [...jobs], total: jobs.length, counts }) },
  });
  let listeners = 0;
  const counting = {
    ...bridge,
    outbox: {
      ...bridge.outbox,
      changed: (listener: Parameters<typeof bridge.outbox.changed>[0]) => {
        listeners++;
        return bridge.outbox.changed(listener);
      },
    },
  };
  const client = createClient(counting);
  const navigation = new Navigation('outbox');
  const app = new App(client, new Session(client, appState(), []), navigation);
  return { app, navigation, push, calls, listeners: () => listeners };
}

suite('the outbox', () => {
  test('listens once for its list and once for single jobs, and shares the latter with the imports', () => {
    const { app, listeners } = window();
    app.keep(OutboxState);
    assert.equal(listeners(), 2);
    app.keep(ImportsState);
    assert.equal(listeners(), 3);
  });

  test('asks for everything that is open, in the order in which it leaves', async () => {
    const { app, calls } = window();
    await app.keep(OutboxState).list.look();
    const { input } = calls.at(-1) ?? assert.fail('nothing was asked');
    assert.partialDeepStrictEqual(input, { kinds: [], sort: 'order', search: '' });
    assert.ok(!(input as { states: string[] }).states.includes('done'));
  });

  test('closing the window asks while a form has unsaved changes, and only then', () => {
    const { app, navigation } = window();
    const outbox = app.keep<OutboxState<JobEditor>>(OutboxState);
    outbox.edit({ id: 'a', changed: false });
    assert.equal(navigation.unsaved, false);
    outbox.edit({ id: 'a', changed: true });
    assert.equal(navigation.unsaved, true);
    outbox.openJob('a');
    assert.equal(navigation.unsaved, false);
    assert.deepEqual(outbox.page, { kind: 'job', id: 'a' });
  });

  test('a job that changes is shown as it is now, on both screens', () => {
    const job = sampleJob();
    const { app, push } = window();
    const [outbox, imports] = [app.keep(OutboxState), app.keep(ImportsState)];
    push.outbox.changed({ jobs: [{ ...job, state: 'running', updatedAt: 2000 }], removed: [], counts });
    for (const screen of [outbox, imports]) {
      assert.equal(screen.jobs.find(job.id)?.state, 'running');
      assert.equal(screen.list.now(job).state, 'running');
    }
  });
});

test('a new import gives up what was shown, and a page gives up a wizard with nothing in it', () => {
  const { app } = window();
  const imports = app.keep(ImportsState);
  imports.openJob('a');
  const first = imports.startNew();
  assert.equal(imports.wizard, first);
  assert.deepEqual(imports.page, { kind: 'list' });
  imports.openJob('b');
  assert.equal(imports.wizard, null);
});

test('a wizard with a file in it is kept while the list or an import is looked at', () => {
  const { app, navigation } = window();
  const imports = app.keep(ImportsState);
  const wizard = imports.startNew();
  Object.defineProperty(wizard, 'unsaved', { get: () => true });
  imports.toList();
  assert.equal(imports.wizard, null);
  assert.equal(imports.aside, wizard);
  assert.equal(navigation.unsaved, true);
  imports.openJob('b');
  assert.equal(imports.aside, wizard);
  imports.resume();
  assert.equal(imports.wizard, wizard);
  assert.equal(imports.aside, null);
  imports.toList();
  imports.discard();
  assert.equal(imports.aside, null);
  assert.equal(navigation.unsaved, false);
});

test('imports show what was sent, and everything where nothing was', async () => {
  const { app } = window([sampleJob({ state: 'failed' })]);
  const imports = app.keep(ImportsState);
  assert.equal(imports.list.filter, 'sent');
  await imports.lookAtList();
  assert.equal(imports.list.filter, 'all');
});

test('a press on a column sorts by it, a second turns it round, and a third gives it up', async () => {
  const { app, calls } = window();
  const { list } = app.keep(OutboxState);
  const asked = async () => {
    await list.look();
    const asked = calls.at(-1)?.input as { sort: string; descending: boolean } | undefined;
    return [asked?.sort, asked?.descending];
  };
  list.sortBy('name');
  assert.deepEqual(await asked(), ['name', false]);
  const before = list.version;
  list.sortBy('name');
  assert.deepEqual(await asked(), ['name', true]);
  assert.notEqual(list.version, before);
  list.sortBy('name');
  assert.deepEqual(await asked(), ['order', false]);
  assert.equal(list.sortedAnew, false);
  // the latest first
  list.sortBy('when');
  assert.deepEqual(await asked(), ['when', true]);
});
