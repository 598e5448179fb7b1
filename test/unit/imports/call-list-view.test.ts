import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallingHours } from '../../../src-main/contract/calling-hours.ts';
import type { CheckRequest, CheckSummary, SourceInfo } from '../../../src-main/contract/call-list.ts';
import type { AppliedList, KeptList } from '../../../src-main/contract/do-not-call.ts';
import { mendsForRule, mendIds } from '../../../src-main/contract/mends.ts';
import { usualPlan, type NumberPlan } from '../../../src-main/contract/number-plan.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { sampleSource } from '../../support/renderer-samples.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { CallList } from '../../../src-renderer/imports/call-list.svelte.ts';
import { CellEdit } from '../../../src-renderer/imports/cell-edit.svelte.ts';
import { IssueView } from '../../../src-renderer/imports/issue-view.svelte.ts';
import { MendChoice } from '../../../src-renderer/imports/mend-choice.svelte.ts';

const id = 'b3a0c1de-91f7-4a52-9d58-9f4b3c1d2e0a';
const token = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f';
const file = { token, name: 'list.csv', size: 10 };
const source = sampleSource();
const summary: CheckSummary = {
  rows: 2,
  ready: 1,
  rejected: 1,
  duplicates: 0,
  blank: 0,
  warned: 0,
  edited: 0,
  seconds: 0.1,
  issues: 1,
  groups: [{ rule: 'called-no-characters', column: 'called', severity: 'error', count: 1 }],
  rowsByPrefix: [],
  rowsByKind: [],
  rowsByRecycleHour: [],
  customField: { kind: 'none' },
  imports: 1,
  doNotCall: null,
  doNotCallLists: [],
  calledBefore: null,
};
const proposal = {
  mapping: { called: [{ column: 'Phone' }] },
  columns: [],
  fingerprint: 'f',
};

async function open(
  found: Partial<SourceInfo> = {},
  answers: Answers['callLists'] = {},
  plan: () => NumberPlan | undefined = () => undefined,
  hours: () => CallingHours | undefined = () => undefined,
) {
  const fake = fakeBridge({
    callLists: {
      open: () => ({ list: id, source: { ...source, ...found } }),
      propose: () => ({ source, proposal, saved: null }),
      check: () => summary,
      close: () => undefined,
      ...answers,
    },
  });
  const list = new CallList(createClient(fake.bridge), () => null, plan, hours);
  await list.open(file);
  const inputs = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);
  return { list, inputs };
}

test('a list in template form needs no mapping and asks for none', async () => {
  const { list, inputs } = await open({ template: true });
  assert.equal(list.mapping, null);
  assert.equal(list.readable, true);
  assert.deepEqual(inputs('callLists.propose'), []);
});

test('any other list is checked with its mapping, and again once that is another', async () => {
  const { list, inputs } = await open();
  assert.equal(list.stale, true);
  await list.check();
  assert.deepEqual((inputs('callLists.check')[0] as { options: { mapping: unknown } }).options.mapping, {
    headerRow: 1,
    called: [{ column: 'Phone' }],
  });
  assert.equal(list.sendable, true);
  list.mapping?.setField('customField', { kind: 'column', column: 2 });
  assert.equal(list.stale, true);
  assert.equal(list.sendable, false);
  await list.check();
  assert.equal(list.sendable, true);
});

test('whom to call although they are marked is asked of each reading anew', async () => {
  const { list, inputs } = await open({}, { read: () => source });
  await list.check({ callMarked: true });
  await list.check({ ivr: true });
  await list.readAs({ headerRow: 2 });
  await list.check();
  await list.check({ callMarked: true });
  await list.open(file);
  await list.check();
  const asked = inputs('callLists.check') as { options: { callMarked?: boolean } }[];
  assert.deepEqual(
    asked.map(({ options }) => options.callMarked === true),
    [true, true, false, true, false],
  );
});

test('a do-not-call list goes out as its token, and stays for the next check', async () => {
  const { list, inputs } = await open();
  await list.check({ doNotCall: { ...file, name: 'blocked.txt' } });
  await list.check({ ivr: true });
  for (const input of inputs('callLists.check')) {
    assert.equal((input as { options: { doNotCall: string } }).options.doNotCall, token);
  }
});

