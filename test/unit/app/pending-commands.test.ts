import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PendingCommands } from '../../../src-main/features/app/pending-commands.ts';

test('what is told before the window listens reaches it in order when it does, and once', () => {
  const ear = new PendingCommands();
  const heard: string[] = [];
  ear.tell(() => heard.push('new import'));
  ear.tell(() => heard.push('settings'));
  assert.equal(heard.length, 0);
  ear.listening();
  assert.deepEqual(heard, ['new import', 'settings']);
  ear.tell(() => heard.push('at once'));
  ear.listening();
  assert.deepEqual(heard, ['new import', 'settings', 'at once']);
});

test('a page that is loaded again has to listen again', () => {
  const ear = new PendingCommands();
  const heard: string[] = [];
  ear.listening();
  ear.disconnect();
  ear.tell(() => heard.push('settings'));
  assert.equal(heard.length, 0);
  ear.listening();
  assert.deepEqual(heard, ['settings']);
});
