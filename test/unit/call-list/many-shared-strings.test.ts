import assert from 'node:assert/strict';
import test from 'node:test';
import { SharedStrings } from '../../../src-main/call-list/xlsx/shared-strings.ts';
import { readSharedStrings } from '../../../src-main/call-list/xlsx/shared-strings-reader.ts';

// Strings are kept in segments of 1 MB: lengths that come to meet the end of one in every way.
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

test('text beyond what stays in memory reads the same, in order and not', () => {
  const strings = new SharedStrings();
  const text = (index: number): Buffer =>
    Buffer.from(`${index} ${String.fromCharCode(0x4e00 + (index % 5000)).repeat(10_000)}`);
  const count = 5800; // 174 MB
  for (let index = 0; index < count; index += 1) {
    const bytes = text(index);
    strings.add(bytes, 0, bytes.length);
  }
  const expectSame = (index: number): void => {
    const start = strings.start(index);
    const read = strings.segment(index).subarray(start, start + strings.length(index));
    assert.ok(read.equals(text(index)), `string ${index}`);
  };
  for (const reading of ['in order', 'back and forth']) {
    strings.rewind();
    for (let i = 0; i < count; i += 1) expectSame(reading === 'in order' ? i : (i * 3571) % count);
  }
  // A row's cells are held while others are looked for.
  const held = Array.from({ length: 12 }, (_, i) => count - 1 - i * 40).map((index) => ({
    index,
    bytes: strings.segment(index),
  }));
  for (const { index, bytes } of held) {
    const start = strings.start(index);
    assert.ok(bytes.subarray(start, start + strings.length(index)).equals(text(index)), `string ${index}`);
  }
});
