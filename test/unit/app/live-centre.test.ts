import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { shownConnection } from '../../support/renderer-samples.ts';
import { mayReach, otherMark } from '../../../src-renderer/app/live-centre.ts';
import { confirmations } from '../../../src-renderer/ui/confirm.svelte.ts';

const [demo, north, south] = [
  shownConnection({ id: 'demo', name: 'Demo', demo: true }),
  shownConnection({ id: 'north', name: 'North' }),
  shownConnection({ id: 'south', name: 'South' }),
];
const using = (current: typeof demo) => ({
  session: { connections: [demo, north, south], current, demo: current.demo },
});

suite('what reaches a real call centre', () => {
  const cases = [
    { name: 'the demo’s own, from the demo', use: demo, ids: [demo.id], asks: null },
    { name: 'nothing chosen yet', use: demo, ids: [null], asks: null },
    { name: 'a real one’s, from the demo', use: demo, ids: [demo.id, north.id], asks: /North/ },
    { name: 'two real ones’, from the demo', use: demo, ids: [south.id, north.id], asks: /North and South/ },
    { name: 'another real one’s, from a real one', use: south, ids: [north.id], asks: null },
  ];
  for (const { name, use, ids, asks } of cases) {
    test(`${name}: ${asks ? 'is asked' : 'goes'}`, async () => {
      const answer = mayReach(using(use), ids);
      const { current } = confirmations;
      if (asks === null) {
        assert.equal(current, undefined);
        assert.equal(await answer, true);
        return;
      }
      assert.match(current?.title ?? '', asks);
      assert.match(current?.action ?? '', asks);
      confirmations.answer(false);
      assert.equal(await answer, false);
    });
  }

  test('every connection but the one in use is marked, a real one apart from the demo', () => {
    assert.equal(otherMark(using(demo), demo.id), null);
    assert.equal(otherMark(using(demo), null), null);
    assert.equal(otherMark(using(demo), north.id)?.tone, 'warn');
    assert.equal(otherMark(using(north), demo.id)?.tone, 'demo');
    assert.equal(otherMark(using(north), south.id)?.tone, 'neutral');
  });
});