test('lists of the library go out as they are ticked, and one that could not be applied keeps the rest from being sent', async () => {
  const facts = {
    ...{ numbers: 1, columns: [], notUnderstood: 0, mayBeCalled: 0, sheetsWithout: [] },
    ...{ sourceName: 'a.csv', readAt: 5, changedAt: 4 },
  };
  const kept: KeptList = { id: token, name: 'One', applied: true, fault: null, facts, old: false };
  const applied: AppliedList = { ...kept, blockedRows: 0, likelyRows: 0 };
  let found: AppliedList[] = [applied];
  const { list, inputs } = await open({}, { check: () => ({ ...summary, doNotCallLists: found }) });
  await list.check();
  assert.equal(list.sendable, true);
  const other = { ...kept, id };
  const cases: [string, KeptList[] | undefined, boolean][] = [
    ['as it was', [kept], false],
    ['not known', undefined, false],
    ['renamed', [{ ...kept, name: 'Two' }], false],
    ['refreshed', [{ ...kept, facts: { ...facts, readAt: 6 } }], true],
    ['removed', [], true],
    ['damaged', [{ ...kept, fault: 'damaged', facts: null }], true],
    ['another one', [kept, other], true],
    ['another one that is not applied', [kept, { ...other, applied: false }], false],
  ];
  for (const [name, library, isOther] of cases) assert.equal(list.otherLists(library), isOther, name);
  await list.check({ doNotCallLists: [token] });
  assert.equal(list.otherLists([kept, other]), false, 'others were not chosen');
  found = [{ ...applied, fault: 'damaged' }];
  await list.check();
  assert.equal(list.sendable, false);
  assert.equal(list.otherLists([{ ...kept, fault: 'damaged', facts: null }]), false);
  assert.deepEqual(
    inputs('callLists.check').map((input) => (input as { options: CheckRequest }).options.doNotCallLists),
    [undefined, [token], [token]],
  );
});

test('a list is of other calling hours from the moment the connection has them until it is checked by them', async () => {
  const connection: { callingHours?: CallingHours } = {};
  const answers = { changes: () => ({ made: 0, undone: 0, lost: 0 }) };
  const { list } = await open({}, answers, undefined, () => connection.callingHours);
  assert.equal(list.otherHours, false, 'nothing is checked');
  await list.check();
  assert.equal(list.otherHours, false);
  const callingHours: CallingHours = { zone: 'UTC', week: [[], [], [], [], [], [], []], special: [] };
  connection.callingHours = callingHours;
  assert.equal(list.otherHours, true);
  await list.check();
  assert.equal(list.otherHours, false);
  connection.callingHours = { ...callingHours, zone: 'Asia/Shanghai' };
  assert.equal(list.otherHours, true);
});

test('a list is of another plan from the moment the connection has one until it is checked by it', async () => {
  const connection: { numberPlan?: NumberPlan } = {};
  const answers = { changes: () => ({ made: 1, undone: 0, lost: 0 }) };
  const { list, inputs } = await open({}, answers, () => connection.numberPlan);
  await list.check();
  assert.deepEqual([list.otherPlan, list.checkedPlan], [false, null]);
  const plan = usualPlan('CN');
  connection.numberPlan = plan;
  assert.equal(list.otherPlan, true);
  // asking what a check would lose is no check
  assert.equal(await list.wouldLose(), 0);
  assert.deepEqual([list.otherPlan, list.checkedPlan], [true, null]);
  await list.check();
  assert.deepEqual([list.otherPlan, list.checkedPlan], [false, plan]);
  const sent = inputs('callLists.check') as { options: { numberPlan?: NumberPlan } }[];
  assert.deepEqual(
    sent.map(({ options }) => options.numberPlan),
    [undefined, plan],
  );
});

test('from the moment another file is taken, the one before is no longer there to be checked', async () => {
  const closed = Promise.withResolvers<undefined>();
  const { list, inputs } = await open({ template: true }, { close: () => closed.promise });
  assert.equal(list.readable, true);
  const opening = list.open({ token: id, name: 'other.csv', size: 1 });
  assert.equal(list.readable, false);
  await list.check();
  assert.deepEqual(inputs('callLists.check'), []);
  closed.resolve(undefined);
  assert.equal(await opening, true);
  assert.equal(list.readable, true);
});

test('another delimiter keeps the encoding that was chosen; a chosen header row is not looked for', async () => {
  const { list, inputs } = await open({}, { read: () => source });
  await list.readAs({ encoding: 'gb18030' });
  await list.readAs({ delimiter: ';' });
  await list.readAs({ headerRow: 3 });
  assert.deepEqual(inputs('callLists.read').at(-1), {
    list: id,
    options: { encoding: 'gb18030', delimiter: ';', headerRow: 3 },
  });
  const proposals = inputs('callLists.propose') as { findHeader: boolean }[];
  assert.deepEqual(
    proposals.map(({ findHeader }) => findHeader),
    [true, true, true, false],
  );
});

test('a way of reading that does not work is told, and the one before stays', async () => {
  const { list } = await open(
    {},
    {
      read: () => {
        throw new DialdeskError('file_unreadable', 'no', { details: { reason: 'bad-encoding' } });
      },
    },
  );
  await list.readAs({ encoding: 'utf-16le' });
  assert.equal(list.error?.details?.['reason'], 'bad-encoding');
  assert.equal(list.source?.encoding, 'utf-8');
});

test('over the limit it is sent only when it is split', async () => {
  const { list } = await open({}, { check: () => ({ ...summary, ready: 700_000, imports: 2 }) });
  await list.check();
  assert.equal(list.sendable, false);
  list.split = true;
  assert.equal(list.sendable, true);
  await list.check();
  assert.equal(list.split, false);
});

