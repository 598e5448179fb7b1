import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runTool } from '../../support/run-command.ts';

const { makeDeb } = (await import(String(new URL('../../../scripts/deb.mjs', import.meta.url)))) as {
  makeDeb: (unpacked: string, file: string, version: string) => Promise<void>;
};

let folder = '';
let file = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dialdesk-deb-test-'));
  const unpacked = join(folder, 'unpacked');
  await mkdir(join(unpacked, 'resources'), { recursive: true });
  for (const name of ['dialdesk', 'chrome-sandbox', 'resources/app.asar']) {
    await writeFile(join(unpacked, name), name, { mode: name === 'dialdesk' ? 0o755 : 0o644 });
  }
  file = join(folder, 'dialdesk.deb');
  await makeDeb(unpacked, file, '1.2.3');
});
after(() => rm(folder, { recursive: true, force: true }));

test('a .deb says what it is, and what it needs of the system', async () => {
  const field = async (name: string): Promise<string> =>
    (await runTool('dpkg-deb', '--field', file, name)).trim();
  assert.equal(await field('Package'), 'dialdesk');
  assert.equal(await field('Version'), '1.2.3');
  const depends = await field('Depends');
  for (const needed of ['libgtk-3-0', 'libnss3', 'libsecret-1-0']) assert.match(depends, new RegExp(needed));
});

test('its files belong to root, and only the sandbox runs with its rights', async () => {
  const lines = (await runTool('dpkg-deb', '--contents', file)).trim().split('\n');
  assert.deepEqual(
    lines.filter((line) => !line.includes(' root/root ')),
    [],
  );
  const withRights = lines.filter((line) => /^-..[sS]/.test(line)).map((line) => line.split(/\s+/).at(-1));
  assert.deepEqual(withRights, ['./opt/Dialdesk/chrome-sandbox']);
  assert.match(lines.find((line) => line.endsWith('/chrome-sandbox')) ?? '', /^-rwsr-xr-x/);
});

test('it brings the command, the entry of the menu, the kind of file and the icons', async () => {
  const contents = await runTool('dpkg-deb', '--contents', file);
  for (const path of [
    './opt/Dialdesk/dialdesk',
    './usr/bin/dialdesk -> /opt/Dialdesk/dialdesk',
    './usr/share/applications/dialdesk.desktop',
    './usr/share/mime/packages/dialdesk.xml',
    './usr/share/icons/hicolor/256x256/apps/dialdesk.png',
    './usr/share/doc/dialdesk/copyright',
  ]) {
    assert.ok(contents.includes(path), path);
  }
});
