import assert from 'node:assert/strict';
import test from 'node:test';
import { stretches } from '../../../src-renderer/imports/highlight.ts';

/** The stretches as one text, those that are marked in ‹›. */
const shown = (issue: Parameters<typeof stretches>[0]): string =>
  stretches(issue)
    .map(({ text, marked }) => (marked ? `‹${text}›` : text))
    .join('');

test('each character that breaks the rule is marked, and shown by its code if nobody sees it', () => {
  const rule = 'called-no-characters';
  const value = '[{"calledNo":"+86 138\u200b0"}]';
  assert.equal(shown({ rule, value, detail: '+86 138\u200b0' }), '[{"calledNo":"‹+›86‹ ›138‹U+200B›0"}]');
  assert.equal(shown({ rule: 'caller-unlikely', value: '+0755-88', detail: '' }), '+0755‹-›88');
  assert.equal(shown({ rule: 'control-character', value: 'a\u0007', detail: '' }), 'a‹U+0007›');
});

test('elsewhere the detail is marked, where it stands in the value', () => {
  const value = '[{"calledNo":"1","delayTime":"9000"}]';
  assert.equal(
    shown({ rule: 'delay-time', value, detail: '9000' }),
    '[{"calledNo":"1","delayTime":"‹9000›"}]',
  );
  assert.equal(shown({ rule: 'delay-time', value: 'cut …', detail: '9000' }), 'cut …');
  assert.equal(shown({ rule: 'duplicate-number', value: '7 7', detail: '7' }), '7 7');
  assert.equal(shown({ rule: 'called-not-json', value: 'abc', detail: '' }), 'abc');
});
