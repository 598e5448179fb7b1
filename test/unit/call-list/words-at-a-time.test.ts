import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Row } from '../../../src-main/call-list/row.ts';
import { DelimitedScanner } from '../../../src-main/call-list/text/delimited-scanner.ts';
import { mostGrowth, writeCellText } from '../../../src-main/call-list/write/cell-text.ts';

// What is read and written four bytes at a time is the same wherever the bytes lie and whatever is beside them.

/** Texts in which what needs something stands beside what does not, at any distance. */
const texts = fc.string({
  unit: fc.constantFrom(
    'a',
    'bcd',
    '"',
    '""',
    '&',
    '<',
    '>',
    '_',
    '_x0041_',
    '\r',
    '\n',
    '\u0001',
    '中',
    '￿',
    '😀',
  ),
  maxLength: 24,
});

function fieldsOf(text: string, size: number): string[][] {
  const rows: string[][] = [];
  const scanner = new DelimitedScanner(new Row(), ',', (row) => {
    rows.push(row.texts());
    return undefined;
  });
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) scanner.push(bytes.subarray(from, from + size));
  scanner.end();
  return rows;
}

test('a quoted field has every quote once, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.array(texts, { minLength: 2, maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      (row, size) => {
        // Lines that look like rows are another matter: see text-files.test.ts.
        const fields = row.map((text) => text.replaceAll(/[\r\n]/g, ' '));
        const line = fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
        assert.deepEqual(fieldsOf(`${line}\n${line}\n`, size), [fields, fields]);
      },
    ),
    { numRuns: 2000 },
  );
});

/** A slice of some bytes as it is written. */
function written(bytes: Buffer, start: number, end: number): string {
  const target = new Uint8Array((end - start) * mostGrowth + 8);
  return Buffer.from(target.subarray(0, writeCellText(bytes, start, end, target, 0))).toString();
}

test('a cell text is written alike whatever it is aligned to', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 5 }), (text, shift) => {
      const alone = Buffer.from(text);
      const moved = Buffer.concat([Buffer.alloc(shift, '&'), alone, Buffer.from('<<<<')]);
      assert.equal(written(moved, shift, shift + alone.length), reference(text));
    }),
    { numRuns: 3000 },
  );
});

/** ECMA-376's ST_Xstring and XML's entities, on characters. */
function reference(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '\r': '&#13;',
  };
  const isEscaped = (character: string | undefined): boolean =>
    character !== undefined &&
    (/[\ufffe\uffff]/.test(character) || (character < ' ' && !/\s/.test(character)));
  return Array.from(text, (character, at) => {
    const rest = Array.from(text).slice(at + 1);
    const isEscape =
      /^x[0-9A-Fa-f]{4}$/.test(rest.slice(0, 5).join('')) && (rest[5] === '_' || isEscaped(rest[5]));
    if (character === '_' && isEscape) return '_x005F_';
    if (isEscaped(character))
      return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    return entities[character] ?? character;
  }).join('');
}
