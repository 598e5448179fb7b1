import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActivityEntry } from '../../../src-main/contract/activity.ts';
import type { Transfer } from '../../../src-main/contract/transfers.ts';
import { TransferActivity } from '../../../src-main/features/activity/transfer-activity.ts';
import { sampleTransfer } from '../../support/sample-transfer.ts';

const transfer = (change: Partial<Transfer>): Transfer =>
  sampleTransfer({
    id: 'c0ffee00-0000-4000-8000-000000000001',
    direction: 'download',
    connectionId: 'c0ffee00-0000-4000-8000-000000000002',
    serverId: '17',
    server: '10.1.2.3',
    name: 'call 139-8765-4321.csv',
    folder: '/leads',
    state: 'queued',
    total: 9,
    ...change,
  });

test('a file moved by hand is told when it is cut and when it is done, with customers’ numbers masked', () => {
  const entries: ActivityEntry[] = [];
  let now = 1_000;
  const activity = new TransferActivity({
    record: (entry) => entries.push(entry),
    connectionName: () => 'Headquarters',
    now: () => now,
  });
  const hear = (change: Partial<Transfer>): void => {
    activity.changed({ transfers: [transfer(change)], removed: [] });
    now += 500;
  };
  hear({});
  hear({ state: 'running' });
  const error = { code: 'connection_lost', message: '', details: { cause: 'ECONNRESET' } } as const;
  hear({ state: 'waiting', bytes: 4, error });
  hear({ state: 'waiting', bytes: 4, error });
  hear({ state: 'running', bytes: 4 });
  hear({ state: 'done', bytes: 9, sha256: 'ab' });
  assert.deepEqual(
    entries.map(({ at, duration, interface: name, outcome, code, asked, answered }) => ({
      at,
      duration,
      name,
      outcome,
      code,
      asked,
      answered,
    })),
    [
      {
        at: 1_500,
        duration: 500,
        name: 'download',
        outcome: 'failed',
        code: 'connection_lost',
        asked: 'server: 10.1.2.3\nfolder: /leads\nname: call •••.csv\nbytes: 9',
        answered: 'bytes: 4\ncause: ECONNRESET',
      },
      {
        at: 3_000,
        duration: 500,
        name: 'download',
        outcome: 'ok',
        code: null,
        asked: 'server: 10.1.2.3\nfolder: /leads\nname: call •••.csv\nbytes: 9',
        answered: 'bytes: 9\nsha256: ab',
      },
    ],
  );
});
