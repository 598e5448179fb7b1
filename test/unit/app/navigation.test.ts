import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeBridge } from '../../support/fake-bridge.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { obeyMenu } from '../../../src-renderer/shell/menu-commands.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';

test('goes to a screen with an errand, which is taken once', async () => {
  const navigation = new Navigation('imports');
  assert.equal(await navigation.go('connections', { kind: 'new' }), true);
  assert.equal(navigation.screen, 'connections');
  assert.deepEqual(navigation.errand, { kind: 'new' });
  navigation.taken();
  assert.equal(navigation.errand, undefined);
});

test('stays when a guard says no, and asks no further', async () => {
  const navigation = new Navigation('imports');
  const asked: string[] = [];
  const lift = navigation.guard(() => {
    asked.push('first');
    return false;
  });
  navigation.guard(() => {
    asked.push('second');
    return true;
  });
  assert.equal(await navigation.go('settings'), false);
  assert.equal(navigation.screen, 'imports');
  assert.equal(navigation.errand, undefined);
  assert.deepEqual(asked, ['first']);
  lift();
  assert.equal(await navigation.go('settings'), true);
  assert.equal(navigation.screen, 'settings');
});

test('while a guard asks the user, other attempts are refused', async () => {
  const navigation = new Navigation('imports');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  navigation.guard(() => promise);
  const first = navigation.go('settings');
  const second = navigation.go('connections');
  resolve(true);
  assert.deepEqual(await Promise.all([first, second]), [true, false]);
  assert.equal(navigation.screen, 'settings');
});

test('a guard that fails does not lock the window', async () => {
  const navigation = new Navigation('imports');
  const lift = navigation.guard(() => {
    throw new Error('broken');
  });
  await assert.rejects(navigation.go('settings'), /broken/);
  lift();
  assert.equal(await navigation.go('settings'), true);
});

test('what the native menu says is done', async () => {
  const fake = fakeBridge({});
  const navigation = new Navigation('imports');
  obeyMenu(createClient(fake.bridge), navigation);
  const command = async (name: Parameters<typeof fake.push.app.menuCommand>[0]): Promise<void> => {
    fake.push.app.menuCommand(name);
    await new Promise(setImmediate);
  };
  await command('new-connection');
  assert.deepEqual([navigation.screen, navigation.errand], ['connections', { kind: 'new' }]);
  await command('imports');
  assert.deepEqual([navigation.screen, navigation.errand], ['imports', { kind: 'home' }]);
});
