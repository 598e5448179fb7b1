import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { openDatabase } from '../../../src-main/store/database.ts';
import { migrations, schemaVersion } from '../../../src-main/store/migrations.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const now = () => new Date('2026-03-04T05:06:07.890Z');
const cargo = { payload: '{}', memory: null, resource: null };

/** A database with 200 jobs, closed. */
function filledFolder(context: TestContext): { folder: string; path: string } {
  const folder = tempFolder(context);
  const store = openStore(folder);
  store.transaction(() => {
    for (let position = 0; position < 200; position++) store.jobs.insert(sampleJob({ position }), cargo);
  });
  store.close();
  return { folder, path: join(folder, 'dialdesk.db') };
}

test('a new database is durable: WAL, synchronous FULL, foreign keys', (context) => {
  const folder = join(tempFolder(context), 'made', 'on', 'the', 'way');
  const { database, report } = openDatabase(folder);
  assert.deepEqual(report, { kind: 'created' });
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  assert.equal(pragma('journal_mode'), 'wal');
  assert.equal(pragma('synchronous'), 2);
  assert.equal(pragma('foreign_keys'), 1);
  assert.equal(pragma('busy_timeout'), 2000);
  assert.equal(schemaVersion(database), migrations.length);
  database.close();
  assert.deepEqual(readdirSync(folder), ['dialdesk.db']);
  const again = openDatabase(folder);
  assert.deepEqual(again.report, { kind: 'opened' });
  again.database.close();
});

test('an older version is brought up, and kept as it was', (context) => {
  const folder = tempFolder(context);
  const older = ['CREATE TABLE t (a TEXT)', `INSERT INTO t VALUES ('kept')`];
  openDatabase(folder, { steps: older }).database.close();
  const { database, report } = openDatabase(folder, {
    now,
    steps: [...older, 'ALTER TABLE t ADD COLUMN b TEXT'],
  });
  assert.deepEqual({ ...database.prepare('SELECT * FROM t').get() }, { a: 'kept', b: null });
  database.close();
  const keptAs = join(folder, 'dialdesk.version-2.2026-03-04T05-06-07.890Z.db');
  assert.deepEqual(report, { kind: 'migrated', from: 2, to: 3, keptAs });
  const copy = new DatabaseSync(keptAs, { readOnly: true });
  assert.deepEqual({ ...copy.prepare('SELECT * FROM t').get() }, { a: 'kept' });
  copy.close();
});

test('a migration that fails in the middle leaves the older version whole', (context) => {
  const folder = tempFolder(context);
  const older = ['CREATE TABLE t (a TEXT)'];
  openDatabase(folder, { steps: older }).database.close();
  const steps = [...older, 'ALTER TABLE t ADD COLUMN b TEXT', 'INSERT INTO nowhere VALUES (1)'];
  assert.throws(() => openDatabase(folder, { steps }), { code: 'local_disk' });
  const { database, report } = openDatabase(folder, { steps: older });
  assert.equal(report.kind, 'opened');
  assert.deepEqual(
    database
      .prepare('PRAGMA table_info(t)')
      .all()
      .map((row) => row['name']),
    ['a'],
  );
  database.close();
});

test('a newer version is refused and left alone', (context) => {
  const folder = tempFolder(context);
  openDatabase(folder, { steps: [...migrations, 'CREATE TABLE later (a TEXT)'] }).database.close();
  const before = readFileSync(join(folder, 'dialdesk.db'));
  assert.throws(
    () => openDatabase(folder),
    (error) => {
      assert.ok(error instanceof DialdeskError);
      assert.equal(error.code, 'database_newer');
      assert.deepEqual(error.details, { version: migrations.length + 1, supported: migrations.length });
      return true;
    },
  );
  assert.deepEqual(readFileSync(join(folder, 'dialdesk.db')), before);
});

const damages: readonly (readonly [string, (path: string) => void])[] = [
  ['is no database', (path) => writeFileSync(path, 'PK\u0003\u0004 this was a workbook'.repeat(300))],
  ['has lost its head', (path) => patch(path, 0, 100)],
  ['has garbage in the middle', (path) => patch(path, 4096 * 6, 4096 * 12)],
  ['was cut short', (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
];
for (const [name, damage] of damages) {
  test(`a file that ${name} is kept aside, and a new one works`, (context) => {
    const { folder, path } = filledFolder(context);
    damage(path);
    const damaged = readFileSync(path);
    const store = openStore(folder, { now });
    assert.equal(store.report.kind, 'damaged');
    const keptAs = join(folder, 'dialdesk.damaged.2026-03-04T05-06-07.890Z.db');
    assert.equal(store.report.keptAs, keptAs);
    assert.ok(store.report.reason.length > 0);
    assert.equal(readFileSync(keptAs).length, damaged.length);
    store.jobs.insert(sampleJob(), cargo);
    assert.equal(store.jobs.counts().queued, 1);
    store.close();
  });
}

test('an empty file is a new database, not a damaged one', (context) => {
  const folder = tempFolder(context);
  writeFileSync(join(folder, 'dialdesk.db'), '');
  const { database, report } = openDatabase(folder);
  assert.equal(report.kind, 'created');
  database.close();
});

test('a second process is told of the conflict; a killed one leaves what it committed', async (context) => {
  const folder = tempFolder(context);
  const script = `
    import { openStore } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../src-main/store/store.ts')).href)};
    const { setting } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../src-main/store/settings.ts')).href)});
    const v = await import('valibot');
    const store = openStore(${JSON.stringify(folder)});
    store.settings.set(setting('mark', v.string(), ''), 'committed');
    console.log('ready');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '../../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  assert.throws(() => openDatabase(folder), { code: 'conflict' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok(existsSync(join(folder, 'dialdesk.db-wal')), 'the journal was left behind');
  const { database, report } = openDatabase(folder);
  assert.equal(report.kind, 'opened');
  assert.match(String(database.prepare('SELECT value FROM settings').get()?.['value']), /committed/);
  database.close();
});

test('a folder that cannot be written is said to be so', (context) => {
  const folder = tempFolder(context);
  writeFileSync(join(folder, 'file'), '');
  assert.throws(() => openDatabase(join(folder, 'file')), {
    code: 'local_disk',
    details: { cause: 'EEXIST' },
  });
  assert.throws(() => openDatabase(join(folder, 'file', 'below')), {
    code: 'local_disk',
    details: { cause: 'ENOTDIR' },
  });
});

test('a full disk fails the change and nothing else', (context) => {
  const folder = tempFolder(context);
  const { database } = openDatabase(folder);
  const pages = Number(Object.values(database.prepare('PRAGMA page_count').get() ?? {})[0]);
  database.close();
  const store = openStore(folder, {
    prepare: (opened) => opened.exec(`PRAGMA max_page_count = ${pages + 2}`),
  });
  const fill = () => {
    for (let count = 0; count < 100; count++) {
      store.jobs.insert(sampleJob(), { ...cargo, payload: 'x'.repeat(1000) });
    }
  };
  assert.throws(() => store.transaction(fill), { code: 'local_disk', details: { cause: 'SQLITE_FULL' } });
  assert.equal(store.jobs.counts().queued, 0);
  store.jobs.insert(sampleJob(), cargo);
  assert.equal(store.jobs.counts().queued, 1);
  store.close();
});

/** Overwrites a part of a file. */
function patch(path: string, from: number, to: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, from, to);
  writeFileSync(path, bytes);
}
