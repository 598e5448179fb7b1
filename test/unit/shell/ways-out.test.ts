import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';

const root = join(import.meta.dirname, '../../..');

/** Points of Electron's checklist that are held by not doing something: no source may begin with it. */
const neverWritten = {
  'opens addresses in other programs': /openExternal/,
  'loads pages from file://': /\bloadFile\s*\(|loadURL\s*\(\s*['"`]file:/,
  'has web views': /<webview|webviewTag:\s*true|allowpopups/i,
  'takes protections away':
    /webSecurity:\s*false|allowRunningInsecureContent:\s*true|contextIsolation:\s*false|nodeIntegration\w*:\s*true|sandbox:\s*false/,
  'switches on what is experimental': /experimentalFeatures:\s*true|enableBlinkFeatures|appendSwitch/,
  'decides by itself which certificates are good in Chromium': /setCertificateVerifyProc|'certificate-error'/,
  'writes HTML from text': /\{@html|\.innerHTML|insertAdjacentHTML|document\.write\b/,
};

suite('no source of ours', () => {
  let sources: { readonly path: string; readonly text: string }[] = [];
  before(async () => {
    const paths = await Promise.all(
      ['src-main', 'src-renderer'].map(async (folder) =>
        (await readdir(join(root, folder), { recursive: true })).map((name) => join(folder, name)),
      ),
    );
    sources = await Promise.all(
      paths
        .flat()
        .filter((path) => /\.(ts|svelte|html)$/.test(path))
        .map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
    );
    assert.ok(sources.length > 300, 'the sources were not found');
  });
  for (const [what, pattern] of Object.entries(neverWritten)) {
    test(what, () => {
      assert.deepEqual(
        sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path),
        [],
      );
    });
  }
});

suite('Electron', () => {
  const json = async (name: string): Promise<Record<string, Record<string, unknown>>> =>
    JSON.parse(await readFile(join(root, name), 'utf8')) as Record<string, Record<string, unknown>>;

  test('is one exact version, the same in package.json and in the lockfile', async () => {
    const wanted = (await json('package.json'))['devDependencies']?.['electron'];
    const locked = (await json('package-lock.json'))['packages']?.['node_modules/electron'];
    assert.match(String(wanted), /^\d+\.\d+\.\d+$/);
    assert.equal((locked as { version: string }).version, wanted);
  });

  test('is released only from its makers’ files', async () => {
    const workflow = await readFile(join(root, '.github/workflows/release.yml'), 'utf8');
    assert.match(workflow, /DIALDESK_ELECTRON: official/);
  });
});
