import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { callDataTemplate, splitRecords } from '../../../src-main/contract/call-data-template.ts';
import { partFileName, partName } from '../../../src-main/contract/imports.ts';

test('parts follow one another, miss no record, and none is too long or much longer than another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000_000 }), (records) => {
      const parts = splitRecords(records);
      let next = 0;
      for (const { from, count } of parts) {
        assert.equal(from, next);
        assert.ok(count > 0 && count <= callDataTemplate.maxRecords);
        next += count;
      }
      assert.equal(next, records);
      const counts = parts.map(({ count }) => count);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
    }),
  );
});

test('at the limit it is one part, above it two', () => {
  assert.deepEqual(splitRecords(500_000), [{ from: 0, count: 500_000 }]);
  assert.equal(splitRecords(500_001).length, 2);
});

test('each part has a name of its own', () => {
  assert.equal(partFileName('leads.2026.xlsx', 2), 'leads.2026-2.xlsx');
  assert.equal(partFileName('leads', 2), 'leads-2');
  assert.equal(partName('Leads', 2, 3), 'Leads (2/3)');
  assert.equal(partName('x'.repeat(120), 2, 3).length, 120);
});
