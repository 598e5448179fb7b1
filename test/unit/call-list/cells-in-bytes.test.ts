import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { CalledNumbers, readCalled } from '../../../src-main/call-list/check/called-cell.ts';
import { inspectCalled } from '../../../src-main/call-list/check/inspect-called.ts';
import { jsonForm, jsonFormOf } from '../../../src-main/call-list/check/json-bytes.ts';
import { numberKeyWords, unpackNumber } from '../../../src-main/call-list/check/packed-number.ts';

/**
 * A text as a cell that lies somewhere in a buffer: what follows it goes on as the text itself might, or ends the
 * buffer at once.
 */
function cells(text: string, behind: readonly string[]): { bytes: Buffer; start: number; end: number }[] {
  const size = Buffer.byteLength(text);
  return ['', ...behind].map((more) => ({ bytes: Buffer.from(`ab${text}${more}`), start: 2, end: 2 + size }));
}

const word = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'name',
    '姓名',
    '😀',
    '\\"',
    '\\u4e2d',
    '\\x',
    '\\',
    '"',
    '\n',
    '\u0001',
    '{',
    '}',
    ':',
  ),
  fc.string({ unit: fc.constantFrom('a', 'b', '中', ',', ':', '\u007f', ' '), maxLength: 14 }),
);
const quoted = word.map((text) => `"${text}"`);
const value = fc.oneof(
  { weight: 6, arbitrary: quoted },
  { weight: 1, arbitrary: fc.constantFrom('1', '-1.5e3', '01', 'true', 'nul', '[]', '[1,]', '{"a":{}}', '') },
);
const gap = fc.oneof({ weight: 20, arbitrary: fc.constant('') }, fc.constantFrom(' ', '\n', '\u00a0', ','));
const member = fc.tuple(gap, quoted, gap, value, gap).map(([a, key, b, v, c]) => `${a}${key}:${b}${v}${c}`);
const objects = fc
  .tuple(
    fc.array(member, { maxLength: 4 }),
    fc.constantFrom('{}', '{}', '{}', '{}', '{', '}', '[]', '{}}', '{} '),
  )
  .map(([members, [open = '', ...close]]) => `${open}${members.join(',')}${close.join('')}`);

test('bytes are JSON when JSON.parse takes them, whatever lies behind the cell', () => {
  const text = fc.oneof(
    objects,
    fc.json(),
    fc.json().map((json) => json.slice(0, -1)),
    value,
  );
  let structures = 0;
  fc.assert(
    fc.property(text, (json) => {
      let expected: number = jsonForm.none;
      try {
        const parsed: unknown = JSON.parse(json);
        expected = typeof parsed === 'object' && parsed !== null ? jsonForm.structure : jsonForm.scalar;
      } catch {
        // no JSON
      }
      if (expected === jsonForm.structure) structures += 1;
      for (const { bytes, start, end } of cells(json, ['"', '":"b"}', '}', 'b","c":"d"}', '    ', ':"']))
        assert.equal(jsonFormOf(bytes, start, end), expected, bytes.toString());
    }),
    { numRuns: 6000 },
  );
  assert.ok(structures > 1000, `${structures} were objects or arrays`);
});

const digits = fc.oneof(
  fc.constantFrom('13800138000', '0', '*#9', '1'.repeat(24), '1'.repeat(25), '', '1 2', 'x', '１'),
  fc.string({ unit: fc.constantFrom('0', '1', '9', '*', '#'), minLength: 1, maxLength: 24 }),
);
const inQuotes = (text: string, style: string): string =>
  style === 'bare' ? text : style === 'single' ? `'${text}'` : `"${text}"`;
const style = fc.oneof({ weight: 8, arbitrary: fc.constant('double') }, fc.constantFrom('single', 'bare'));
const key = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('calledNo', 'calledNo', 'delayTime', 'type') },
  fc.constantFrom('calledno', 'calledNo ', 'name', 'calledN', 'delayTim', 'typ'),
);
const entry = fc
  .tuple(gap, key, style, gap, digits, style, gap)
  .map(([a, name, quote, b, text, quoteOfValue, c]) => {
    const spoken = name === 'delayTime' ? String(text.length * 500) : text;
    return `${a}${inQuotes(name, quote === 'bare' ? 'double' : quote)}:${b}${inQuotes(spoken, quoteOfValue)}${c}`;
  });
const call = fc
  .tuple(gap, fc.array(entry, { minLength: 1, maxLength: 3 }))
  .map(([a, all]) => `${a}{${all.join(',')}}`);
const calledCell = fc
  .tuple(fc.array(call, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '', '', ' ', ']', 'x'))
  .map(([all, rest]) => `[${all.join(',')}]${rest}`);

test('a called cell that is read quickly comes to what a close look says of it', () => {
  const numbers = new CalledNumbers();
  let quick = 0;
  fc.assert(
    fc.property(calledCell, (text) => {
      const close = inspectCalled(text);
      for (const { bytes, start, end } of cells(text, [
        '"',
        '","type":"1"}]',
        '}]',
        ',{"calledNo":"1"}]',
        ']',
        '0',
      ])) {
        if (!readCalled(bytes, start, end, numbers)) continue;
        quick += 1;
        assert.deepEqual(close.problems, [], bytes.toString());
        const read = Array.from({ length: numbers.count }, (_, i) =>
          unpackNumber(numbers.keys, i * numberKeyWords),
        );
        assert.deepEqual(read, close.numbers);
        if (numbers.proper) assert.deepEqual(JSON.parse(text), JSON.parse(close.proper ?? ''));
      }
    }),
    { numRuns: 8000 },
  );
  assert.ok(quick > 2000, `${quick} cells were read quickly`);
});

test('a called cell as programs write it is read quickly wherever it lies', () => {
  const text = '[{"calledNo":"13800138000","delayTime":"60","type":"1"},{"calledNo":"075512345678"}]';
  for (const { bytes, start, end } of cells(text, ['</t>', ' '.repeat(40)])) {
    const numbers = new CalledNumbers();
    assert.ok(readCalled(bytes, start, end, numbers));
    assert.equal(numbers.count, 2);
    assert.ok(numbers.proper);
  }
});
