import assert from 'node:assert/strict';
import test from 'node:test';
import { readSharedStrings } from '../../../src-main/call-list/xlsx/shared-strings-reader.ts';

// Strings are kept in segments of 4 MB: lengths that come to meet the end of one in every way.
test('strings read the same wherever in the store they come to lie', async () => {
  const texts = Array.from({ length: 12_000 }, (_, i) => {
    if (i % 97 === 0) return '';
    return `${i} ${(i % 5 === 0 ? '客户&<_' : 'customer ').repeat((i * 7919) % 311)}`;
  });
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const part = Buffer.from(
    `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
  );
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < part.length; at += 1_000_003) {
      yield await Promise.resolve(part.subarray(at, at + 1_000_003));
    }
  }
  const strings = await readSharedStrings(chunks());
  assert.equal(strings.count, texts.length);
  for (const [index, text] of texts.entries()) {
    const start = strings.start(index);
    const read = strings.segment(index).toString('utf8', start, start + strings.length(index));
    if (read !== text) assert.equal(read, text, `string ${index}`);
  }
});
