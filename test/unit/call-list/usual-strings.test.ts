import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { readSharedStrings } from '../../../src-main/call-list/xlsx/shared-strings-reader.ts';
import { UsualStrings } from '../../../src-main/call-list/usual-rows/usual-strings.ts';
import { mainNamespace } from '../../support/workbook-parts.ts';

/** The strings of a table that comes in chunks, or why it is refused. */
async function outcome(table: string, chunk: number, usual: UsualStrings | null): Promise<unknown> {
  const bytes = Buffer.from(table);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunk) {
      await Promise.resolve();
      yield bytes.subarray(at, at + chunk);
    }
  }
  try {
    const strings = await readSharedStrings(chunks(), usual);
    return Array.from({ length: strings.count }, (_, index) => {
      const start = strings.start(index);
      return strings.segment(index).toString('latin1', start, start + strings.length(index));
    });
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    return error.message;
  }
}

const tableOf = (items: string): string => `<sst xmlns="${mainNamespace}">${items}</sst>`;
const usual = (): UsualStrings => {
  const made = UsualStrings.of();
  assert.ok(made, 'this machine has what the module needs');
  return made;
};

const text = fc.oneof(
  {
    weight: 80,
    arbitrary: fc.string({ unit: fc.constantFrom('a', '中', '😀', '"', '_', '>', ' '), maxLength: 40 }),
  },
  {
    weight: 40,
    arbitrary: fc.constantFrom('', '&amp;', 'a&quot;b', '&lt;&gt;', '[{&quot;calledNo&quot;:&quot;1&quot;}]'),
  },
  {
    weight: 20,
    arbitrary: fc.constantFrom('_x0041_', '_x', 'a\r\nb', '&#65;', '&apos;', '_'.repeat(40)),
  },
  { weight: 1, arbitrary: fc.constantFrom('&bad;', '&', 'c', 'd', 'e', 'f', 'g', 'h') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'x'.repeat(32_767),
      '中'.repeat(11_000),
      ...Array.from({ length: 8 }, (_, i) => 'x'.repeat(30_000 + i)),
      'x'.repeat(32_768),
    ),
  },
);
const item = fc.tuple(
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('<si><t>', '<si><t xml:space="preserve">') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "<si><t xml:space='preserve'>",
        '<si ><t>',
        '\n<si><t>',
        '<si><r><t>b</t></r><t>',
        '<si><t/><t>',
      ),
    },
  ),
  text,
  fc.oneof(
    { weight: 12, arbitrary: fc.constant('</t></si>') },
    { weight: 1, arbitrary: fc.constantFrom('</t ></si>', '</t></si >', '</t><!-- c --></si>') },
  ),
);

test('a table of shared strings comes to the same, read many at a time or one by one', async () => {
  let inOrder = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.integer({ min: 300, max: 9000 }),
      fc.option(fc.nat(), { freq: 5 }),
      async (items, chunk, end) => {
        const whole = tableOf(items.flat().join(''));
        const table = end === null ? whole : whole.slice(0, end % whole.length);
        const found = await outcome(table, chunk, usual());
        assert.deepEqual(found, await outcome(table, chunk, null));
        if (Array.isArray(found)) inOrder += 1;
      },
    ),
    { numRuns: 200, endOnFailure: true },
  );
  assert.ok(inOrder > 20, `${inOrder} tables were in order`);
});

test('strings that fill many segments are all there', async () => {
  const items = Array.from(
    { length: 40_000 },
    (_, i) => `<si><t>${String(i)} ${'y'.repeat(i % 97)}&amp;</t></si>`,
  );
  const table = tableOf(items.join(''));
  const read = (await outcome(table, 300_000, usual())) as string[];
  assert.equal(read.length, items.length);
  for (const [i, found] of read.entries()) assert.equal(found, `${String(i)} ${'y'.repeat(i % 97)}&`);
});
