import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mendIds, mendsAgainst, type MendId } from '../../../src-main/contract/mends.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { mendWith } from '../../../src-main/call-list/mends/mends.ts';
import { CompiledPlan } from '../../../src-main/numbering/compiled-plan.ts';

const plan = new CompiledPlan(usualPlan('CN'));
const mend = (mends: readonly MendId[], value: string): string =>
  mendWith({ mends: [...mends], options: { countryCode: '86' } }, plan)('called', value);

test('one mend makes every number of a cell right, and several of one', () => {
  const cells: Readonly<Record<string, string>> = {
    '[{"calledNo":"+8615328081529"}]': '[{"calledNo":"15328081529"}]',
    '+86 153-2808-1529': '[{"calledNo":"15328081529"}]',
    '13900138000/13900138001': '[{"calledNo":"13900138000"},{"calledNo":"13900138001"}]',
    '[{"calledNo":"13900138000、2083630001","delayTime":"60"}]':
      '[{"calledNo":"13900138000","delayTime":"60"},{"calledNo":"02083630001","delayTime":"60"}]',
    '[{"calledNo":"8613900138000"},{"calledNo":"1390013800"}]':
      '[{"calledNo":"13900138000"},{"calledNo":"1390013800"}]',
    '[{"calledNo":"13900138000","calledNo":"8613900138000"}]':
      '[{"calledNo":"13900138000","calledNo":"8613900138000"}]',
    '83630001/2': '83630001/2',
    '[{"calledNo":"1390013800"}]': '[{"calledNo":"1390013800"}]',
  };
  for (const [before, after] of Object.entries(cells)) {
    assert.equal(mend(['number-plan'], before), after);
    assert.equal(mend(['number-plan'], after), after, 'again');
  }
});

test('no mend makes a number that the plan does not dial', () => {
  const left = [
    '[{"calledNo":"+85291234567"}]',
    '[{"calledNo":"+15412345678"}]',
    '[{"calledNo":"139 0013 800"}]',
    '1390013800',
    '83630001',
  ];
  for (const value of left) {
    for (const id of mendIds) assert.equal(mend([id], value), value, id);
    assert.equal(mend(mendIds, value), value);
  }
  assert.equal(mend(['remove-plus'], '[{"calledNo":"+8615328081529"}]'), '[{"calledNo":"+8615328081529"}]');
  assert.equal(mend(mendIds, '[{"calledNo":"+8615328081529"}]'), '[{"calledNo":"15328081529"}]');
});

test('what was wrong with a number before stays, and the rest of its cell is mended', () => {
  assert.equal(mend(mendIds, "[{'calledNo':'1390013800'}]"), '[{"calledNo":"1390013800"}]');
});

test('under a plan one mend takes the place of those for signs and codes', () => {
  assert.deepEqual(mendsAgainst('number-form', true), ['number-plan']);
  assert.deepEqual(mendsAgainst('number-form', false), []);
  assert.deepEqual(mendsAgainst('called-no-characters', true), ['empty-missing', 'number-plan']);
  assert.ok(mendsAgainst('called-no-characters', false).includes('remove-plus'));
  assert.deepEqual(mendsAgainst('recycle-time-format', true), mendsAgainst('recycle-time-format', false));
});
