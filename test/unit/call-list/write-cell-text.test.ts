import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  endAfterUnits,
  mostGrowth,
  needsPreserve,
  writeCellText,
} from '../../../src-main/call-list/write/cell-text.ts';

function written(text: string): string {
  const source = Buffer.from(`before${text}after`);
  const [start, end] = [6, source.length - 5];
  const target = new Uint8Array(3 + (end - start) * mostGrowth);
  return Buffer.from(target.subarray(3, writeCellText(source, start, end, target, 3))).toString();
}

/** What a reader makes of a cell's XML: references first, then ST_Xstring's escapes. */
function decoded(xml: string): string {
  return xml
    .replace(/&(lt|gt|amp|#13);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '\r')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

const cases: readonly (readonly [text: string, xml: string, why: string])[] = [
  ['王芳 <a & b>', '王芳 &lt;a &amp; b&gt;', 'markup characters'],
  ['"\'', '"\'', 'quotes may stand in text'],
  ['a\tb\nc', 'a\tb\nc', 'tab and line feed may stand in text'],
  ['a\r\nb', 'a&#13;\nb', 'a raw carriage return would become a line feed'],
  ['\u0000\u001f', '_x0000__x001F_', 'what XML cannot carry'],
  ['\u007f\u0085', '\u007f\u0085', 'odd, but XML'],
  ['\ufffd\ufffe\uffff', '\ufffd_xFFFE__xFFFF_', 'the two that are no characters'],
  ['１２３', '１２３', 'full-width digits begin with the same byte'],
  ['_x000D_', '_x005F_x000D_', 'would be read as a carriage return'],
  ['_x00e4_', '_x005F_x00e4_', 'lower-case digits are read too'],
  ['_x0041_x0042_', '_x005F_x0041_x005F_x0042_', 'one underscore ends one and starts the next'],
  ['_x000', '_x000', 'too short for an escape'],
  ['a_x0041b', 'a_x0041b', 'not closed, so no escape'],
  ['_x0041\u0001', '_x005F_x0041_x0001_', 'closed by the escape that follows'],
  ['_x0041\uffff', '_x005F_x0041_xFFFF_', 'closed by the escape that follows'],
  ['_X0041_', '_X0041_', 'the x is small in an escape'],
];

for (const [text, xml, why] of cases) {
  test(`${JSON.stringify(text)} is written as ${JSON.stringify(xml)}: ${why}`, () => {
    assert.equal(written(text), xml);
  });
}

test('whatever the text, what is written is XML text and reads back the same', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...Array.from('_x0009aF&<>\r\u0001\ufffe王\u{1f600}')) });
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      const sound = text.toWellFormed();
      const xml = written(sound);
      // eslint-disable-next-line no-control-regex -- they are what is looked for
      assert.doesNotMatch(xml, /[<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]|&(?!(?:lt|gt|amp|#13);)/);
      assert.equal(decoded(xml), sound);
    }),
    { numRuns: 2000 },
  );
});

test('white space at either end is marked, elsewhere it need not be', () => {
  const marked = (text: string): boolean => needsPreserve(Buffer.from(text), 0, Buffer.byteLength(text));
  assert.deepEqual([' a', 'a ', '\na', 'a\t', ' '].map(marked), [true, true, true, true, true]);
  assert.deepEqual(['a', 'a b', '王'].map(marked), [false, false, false]);
});

test('a text is measured in UTF-16 units and never cut inside a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, units) => {
      const bytes = Buffer.from(text);
      const kept = bytes.subarray(0, endAfterUnits(bytes, 0, bytes.length, units)).toString();
      let expected = '';
      for (const character of text) {
        if (expected.length + character.length > units) break;
        expected += character;
      }
      assert.equal(kept, expected);
    }),
  );
});
