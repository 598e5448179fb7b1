import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import * as v from 'valibot';
import type { AppState } from '../../../src-main/contract/app.ts';
import { diagnosticsParts } from '../../../src-main/features/diagnostics/diagnostics-parts.ts';
import { redactedLog } from '../../../src-main/features/diagnostics/redacted-log.ts';
import { openLog } from '../../../src-main/shell/log.ts';
import { migrations } from '../../../src-main/store/migrations.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { tempFolder } from '../../support/temp-folder.ts';

suite('diagnostics', () => {
  test('say what support needs, and no names, keys or certificates', async (context) => {
    const folder = tempFolder(context);
    const logFolder = join(folder, 'logs');
    mkdirSync(logFolder);
    writeFileSync(join(logFolder, 'dialdesk.log'), `${os.homedir()}/x called 13987654321 auth-v2/AK/sig'\n`);
    const store = openStore(folder);
    context.after(() => store.close());
    const trust = { kind: 'ca', name: 'ca.pem', pem: '-----BEGIN CERTIFICATE-----\nMII' } as const;
    store.connections.add({
      id: 'c0ffee00-0000-4000-8000-000000000001',
      demo: false,
      settings: sampleConnection({ accessKey: 'AKIDlongerthanfour', trust }),
    });
    store.jobs.insert(sampleJob({ name: 'Secret campaign', state: 'failed' }), {
      payload: '{}',
      memory: null,
      resource: null,
    });
    const appState = (): AppState => ({
      version: '1.2.3',
      platform: 'linux',
      language: 'en',
      languageChoice: 'system',
      theme: 'dark',
      vault: { kind: 'keychain' },
      connectionId: null,
      dataFolder: folder,
      logFolder,
    });
    const parts = await diagnosticsParts({ store, appState, packaged: false, now: () => 0 });
    assert.deepEqual(
      parts.map(({ name }) => name),
      ['about.json', 'settings.json', 'database.json', 'outbox.json', 'logs/dialdesk.log'],
    );
    const all = parts.map(({ text }) => text).join('\n');
    assert.doesNotMatch(all, /AKIDlonger|BEGIN CERT|Secret campaign|13987654321|auth-v2\/AK|leads\.xlsx/);
    assert.match(all, /"dialdesk": "1\.2\.3"/);
    assert.match(all, /"accessKey": "AKID…"/);
    const Database = v.object({ schemaVersion: v.number(), opened: v.object({ kind: v.string() }) });
    const database = v.parse(Database, JSON.parse(parts[2]?.text ?? ''));
    assert.deepEqual(database, { schemaVersion: migrations.length, opened: { kind: 'created' } });
    assert.match(parts[3]?.text ?? '', /"failed": 1/);
    assert.equal(parts[4]?.text, "~/x called [number] auth-v2/[hidden]'\n");
  });

  const paths = [
    'C:\\Users\\liwei\\AppData\\x.log',
    JSON.stringify('C:\\Users\\liwei\\AppData\\x.log'),
    JSON.stringify(JSON.stringify('C:\\Users\\liwei')),
    "cannot open 'c:\\users\\liwei'",
    'C:/Users/liwei/x',
    'file:///C:/Users/liwei/x.js:3:1',
    'file:///c%3A/Users/liwei/x.js',
    'file:///C:/Users/Li%20liwei/x.js',
    'C:\\Users\\Anna liwei Maria\\x',
    'D:\\Documents and Settings\\liwei\\x',
    '\\\\server\\Users\\liwei\\x',
    '\\\\server\\c$\\Users\\liwei\\x',
    '/Users/liwei/Library/x',
    'file:///home/liwei/x',
    'C:\\Users/liwei\\x',
    'C:%5CUsers%2fliwei%5Cx',
    'C%3A%2FUsers%2Fliwei%2Fx',
    '%2Fhome%2Fliwei%2Fx',
    '//server/Users/liwei/x',
    '\\\\server/Users\\liwei/x',
    '\\\\?\\UNC\\server\\Users\\liwei\\x',
    'file://server/Users/liwei/x',
    'file:////server/home/liwei/x',
    'smb://server/home/liwei/x',
    '\\\\server\\home$\\liwei\\x',
    'vscode://file?path=C%253A%255CUsers%255Cliwei%255Cx',
    '\\\\server\\profiles$\\liwei.V6\\x',
    '\\Device\\HarddiskVolume3\\Users\\liwei\\x',
    'C:\\DOCUME~1\\LIWEI~1\\x',
    '/var/home/liwei/x',
    '/mnt/c/Users/liwei/x',
    "C:\\Users\\o'liwei and liwei\\x",
  ];
  for (const path of paths) {
    test(`a log does not keep the user’s name of ${path}`, () => {
      const shown = redactedLog(`12:00 error ${path}`, 'C:\\Somewhere\\else');
      assert.doesNotMatch(shown, /liwei/i);
      assert.match(shown, /12:00 error .*\[user\]/);
    });
  }

  const own = [
    'E:\\data\\Li Wei\\x',
    '\\\\server\\redirected\\Li Wei\\Documents',
    '/srv/people/li%20wei/x',
    'D%3A%5Cdata%5CLi%20Wei',
    'E:\\people\\LIWEI~1\\x',
    'E:\\people\\LI3F0A~1\\x',
    '\\\\?\\UNC\\server\\people\\LIWEI~12',
    'E:/people\\\\LI%20WEI/x',
    'file:///E:/data/Li+Wei/x',
    'user CORP\\Li Wei was denied',
  ];
  for (const path of own) {
    test(`a log does not keep the name of this computer’s user outside of the folder of all users, ${path}`, () => {
      const shown = redactedLog(`at ${path}`, 'E:\\people\\Li Wei');
      assert.doesNotMatch(shown, /li(?: |%20|\+)?wei|li3f0a/i);
      assert.match(shown, /^at .*\[user\]/);
    });
  }

  test('a name that only begins like this computer’s user’s is kept', () => {
    const lines = 'D:\\data\\Li Weimar\\x D:\\data\\Li Wei-2\\x D:\\data\\LIWEIX~1\\x D:\\LIST~1\\x';
    assert.equal(redactedLog(lines, 'E:\\people\\Li Wei'), lines);
  });

  test('a log does not keep the name of this computer’s user in another normal form', () => {
    const shown = redactedLog('at /Volumes/J\u006f\u0308rg/x', '/srv/people/J\u00f6rg');
    assert.equal(shown, 'at /Volumes/[user]/x');
  });

  test('a log of separators without end is looked through in one go', () => {
    const counted = (text: string) => redactedLog(text, '/home/li').length;
    assert.equal(counted('\\'.repeat(2_000_000)), 2_000_000);
    assert.ok(counted('C:\\Users\\'.repeat(100_000)) > 0);
  });

  test('a log keeps its times and IDs when it is looked through', () => {
    const line =
      "2026-11-21T15:07:59.569Z info request { serverId: '176757480000062707300273552744', ms: 28 }";
    assert.equal(redactedLog(line, '/home/somebody'), line);
  });
});

test('the log is turned over before it grows, and only one older half is kept', (context) => {
  const folder = tempFolder(context);
  const log = openLog(folder);
  const long = 'x'.repeat(400);
  for (let line = 0; line < 14_000; line++) log.info('request', { line, long });
  const names = readdirSync(folder).sort();
  assert.deepEqual(names, ['dialdesk.log', 'dialdesk.old.log']);
  for (const name of names) assert.ok(statSync(join(folder, name)).size < 2_010_000, name);
  assert.match(readFileSync(join(folder, 'dialdesk.log'), 'utf8'), /line: 13999/);
});
