import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Conversion } from '../../../src-main/store/voice-results.ts';
import { VoiceResultsTable } from '../../../src-main/store/voice-results.ts';
import type { VoiceSending } from '../../../src-main/store/voice-uploads.ts';
import { VoiceUploadsTable } from '../../../src-main/store/voice-uploads.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { voiceResult } from '../../support/voice-samples.ts';

const sending = (change: Partial<VoiceSending> = {}): VoiceSending => ({
  id: randomUUID(),
  name: 'welcome.wav',
  at: 1000,
  connectionId: 'c1',
  connectionName: 'Shenzhen',
  seconds: 14.5,
  bytes: 116_058,
  sha256: 'a'.repeat(64),
  soundSha256: 'b'.repeat(64),
  ...change,
});
const all = { search: '', offset: 0, limit: 100 };

test('an upload is unknown until its answer', () => {
  const table = new VoiceUploadsTable(memoryStatements());
  const upload = sending();
  table.sending(upload);
  assert.deepEqual(
    table.list(all).uploads.map(({ outcome, fileName }) => [outcome, fileName]),
    [['unknown', null]],
  );
  const line = table.uploaded(upload.id, { fileName: 'Y:/3rdfile/53/x_1.wav', locationIds: ['0', '256'] });
  assert.deepEqual(table.list(all), { total: 1, uploads: [line] });
  assert.equal(line?.outcome, 'uploaded');
  assert.deepEqual(line.locationIds, ['0', '256']);
  assert.equal(line.seconds, 14.5);
});

test('an answer for a line that was taken out changes nothing', () => {
  const table = new VoiceUploadsTable(memoryStatements());
  const upload = sending();
  table.sending(upload);
  assert.equal(table.remove(upload.id), true);
  assert.equal(table.uploaded(upload.id, { fileName: 'x', locationIds: [] }), null);
  assert.equal(table.list(all).total, 0);
});

test('is searched in name, connection, hash and the path the system told', () => {
  const table = new VoiceUploadsTable(memoryStatements());
  const first = sending({ name: 'Welcome 100%.wav', at: 1 });
  const second = sending({ name: 'menu_main.wav', at: 2, connectionName: '深圳', sha256: 'c'.repeat(64) });
  table.sending(first);
  table.sending(second);
  table.uploaded(second.id, { fileName: 'Y:/3rdfile/53/QfSs.wav', locationIds: [] });
  const found = (search: string) => table.list({ ...all, search }).uploads.map(({ id }) => id);
  assert.deepEqual(found(''), [second.id, first.id], 'the newest first');
  assert.deepEqual(found(' WELCOME '), [first.id]);
  assert.deepEqual(found('qfss'), [second.id]);
  assert.deepEqual(found('深圳'), [second.id]);
  assert.deepEqual(found('cccc'), [second.id]);
  assert.deepEqual(found('100%'), [first.id]);
  assert.deepEqual(found('u_m'), [second.id]);
  assert.deepEqual(found('e_c'), [], 'an underscore is no wildcard');
});

test('is paged, with the count of all', () => {
  const table = new VoiceUploadsTable(memoryStatements());
  for (let at = 0; at < 5; at += 1) table.sending(sending({ at }));
  const { total, uploads } = table.list({ search: '', offset: 2, limit: 2 });
  assert.equal(total, 5);
  assert.deepEqual(
    uploads.map(({ at }) => at),
    [2, 1],
  );
});

test('finds the same sound, the newest first', () => {
  const table = new VoiceUploadsTable(memoryStatements());
  const older = sending({ at: 1, sha256: 'd'.repeat(64) });
  const newer = sending({ at: 2 });
  for (const upload of [older, newer, sending({ soundSha256: 'e'.repeat(64) })]) table.sending(upload);
  assert.deepEqual(
    table.withSound('b'.repeat(64)).map(({ id }) => id),
    [newer.id, older.id],
  );
});

const { options, report } = voiceResult();
const conversion: Conversion = { options, report };

test('a result is found by its original, and replaced by a newer one', () => {
  const table = new VoiceResultsTable(memoryStatements(), () => 1);
  assert.equal(table.get('source'), null);
  assert.equal(table.put('source', 'one.wav', conversion), null);
  assert.equal(table.put('source', 'two.wav', conversion), 'one.wav');
  assert.deepEqual(table.get('source'), { file: 'two.wav', conversion });
});

test('only the newest results are kept', () => {
  let now = 0;
  const table = new VoiceResultsTable(memoryStatements(), () => (now += 1));
  for (const name of ['a', 'b', 'c']) table.put(name, `${name}.wav`, conversion);
  assert.deepEqual(table.prune(2), ['a.wav']);
  assert.equal(table.get('a'), null);
  assert.notEqual(table.get('b'), null);
});
