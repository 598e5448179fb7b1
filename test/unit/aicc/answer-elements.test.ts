import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAnswer, parseValue } from '../../../src-main/aicc/answer.ts';
import { splitAnswer } from '../../../src-main/aicc/answer-elements.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** What an answer says, read as a whole; `refused` where it cannot be read. */
function whole(body: Uint8Array): unknown {
  try {
    return parseAnswer(body);
  } catch {
    return 'refused';
  }
}

/** The same, its list read element by element. */
function split(body: Uint8Array): unknown {
  const parts = splitAnswer(body, 'data');
  if (parts === null) return whole(body);
  try {
    const rest = parseAnswer(parts.rest);
    assert.deepEqual(rest['data'], []);
    return { ...rest, data: [...parts.elements].map(parseValue) };
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return 'refused';
  }
}

const texts: readonly [string, string, boolean][] = [
  ['rows', '{"resultCode":"0200000","data":[{"a":1},{"a":[2,{"b":"]}"}]}],"totalCount":2}', true],
  ['blanks', ' { "data" :\n[ { "a" : 1 } , 7 ] } ', true],
  ['tabs and ends of lines', '{\r\n\t"data"\t:\r[\r\n\t{\t"a" :1}\r,\t7\r\n]\t}\r\n', true],
  ['a tab where there is no row', '{"data":[\t]}', true],
  ['a carriage return where there is no row', '{"data":[\r]}', true],
  ['a mark of the byte order before all', '\ufeff{"data":[1]}', true],
  ['two fields of a row that have one name', '{"data":[{"a":1,"a":2}],"b":1,"b":2}', true],
  ['names of what every object has', '{"data":[{"__proto__":1,"constructor":2}],"toString":3}', true],
  ['a longer name', '{"datax":[1,2]}', false],
  ['a shorter name', '{"dat":[1,2]}', false],
  ['a name of the same length', '{"date":[1,2]}', false],
  ['no rows', '{"data":[ ],"totalCount":0}', true],
  ['quotes and backslashes in texts', '{"data":[{"a":"\\"],[\\\\"},"\\\\",""]}', true],
  ['digits beyond a number', '{"data":[{"id":123456789012345678901234567890}]}', true],
  ['Chinese', '{"data":[{"名":"无人接听，\\u6c34"}],"resultDesc":"成功"}', true],
  ['a list of that name further in', '{"x":{"data":[1]},"data":[2]}', true],
  ['a text that is called so', '{"x":"data","y":["data",[1]]}', false],
  ['no list', '{"data":{"a":[1,2]}}', false],
  ['null', '{"data":null}', false],
  ['two of them', '{"data":[1],"data":[2]}', false],
  ['a list and no list', '{"data":[1],"data":null}', false],
  ['two of them, one escaped', '{"data":[1],"d\\u0061ta":[2]}', false],
  ['a name that is escaped', '{"d\\u0061ta":[1,2]}', false],
  ['a list alone', '[{"data":[1]}]', false],
  ['a page of a portal', '<html>"data":[1]</html>', false],
  ['nothing', '', false],
];
for (const [what, text, isSplit] of texts) {
  test(`${what}: read element by element it says the same`, () => {
    assert.equal(splitAnswer(bytes(text), 'data') !== null, isSplit);
    assert.deepEqual(split(bytes(text)), whole(bytes(text)));
    if (isSplit) assert.notEqual(whole(bytes(text)), 'refused');
  });
}

for (const text of [
  '{"data":[1,]}',
  '{"data":[,1]}',
  '{"data":[{"a":1]}]}',
  '{"data":[{"a":1}}',
  '{"data":[1] 2}',
  '{"data":[1 2]}',
  '{"data":["a]}',
  '{"data" [1]}',
  '{"data":[1]}}',
  '{"data":[1],}',
  '{"data":[1',
  '{"data":[\ufeff1]}',
  '{"data":[1,\ufeff{"a":2}]}',
  '\ufeff\ufeff{"data":[1]}',
  '[1,2',
  `{"data":[${'['.repeat(200_000)}`,
  `{"data":[{"a":1},${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}]}`,
]) {
  test(`${text.slice(0, 40)} is refused either way`, () => {
    assert.equal(whole(bytes(text)), 'refused');
    assert.equal(split(bytes(text)), 'refused');
  });
}

test('cut anywhere, within a character or an escape too, it is refused', () => {
  const sound = bytes('{"data":[{"a":"无\\u6c34\\\\"}],"b":"人"}');
  for (let end = 0; end < sound.length; end++) assert.equal(split(sound.subarray(0, end)), 'refused');
});

test('what is no UTF-8 is refused, wherever it stands', () => {
  const sound = bytes('{"data":[{"a":"xx"}],"b":"xx"}');
  for (let at = 0; at < sound.length; at++) {
    const body = Uint8Array.from(sound);
    body[at] = 0xff;
    assert.equal(split(body), 'refused');
  }
});

test('whatever is in it, and wherever it is cut or changed, it says the same', () => {
  const answer = fc.record({
    resultCode: fc.constantFrom('0200000', '0200007'),
    data: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
    more: fc.jsonValue(),
  });
  fc.assert(
    fc.property(
      answer,
      fc.nat(),
      fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '\\', 'x', '1', ' '),
      fc.nat(2),
      (value, at, byte, how) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        const changed = [
          text,
          text.slice(0, place),
          `${text.slice(0, place)}${byte}${text.slice(place + 1)}`,
        ] as const;
        const body = bytes(changed[how] ?? text);
        assert.deepEqual(split(body), whole(body));
      },
    ),
    { numRuns: 2_000 },
  );
});
