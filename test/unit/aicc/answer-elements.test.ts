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
  ['a name that is escaped', '{"d\\u0061ta":[1,2]}', false],
  ['a list alone', '[{"data":[1]}]', false],
  ['a page of a portal', '<html>"data":[1]</html>', false],
  ['nothing', '', false],
];
for (const [what, text, isSplit] of texts) {
  test(`${what}: read element by element it says the same`, () => {
    assert.equal(splitAnswer(bytes(text), 'data') !== null, isSplit);
    assert.deepEqual(split(bytes(text)), whole(bytes(text)));
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
]) {
  test(`${text} is refused either way`, () => {
    assert.equal(whole(bytes(text)), 'refused');
    assert.equal(split(bytes(text)), 'refused');
  });
}

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
