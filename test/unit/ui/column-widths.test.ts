import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnTracks, widened } from '../../../src-renderer/ui/column-widths.ts';

const columns = [
  { id: 'tick', label: '', width: '36px', silent: true },
  { id: 'name', label: 'Name', width: 'minmax(120px, 1fr)' },
  { id: 'campaign', label: 'Campaign' },
  { id: 'state', label: 'State', width: '152px' },
  { id: 'action', label: '', width: '60px', silent: true },
];
const before = { name: 200, campaign: 100, state: 152 };

test('a column that is made wider takes the room from the next ones, and the last from those before it', () => {
  assert.deepEqual(widened(columns, before, 'name', 30), { name: 230, campaign: 70, state: 152 });
  assert.deepEqual(widened(columns, before, 'name', 100), { name: 300, campaign: 56, state: 96 });
  assert.deepEqual(widened(columns, before, 'state', 60), { name: 184, campaign: 56, state: 212 });
  assert.deepEqual(widened(columns, before, 'name', -50), { name: 150, campaign: 150, state: 152 });
  assert.deepEqual(widened(columns, before, 'state', -500), { name: 200, campaign: 196, state: 56 });
});

test('what has no neighbour, or is a column of buttons, stays as it is', () => {
  assert.equal(widened(columns, before, 'action', 40), before);
  const alone = { name: 80 };
  assert.equal(widened([{ id: 'name', label: 'Name' }], alone, 'name', 40), alone);
});

test('the table is as wide as before, and no column is made too narrow to be read', () => {
  const width = fc.integer({ min: 56, max: 900 });
  fc.assert(
    fc.property(
      fc.record({ name: width, campaign: width, state: width }),
      fc.constantFrom('name', 'campaign', 'state'),
      fc.integer({ min: -2000, max: 2000 }),
      (widths, id, by) => {
        const after = widened(columns, widths, id, by);
        const sum = (of: Readonly<Record<string, number>>): number =>
          Object.values(of).reduce((total, each) => total + each, 0);
        assert.equal(sum(after), sum(widths));
        assert.ok(Object.values(after).every((each) => each >= 56));
      },
    ),
  );
});

test('widths are shares of the room, and none where a column has none', () => {
  assert.equal(columnTracks(columns, before), '36px minmax(0, 200fr) minmax(0, 100fr) minmax(0, 152fr) 60px');
  const asItComes = '36px minmax(120px, 1fr) minmax(0, 1fr) 152px 60px';
  assert.equal(columnTracks(columns), asItComes);
  assert.equal(
    columnTracks(columns, { name: 200, campaign: 100 }),
    asItComes,
    'a later version has more columns',
  );
});