const issue = {
  row: 2,
  column: 'called' as const,
  rule: 'called-no-characters' as const,
  severity: 'error' as const,
  value: '1-2…',
  expected: '',
  detail: '',
};
const rowView = {
  row: 2,
  status: 'ready' as const,
  edited: true,
  values: [{ column: 'called' as const, value: '1-2-3' }],
  issues: [],
};

test('a cell is changed from its whole value, and only if it is another', async () => {
  const { bridge, calls } = fakeBridge({
    callLists: { row: () => rowView, edit: () => ({ row: rowView, summary }) },
  });
  const edit = new CellEdit(createClient(bridge), id, issue);
  assert.equal(await edit.save(), null);
  await edit.load();
  assert.equal(edit.value, '1-2-3');
  assert.equal(await edit.save(), null);
  edit.value = '123';
  assert.equal((await edit.save())?.row.status, 'ready');
  assert.deepEqual(calls.at(-1)?.input, { list: id, edit: { row: 2, column: 'called', value: '123' } });
});

test('a refused change keeps what was typed and says why', async () => {
  const { bridge } = fakeBridge({
    callLists: {
      row: () => rowView,
      edit: () => {
        throw new DialdeskError('file_changed', 'changed');
      },
    },
  });
  const edit = new CellEdit(createClient(bridge), id, issue);
  await edit.load();
  edit.value = '123';
  assert.equal(await edit.save(), null);
  assert.equal(edit.error?.code, 'file_changed');
  assert.equal(edit.value, '123');
});

test('mends that may be wrong are offered, not chosen', async () => {
  const { bridge, calls } = fakeBridge({
    callLists: { previewMends: () => ({ changed: 3, examples: [] }) },
  });
  const choice = new MendChoice(createClient(bridge), id, { rule: 'called-no-characters', column: 'called' });
  await choice.look();
  assert.equal(choice.preview?.changed, 3);
  assert.equal(choice.has('remove-separators'), true);
  assert.equal(choice.has('remove-country-code'), false);
  choice.choose('remove-country-code', true);
  choice.setCountryCode('+0041');
  assert.equal(choice.countryCode, '41');
  const last = calls.at(-1)?.input as { mends: { chosen: { mends: string[]; options: object } } };
  assert.ok(last.mends.chosen.mends.includes('remove-country-code'));
  choice.setCountryCode('');
  await choice.look();
  const without = calls.at(-1)?.input as typeof last;
  assert.ok(!without.mends.chosen.mends.includes('remove-country-code'));
});

test('counting and mending tell how far they are; stopped mends say that nothing has changed', async () => {
  const found = { changed: 3, examples: [] };
  const finish: Partial<Record<'count' | 'mend', () => void>> = {};
  const { bridge, push, calls } = fakeBridge({
    callLists: {
      previewMends: () => new Promise((resolve) => (finish.count = () => resolve({ ...found, changed: 9 }))),
      mend: () =>
        new Promise((_, reject) => {
          finish.mend = () => reject(new DialdeskError('cancelled', 'stopped'));
        }),
      cancel: () => finish.mend?.(),
    },
  });
  const choice = new MendChoice(createClient(bridge), id, { rule: 'called-no-characters', column: 'called' });
  const counting = choice.look();
  push.callLists.mendProgress({ list: id, progress: { fraction: 0.4, found } });
  push.callLists.mendProgress({ list: crypto.randomUUID(), progress: { fraction: 0.9, found } });
  assert.deepEqual([choice.preview, choice.progress?.fraction, choice.found?.changed], [null, 0.4, 3]);
  await new Promise(setImmediate);
  finish.count?.();
  await counting;
  assert.equal(choice.found?.changed, 9);

  const mending = choice.apply();
  push.callLists.mendProgress({ list: id, progress: { fraction: 0.6, found } });
  assert.deepEqual([choice.applying, choice.progress?.fraction], [true, 0.6]);
  await new Promise(setImmediate);
  await choice.stop();
  assert.equal(await mending, null);
  assert.equal(calls.at(-1)?.name, 'callLists.cancel');
  assert.deepEqual([choice.applying, choice.stopped, choice.error], [false, true, null]);
  assert.equal(choice.preview?.changed, 9, 'the count still holds');
});

test('every rule offers its mends in the order in which they are applied', () => {
  for (const [rule, offered] of Object.entries(mendsForRule)) {
    const places = offered.map((mend) => mendIds.indexOf(mend));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      rule,
    );
  }
});

test('the problems looked at stay through a change, and give way when none is left', () => {
  const { bridge } = fakeBridge({});
  const [group] = summary.groups;
  assert.ok(group);
  const view = new IssueView(createClient(bridge), id, group);
  const { key } = view;
  view.changed([group]);
  assert.equal(view.key, key);
  assert.equal(view.revision, 1);
  const other = { ...group, rule: 'delay-time' as const };
  view.changed([other]);
  assert.equal(view.isShown(other), true);
  view.changed([]);
  assert.equal(view.isShown(other), true);
});
