import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { ActivityEntry } from '../../../src-main/contract/activity.ts';
import { writeActivityCsv } from '../../../src-main/features/activity/activity-csv.ts';
import { forgetOldActivity, keepForgetting } from '../../../src-main/features/activity/retention.ts';
import { ActivityTable } from '../../../src-main/store/activity.ts';
import { SettingsTable } from '../../../src-main/store/settings.ts';
import { activityDaysSetting } from '../../../src-main/store/app-settings.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const entry = (change: Partial<ActivityEntry>): ActivityEntry => ({
  at: 1_000,
  duration: 34,
  connectionId: 'one',
  connectionName: 'Headquarters',
  kind: 'request',
  interface: 'appoint/update',
  outcome: 'failed',
  code: '0200006',
  asked: 'appointId: 17',
  answered: '',
  jobId: null,
  ...change,
});

test('a CSV holds all that the filter finds, with codes in words, and no formula', async (context) => {
  const table = new ActivityTable(memoryStatements());
  for (let at = 1; at <= 1_203; at++) table.add(entry({ at }));
  table.add(entry({ at: 5_000, connectionName: '=cmd|calc', asked: 'a: 1\nb: "2", 3' }));
  table.add(entry({ at: 6_000, outcome: 'ok', code: '0200000' }));
  const path = join(tempFolder(context), 'activity.csv');
  const { rows, bytes } = await writeActivityCsv(path, table, { outcome: 'failed' });

  const content = readFileSync(path);
  assert.equal(bytes, content.length);
  assert.deepEqual([...content.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = parse<Record<string, string>>(content, { bom: true, columns: true });
  assert.deepEqual([rows, lines.length], [1_204, 1_204]);
  assert.equal(new Set(lines.map((line) => `${line['Time']} ${line['Asked']}`)).size > 1, true);
  const [first] = lines;
  assert.equal(first?.['Connection'], "'=cmd|calc");
  assert.equal(first['Request'], 'a: 1; b: "2", 3');
  assert.equal(first['What'], 'Change a reservation');
  assert.equal(first['Meaning'], 'Database error in the call centre');
  assert.match(first['Time'] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  assert.match(first['Zone'] ?? '', /^UTC[+-]\d\d:\d\d$/);
});

test('old entries go by the setting, at the start and then daily, and a refusing database is no matter', () => {
  const sql = memoryStatements();
  const table = new ActivityTable(sql);
  const settings = new SettingsTable(sql);
  const clock = new FakeClock();
  const day = 86_400_000;
  for (const age of [400, 100, 89, 10]) table.add(entry({ at: clock.now() - age * day }));
  let went = 0;
  const stop = keepForgetting(
    () => (went += forgetOldActivity(table, settings, clock.now())),
    (ms, work) => clock.after(ms, work),
  );
  assert.equal(went, 0);
  clock.advance(60_000);
  assert.equal(went, 2);
  clock.advance(2 * day);
  assert.equal(went, 3);
  settings.set(activityDaysSetting, 30);
  stop();
  clock.advance(100 * day);
  assert.equal(went, 3);
  const refuses = { prune: (): number => assert.fail('full') };
  assert.equal(forgetOldActivity(refuses, settings, clock.now()), 0);
});
