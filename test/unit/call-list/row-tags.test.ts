import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { CellTag } from '../../../src-main/call-list/xlsx/cell-tag.ts';

/** What follows the number in a row's tag: usual, alike but not the same, with an r of its own, empty, broken. */
const rests = [
  '>',
  '/>',
  ' spans="1:6">',
  ' spans="1:6"/>',
  ' spans="1:7">',
  ' spans="1:6" ht="12.8">',
  ' ht="0" customHeight="1">',
  ' hidden="1" ht="15">',
  ' r="9">',
  'r="9">',
  ' spans="1:6"r = "9">',
  ' x:r="9">',
  ' ht=">r=">',
  ' spans>',
  ' <',
];

const seen = (tag: CellTag, read: () => number): unknown => {
  try {
    const after = read();
    return after === -1
      ? 'cut'
      : { after, row: tag.row, column: tag.column, empty: tag.empty, hidden: tag.hidden };
  } catch (error) {
    return String(error);
  }
};

test('a row’s tag is read the same, whatever the tags before it were', () => {
  const rows = fc.array(
    fc.record({
      start: fc.constantFrom(' r="', " r='", '  r="', ' ht="1" r="'),
      number: fc.constantFrom('0', '1', '7', '007', '12', '1048576', '1048577', '99999999999', 'A1', ''),
      rest: fc.constantFrom(...rests),
      missing: fc.constantFrom(0, 0, 0, 1, 3),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(rows, (tags) => {
      const reader = new CellTag();
      for (const { start, number, rest, missing } of tags) {
        const bytes = Buffer.from(`${start}${number}"${rest}`);
        const length = bytes.length - missing;
        // What a window has behind its end: the sentinel, and what an earlier chunk left.
        const window = Buffer.concat([
          bytes.subarray(0, length),
          Buffer.from('<'),
          bytes.subarray(length + 1),
        ]);
        const fresh = new CellTag();
        assert.deepEqual(
          seen(reader, () => reader.readRow(window, 0, length)),
          seen(fresh, () => fresh.read(window, 0, length, false)),
        );
      }
    }),
    { numRuns: 3000 },
  );
});

test('a row is hidden by a word or by a height of 0, in whichever order they stand', () => {
  const table: readonly (readonly [rest: string, hidden: boolean])[] = [
    [' hidden="1">', true],
    [' hidden="true" ht="15">', true],
    [' ht="15" hidden="1">', true],
    [' ht="0" customHeight="1">', true],
    [' ht="0.00" hidden="0">', true],
    [' ht="0.5">', false],
    [' ht="15" hidden="0">', false],
    [' ht="">', false],
    ['>', false],
  ];
  for (const [rest, hidden] of table) {
    const tag = new CellTag();
    const bytes = Buffer.from(` r="7"${rest}<`);
    tag.read(bytes, 0, bytes.length - 1, false);
    assert.equal(tag.hidden, hidden, rest);
  }
});
