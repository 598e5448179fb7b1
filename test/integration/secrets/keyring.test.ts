import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { startKeyring } from '../../support/keyring.ts';
import type { KeyringState } from '../../support/keyring.ts';

const root = join(import.meta.dirname, '../../..');

/**
 * Opens the vault in a new process inside a keyring session and gives what the script collects in `out`.
 * The same session may be used by several processes, as by several starts of the app.
 */
async function session(context: TestContext, state: KeyringState) {
  const keyring = await startKeyring(state);
  context.after(() => keyring.stop());
  return async (script: string): Promise<unknown> => {
    const source = `
      import { openVault } from './src-main/secrets/open-vault.ts';
      const vault = await openVault();
      const out = { status: vault.status() };
      ${script}
      console.log(JSON.stringify(out));
      process.exit(0);
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source], {
      cwd: root,
      env: keyring.env,
      timeout: 120_000,
    });
    return JSON.parse(stdout);
  };
}

test('an open keyring keeps a secret from one start of the app to the next', async (context) => {
  const run = await session(context, 'unlocked');
  assert.deepEqual(await run(`await vault.set('connection:1:sk', 'sécret 密钥 🔑');`), {
    status: { kind: 'keychain' },
  });
  assert.deepEqual(
    await run(`
      out.got = await vault.get('connection:1:sk');
      out.other = await vault.get('connection:2:sk');
      out.probe = await vault.get('probe');
      out.deleted = await vault.delete('connection:1:sk');
      out.again = await vault.delete('connection:1:sk');
      out.gone = await vault.get('connection:1:sk');
    `),
    {
      status: { kind: 'keychain' },
      got: 'sécret 密钥 🔑',
      other: null,
      probe: null,
      deleted: true,
      again: false,
      gone: null,
    },
  );
});

const without = [
  ['a locked keyring', 'locked', 'keychain_locked'],
  ['no session bus', 'none', 'keychain_unavailable'],
] as const;
for (const [name, state, reason] of without) {
  test(`${name}: secrets live for the session and no longer`, async (context) => {
    const run = await session(context, state);
    assert.deepEqual(await run(`await vault.set('a', 'b'); out.got = await vault.get('a');`), {
      status: { kind: 'session', reason },
      got: 'b',
    });
    assert.deepEqual(await run(`out.got = await vault.get('a');`), {
      status: { kind: 'session', reason },
      got: null,
    });
  });
}

test('a keyring locked in mid-session says that it could not be asked, not that there was nothing', async (context) => {
  const run = await session(context, 'unlocked');
  assert.deepEqual(
    await run(`
      import { execFileSync } from 'node:child_process';
      await vault.set('connection:1:sk', 'secret');
      const service = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
      const lock = 'array:objpath:/org/freedesktop/secrets/collection/login';
      execFileSync('dbus-send', [...service, 'org.freedesktop.Secret.Service.Lock', lock]);
      out.got = await vault.get('connection:1:sk').catch(({ code }) => code);
      out.locked = await vault.delete('connection:1:sk').catch(({ code }) => code);
    `),
    { status: { kind: 'keychain' }, got: 'keychain_locked', locked: 'keychain_locked' },
  );
});
