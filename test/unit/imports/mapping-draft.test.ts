import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { sampleSource } from '../../support/renderer-samples.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { MappingDraft } from '../../../src-renderer/imports/mapping-draft.svelte.ts';
import {
  choiceOf,
  columnLetter,
  columnsOf,
  mappingOf,
  problemsOf,
} from '../../../src-renderer/imports/mapping-choice.ts';

const list = 'b3a0c1de-91f7-4a52-9d58-9f4b3c1d2e0a';
const headers = ['Name', 'Phone', 'phone ', 'City', '', 'When'];
const source = sampleSource({
  name: 'crm.csv',
  headers,
  sample: [['Ann', '138', '', '', 'x', '2027-01-01']],
  encoding: 'gb18030',
});
const full: Mapping = {
  headerRow: 1,
  called: [
    { column: 2, delayTime: { constant: '60' } },
    { column: 3, type: { column: 'City' } },
  ],
  caller: { constant: '4008' },
  callData: { pack: [{ name: 'fullName', column: 'Name' }], under: 'iSales' },
  recycleTime: { column: 'When' },
};

const draftOf = (mapping: Mapping | null, answers: Answers = {}) => {
  const fake = fakeBridge(answers);
  return { draft: new MappingDraft(createClient(fake.bridge), list, source, mapping, null), ...fake };
};

test('what a mapping says survives being shown and changed back', () => {
  const { choice, whole } = choiceOf(full, source);
  assert.equal(whole, true);
  assert.deepEqual(mappingOf(choice, headers, 1), full);
});

test('columns whose headers cannot tell them apart are named by number', () => {
  // "Phone" and "phone " are one name to main, which would refuse it as repeated
  const { choice } = choiceOf({ called: [{ column: 'Phone' }] }, source);
  assert.deepEqual(mappingOf(choice, headers, 1).called, [{ column: 2 }]);
});

test('without a header the mapping says so', () => {
  const { choice } = choiceOf({ called: [{ column: 2 }] }, { headers: [], sample: source.sample });
  assert.deepEqual(mappingOf(choice, [], 0), { headerRow: null, called: [{ column: 2 }] });
});

test('columns are lettered as in a spreadsheet, and empty ones are left out', () => {
  assert.deepEqual([1, 26, 27, 702, 703, 16_384].map(columnLetter), ['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  const columns = columnsOf({ headers: ['a', '', ''], sample: [['', '', 'value']] });
  assert.deepEqual(
    columns.map(({ column, example }) => [column, example]),
    [
      [1, ''],
      [3, 'value'],
    ],
  );
});

test('says what is missing', () => {
  const none = choiceOf(null, source).choice;
  assert.deepEqual(problemsOf(none), ['phone']);
  const { choice } = choiceOf(full, source);
  const [first, second] = choice.phones;
  assert.ok(first && second);
  const late = { ...first, delayTime: { ...first.delayTime, constant: '7201' } };
  assert.deepEqual(problemsOf({ ...choice, phones: [late, second] }), ['delay']);
  const pack = choice.pack.map((value) => ({ ...value, chosen: true, name: 'same' }));
  assert.deepEqual(problemsOf({ ...choice, pack }), ['pack_name']);
  assert.deepEqual(problemsOf({ ...choice, pack: pack.map((value) => ({ ...value, chosen: false })) }), [
    'pack_empty',
  ]);
});

test('packing begins with what nothing else uses', () => {
  const { draft } = draftOf({ called: [{ column: 2 }], recycleTime: { column: 'When' } });
  draft.setField('callData', { kind: 'pack' });
  draft.packRest();
  assert.deepEqual(
    draft.pack.filter(({ chosen }) => chosen).map(({ name }) => name),
    ['Name', 'phone', 'City', 'E'],
  );
});

test('numbers are tried in the order in which they stand', () => {
  const { draft } = draftOf(full);
  draft.raisePhone(1);
  assert.deepEqual(
    draft.mapping?.called.map(({ column }) => column),
    [3, 2],
  );
  draft.addPhone();
  assert.deepEqual(draft.problems, ['phone']);
  draft.removePhone(2);
  assert.equal(draft.mapping.called.length, 2);
});

test('is the saved one until it is changed, and tells when it fits only partly', () => {
  const { draft } = draftOf(null);
  const saved = { id: list, name: 'CRM', mapping: full };
  draft.use(saved);
  assert.equal(draft.saved?.name, 'CRM');
  assert.equal(draft.partly, false);
  draft.setField('priority', { kind: 'constant', constant: '1' });
  assert.equal(draft.saved, null);
  draft.use({ ...saved, mapping: { ...full, customField: { column: 'Gone' } } });
  assert.equal(draft.partly, true);
  assert.equal(draft.field('customField').kind, 'none');
});

test('the preview is that of the choice made last', async () => {
  const waiting: (() => void)[] = [];
  const { draft } = draftOf(full, {
    callLists: {
      preview: ({ mapping }) =>
        new Promise((resolve) => {
          waiting.push(() => resolve([{ row: 2, values: [String(mapping.called.length)] }]));
        }),
    },
  });
  const first = draft.preview();
  draft.removePhone(1);
  const second = draft.preview();
  await Promise.resolve();
  while (waiting.length < 2) await new Promise(setImmediate);
  waiting[1]?.();
  waiting[0]?.();
  await Promise.all([first, second]);
  assert.deepEqual(draft.rows, [{ row: 2, values: ['1'] }]);
});
