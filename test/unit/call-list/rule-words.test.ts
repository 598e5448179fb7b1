import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import type { RuleId } from '../../../src-main/contract/template-rules.ts';
import { oddCharacterWords } from '../../../src-main/contract/character-words.ts';
import { overwriteGetLocale } from '../../../src-main/contract/messages/runtime.js';
import { ruleWords } from '../../../src-main/contract/rule-words.ts';

beforeEach(() => overwriteGetLocale(() => 'en'));

const cases: readonly (readonly [rule: RuleId, text: string, en: string, zh: string])[] = [
  ['called-no-characters', '138O0138000', 'the letter O at position 4', '第 4 位是字母 O'],
  ['called-no-characters', '+86 138', 'the sign + at position 1, and 1 more', '第 1 位是符号 +，另有 1 个'],
  [
    'called-no-characters',
    '１３８',
    'the full-width digit １ at position 1, and 2 more',
    '第 1 位是全角数字 １，另有 2 个',
  ],
  [
    'called-no-characters',
    '138\u200b0013',
    'a zero-width space (U+200B) at position 4',
    '第 4 位是零宽空格（U+200B）',
  ],
  [
    'called-no-characters',
    '1380013\u202c',
    'an invisible direction mark (U+202C) at position 8',
    '第 8 位是不可见的方向标记（U+202C）',
  ],
  ['called-no-characters', '138О0', 'the letter О (U+041E) at position 4', '第 4 位是字母 О（U+041E）'],
  ['called-no-characters', '138–0', 'the sign – (U+2013) at position 4', '第 4 位是符号 –（U+2013）'],
  ['called-no-characters', '1380 ', 'a space at position 5', '第 5 位是空格'],
  ['called-no-characters', '电138', 'the character 电 at position 1', '第 1 位是文字“电”'],
  [
    'called-no-characters',
    '1😀2\u2009',
    'the sign 😀 (U+1F600) at position 2, and 1 more',
    '第 2 位是符号 😀（U+1F600），另有 1 个',
  ],
  ['caller-unlikely', '+86+1', 'the sign + at position 4', '第 4 位是符号 +'],
  ['caller-unlikely', '0755 8888', 'a space at position 5', '第 5 位是空格'],
  [
    'control-character',
    '😀\ta\u0007b',
    'a control character (U+0007) at position 4',
    '第 4 位是控制字符（U+0007）',
  ],
];

for (const [rule, text, en, zh] of cases) {
  test(`what is wrong with ${JSON.stringify(text)} is said by name and position (${rule})`, () => {
    assert.equal(oddCharacterWords(rule, text), en);
    overwriteGetLocale(() => 'zh');
    assert.equal(oddCharacterWords(rule, text), zh);
  });
}

test('a problem that is not about a character keeps its own words', () => {
  assert.equal(oddCharacterWords('called-not-json', 'abc'), null);
  const few = ruleWords('caller-unlikely', { expected: '', value: '12' });
  assert.equal(few.wrong, 'does not look like a number');
});

test('what is too long is counted as the rule counts, unless it was cut for showing', () => {
  const wrong = (value: string, detail = ''): string =>
    ruleWords('called-no-too-long', { expected: '24', value, detail }).wrong;
  assert.equal(wrong('[…]', '1'.repeat(27)), '27 characters, 3 too many');
  assert.equal(wrong('[…]', '1'.repeat(100)), 'too long');
  const custom = (value: string): string =>
    ruleWords('custom-field-too-long', { expected: '200', value }).wrong;
  assert.equal(custom('😀'.repeat(101)), '202 characters, 2 too many');
  assert.equal(custom(`${'x'.repeat(4000)}…`), 'too long');
});
