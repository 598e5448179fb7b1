import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Toasts } from '../../../src-renderer/ui/toasts.svelte.ts';

/** Toasts whose time never comes. */
const unread = (): Toasts => new Toasts({ set: () => 0, clear: () => undefined });
const textsOf = ({ shown }: Toasts): string[] => shown.map(({ text }) => text);

test('what is no longer so is not said any more', () => {
  const toasts = unread();
  toasts.show({ tone: 'ok', text: 'using A', about: 'connection' });
  toasts.show({ tone: 'ok', text: 'saved' });
  toasts.show({ tone: 'ok', text: 'using B', about: 'connection' });
  assert.deepEqual(textsOf(toasts), ['saved', 'using B']);
});

test('a failure that nobody has read is not pushed out by what went well', () => {
  const toasts = unread();
  toasts.show({ tone: 'danger', text: 'failed' });
  for (const text of ['one', 'two', 'three', 'four']) toasts.show({ tone: 'ok', text });
  assert.deepEqual(textsOf(toasts), ['failed', 'two', 'three', 'four']);
  for (const text of ['second', 'third', 'fourth', 'fifth']) toasts.show({ tone: 'danger', text });
  assert.deepEqual(textsOf(toasts), ['second', 'third', 'fourth', 'fifth']);
});
