import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds, jsonLine, table } from '../../bench/framework/report.ts';
import { median, mediansOf } from '../../bench/framework/rounds.ts';

test('the median is the middle value, whatever the order', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([10, 9]), 9.5);
  assert.equal(median([]), NaN);
});

test('medians are by task and measure; a task without runs has none, an unknown one is a mistake', () => {
  const run = (seconds: number) => ({ seconds, cpuSeconds: 1, peakMB: 50 });
  const of = mediansOf(
    new Map([
      ['ours', [run(1), run(5), run(2)]],
      ['failed', []],
    ]),
  );
  assert.equal(of('ours', 'seconds'), 2);
  assert.equal(of('failed', 'seconds'), NaN);
  assert.equal(of('ours', 'no such measure'), NaN);
  assert.throws(() => of('unknown', 'seconds'), /no task "unknown"/);
});

const figure = { figure: 'read', value: 1.23456, unit: 's', peer: 'other', ratio: 7.5 };

test('a target is of the value or of the ratio, and nothing that failed meets one', () => {
  assert.equal(holds(figure), null);
  assert.equal(holds({ ...figure, target: { of: 'value', atMost: 1.3 } }), true);
  assert.equal(holds({ ...figure, target: { of: 'value', atMost: 1.2 } }), false);
  assert.equal(holds({ ...figure, target: { of: 'ratio', atLeast: 7.5 } }), true);
  assert.equal(holds({ ...figure, target: { of: 'ratio', atLeast: 8 } }), false);
  assert.equal(holds({ ...figure, ratio: NaN, target: { of: 'ratio', atLeast: 1 } }), false);
});

test('a line of JSON always has the same keys', () => {
  assert.deepEqual(JSON.parse(jsonLine('b', { ...figure, target: { of: 'ratio', atLeast: 7 } })), {
    bench: 'b',
    figure: 'read',
    value: 1.235,
    unit: 's',
    peer: 'other',
    ratio: 7.5,
    target: 'ratio >= 7',
    holds: true,
  });
  assert.deepEqual(JSON.parse(jsonLine('b', { figure: 'size', value: NaN, unit: 'MB' })), {
    bench: 'b',
    figure: 'size',
    value: null,
    unit: 'MB',
    peer: null,
    ratio: null,
    target: null,
    holds: null,
  });
});

test('the table lines up', () => {
  const lines = table([figure, { figure: 'a longer name', value: 10, unit: 'MB' }]).split('\n');
  assert.equal(lines.length, 4);
  const unitAt = lines[0]?.indexOf('unit');
  assert.equal(lines[2]?.indexOf('s '), unitAt);
  assert.equal(lines[3]?.indexOf('MB'), unitAt);
});
