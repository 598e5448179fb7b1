import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Faults } from '../../../src-main/demo/faults.ts';

test('a rule holds for its interface, after and for as many requests as it says', () => {
  const reset = { kind: 'reset' } as const;
  const faults = new Faults({ http: [{ on: 'queryServer', fault: reset, after: 1, times: 2 }] });
  const taken = (name: 'queryServer' | 'campaigns') => faults.takeHttp(name)?.kind;
  assert.equal(taken('campaigns'), undefined);
  assert.deepEqual([taken('queryServer'), taken('queryServer')], [undefined, 'reset']);
  assert.deepEqual([taken('queryServer'), taken('queryServer')], ['reset', undefined]);
});

test('rules are used in their order; more can be added, and all taken away', () => {
  const faults = new Faults({ http: [{ on: '*', fault: { kind: 'garbage' } }] });
  faults.add({
    http: [{ on: '*', fault: { kind: 'lost' }, times: 9 }],
    sftp: [{ cutAfterBytes: 5, times: 2 }],
  });
  assert.deepEqual(
    [faults.takeHttp('campaigns')?.kind, faults.takeHttp('campaigns')?.kind],
    ['garbage', 'lost'],
  );
  assert.deepEqual([faults.takeSftpCut(), faults.takeSftpCut(), faults.takeSftpCut()], [5, 5, undefined]);
  faults.clear();
  assert.equal(faults.takeHttp('campaigns'), undefined);
});
