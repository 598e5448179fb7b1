import assert from 'node:assert/strict';
import test from 'node:test';
import { garbledTexts } from '../../../src-main/call-list/garbled-text.ts';

const readAs = (encoding: string, text: string): string =>
  new TextDecoder(encoding).decode(Buffer.from(text));

const garbled: readonly (readonly [encoding: string, texts: readonly string[]])[] = [
  ['windows-1252', ['张三', '李小龙 VIP', 'Müller', 'Привет']],
  ['windows-1252', ['深圳市南山区']],
  ['latin1', ['王芳', '备注']],
  ['windows-1251', ['Сергей', 'Москва']],
  ['windows-1250', ['Žluťoučký', 'Łódź']],
  ['gbk', ['张三', '王芳', '深圳市南山区']],
  ['gbk', ['客户备注：请下午联系']],
];
for (const [encoding, texts] of garbled) {
  test(`${texts.join(', ')} in UTF-8, read as ${encoding}, is seen to be garbled`, () => {
    const found = garbledTexts(texts.map((text) => readAs(encoding, text)));
    assert.deepEqual(
      found.map(({ text }) => text),
      texts.slice(0, 3).map((text) => readAs(encoding, text)),
    );
  });
}

test('what was meant is said', () => {
  assert.deepEqual(garbledTexts([readAs('windows-1252', '张三'), readAs('gbk', '王芳')]), [
    { text: readAs('windows-1252', '张三'), meant: '张三' },
    { text: readAs('gbk', '王芳'), meant: '王芳' },
  ]);
});

test('a text in UTF-7 is garbled, and what it means is said', () => {
  assert.deepEqual(garbledTexts(['phone', '+XyBOCQ-', '139, +Z05mDg VIP', '+gEE+-', '+Xw-']), [
    { text: '+XyBOCQ-', meant: '张三' },
    { text: '139, +Z05mDg VIP', meant: '139, 李明 VIP' },
  ]);
});

const meant: readonly (readonly string[])[] = [
  [
    '+8613800138000',
    '+86138001-',
    'a+b',
    'C++',
    'x+y-z',
    'Team+Berlin',
    '+VIP+GOLD-',
    'A +ABCD- B',
    '+-',
    '1+111-',
  ],
  ['张三', '王芳', '茅台', '联通', '移动', '珠海', '璇', '娴', '李璇', '濮阳', '鑫鑫', '深圳市南山区科技园'],
  [
    'Müller',
    'Größe',
    'Straße',
    'naïve',
    'São Paulo',
    'Ångström',
    'L’été',
    'Ça va',
    'ÄÖÜ',
    'CAFÉ',
    'über',
    'CAFÉ®',
  ],
  ['Сергей', 'Москва', 'ОБЩЕСТВО', '«Заря»', 'Р‑н', 'Пётр'],
  ['Žluťoučký kůň', 'Łódź', 'Kovács Ági'],
  ['日本語', 'カタカナ', '한국어', 'العربية', 'ไทย', '😀', 'Zürich 张三', '€ 5', '5 °C', '–'],
  ['', 'abc', '13800138000'],
];
for (const texts of meant) {
  test(`what is meant as it stands is not: ${texts.slice(0, 3).join(', ')} …`, () => {
    assert.deepEqual(garbledTexts(texts), []);
  });
}
