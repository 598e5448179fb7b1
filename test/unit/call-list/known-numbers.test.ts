import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { readingsOf, writtenNumber } from '../../../src-main/call-list/do-not-call/number-readings.ts';
import { Fingerprints, NumberCipher, sorted } from '../../../src-main/call-list/known/fingerprints.ts';
import { NormalNumbers } from '../../../src-main/call-list/known/normal-numbers.ts';
import { blockWords, purpose, writeReading } from '../../../src-main/call-list/known/number-block.ts';
import { NumberFile, writeNumberFile } from '../../../src-main/call-list/known/number-file.ts';
import { SoughtNumbers } from '../../../src-main/call-list/known/sought-numbers.ts';
import { randomNumbers } from '../../support/random-numbers.ts';
import { numberTableOf } from '../../support/number-table-of.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const cipher = new NumberCipher(new Uint8Array(32).fill(7));

const fingerprintsOf = (numbers: readonly string[], home = '86', by = cipher): Fingerprints => {
  const table = numberTableOf(numbers);
  const normal = new NormalNumbers(table, home, purpose.sent);
  return by.fingerprints(table.count, (id, into, at) => normal.write(id, into, at));
};
const asText = (all: Fingerprints, at = 0): string =>
  [all.high[at], all.middle[at], all.low[at]].map((word) => (word ?? 0).toString(16)).join('-');
const fingerprint = (number: string, home = '86', by = cipher): string =>
  asText(fingerprintsOf([number], home, by));

suite('fingerprints of numbers', () => {
  test('a number is the same however it is written, and no other one', () => {
    const mobile = fingerprint('13800138000');
    for (const same of ['8613800138000', '008613800138000', '013800138000', '868613800138000'])
      assert.equal(fingerprint(same), mobile, same);
    for (const other of ['13800138001', '1380013800', '138001380000', '13800138000#', '*13800138000'])
      assert.notEqual(fingerprint(other), mobile, other);
    assert.notEqual(fingerprint('1380013800#'), fingerprint('1380013800*'));
    assert.equal(fingerprint('02087654321'), fingerprint('862087654321'));
    assert.equal(fingerprint('0151234567', '49'), fingerprint('0049151234567', '49'));
    assert.equal(fingerprint('1'.repeat(24)), fingerprint('1'.repeat(24)));
  });

  test('the way without strings comes to the same as the one with them', () => {
    const numbers = [
      '13000000000',
      '19999999999',
      '12345678901',
      '1380013800*',
      '1380013800#',
      '95588',
      '4008123456',
    ];
    const next = randomNumbers(5);
    const begins = ['1', '0755', '0', '86', '861', '86755', '086', '00', '49', '044', '1415', '8', '400', ''];
    for (let i = 0; i < 30_000; i += 1) {
      const begin = begins[i % begins.length] ?? '';
      numbers.push(`${begin}${String(next(1e10)).slice(-1 - next(10))}`);
    }
    const table = numberTableOf(numbers);
    for (const home of ['86', '', '49', '1', '7', '852']) {
      const normal = new NormalNumbers(table, home, purpose.sent);
      for (let id = 0; id < table.count; id += 1) {
        const [quick, slow] = [new Uint32Array(blockWords), new Uint32Array(blockWords)];
        normal.write(id, quick, 0);
        const [reading] = readingsOf(writtenNumber(table.text(id), false), home);
        assert.ok(reading && writeReading(purpose.sent, reading, slow, 0));
        assert.deepEqual(quick, slow, `${table.text(id)} at home in ${home}`);
      }
    }
  });

  test('another key, and another purpose, make other fingerprints', () => {
    const other = new NumberCipher(new Uint8Array(randomBytes(32)));
    assert.notEqual(fingerprint('13800138000', '86', other), fingerprint('13800138000'));
    assert.notEqual(other.keyId, cipher.keyId);
    const table = numberTableOf(['13800138000']);
    const normal = new NormalNumbers(table, '86', purpose.doNotCall);
    const listed = cipher.fingerprints(1, (id, into, at) => normal.write(id, into, at));
    assert.notEqual(asText(listed), fingerprint('13800138000'));
  });

  test('they are sorted by all their bits', () => {
    const given = new Fingerprints(6);
    const columns = [
      [5, 0, 2],
      [0xffff_ffff, 0, 0],
      [5, 0, 1],
      [0, 9, 9],
      [5, 0xffff_ffff, 0],
      [5, 0, 1],
    ];
    columns.forEach(([high = 0, middle = 0, low = 0], i) => {
      given.high[i] = high;
      given.middle[i] = middle;
      given.low[i] = low;
    });
    const { order } = sorted(given);
    assert.deepEqual(
      [...order].map((i) => columns[i]),
      [
        [0, 9, 9],
        [5, 0, 1],
        [5, 0, 1],
        [5, 0, 2],
        [5, 0xffff_ffff, 0],
        [0xffff_ffff, 0, 0],
      ],
    );
  });
});

suite('sorting fingerprints', () => {
  // of each size with as many different first bits as there are, with few, and with one
  for (const count of [0, 1, 2, 100, 2049, 6000, 300_000]) {
    for (const kinds of [2 ** 32, 50, 1]) {
      test(`${count} of them, with ${kinds} beginnings`, () => {
        const next = randomNumbers(count + kinds);
        const given = new Fingerprints(count);
        for (let i = 0; i < count; i += 1) {
          given.high[i] = kinds > 50 ? next(kinds) : next(kinds) * 81_000_001;
          given.middle[i] = next(3) * 1_431_655_765;
          given.low[i] = next(4);
        }
        const { fingerprints, order } = sorted(given);
        assert.equal(new Set(order).size, count);
        for (let i = 0; i < count; i += 1) {
          if (fingerprints.compare(i, given, order[i] as number) !== 0) assert.fail(`${i} is another one`);
          if (i > 0 && fingerprints.compare(i - 1, fingerprints, i) > 0) assert.fail(`${i} comes too late`);
        }
      });
    }
  }
});

/** Numbers of an import, and where they are. */
async function written(folder: string, numbers: readonly string[], others: readonly string[] = ['95588']) {
  const path = join(folder, 'numbers');
  const parts = [numbers, others].map((part) => sorted(fingerprintsOf(part)).fingerprints);
  const { counts, bytes } = await writeNumberFile(
    path,
    { keyId: cipher.keyId, home: '86', about: { n: 1 } },
    parts,
  );
  return { path, counts, bytes };
}

const many = (count: number, first = 13_000_000_000): string[] =>
  Array.from({ length: count }, (_, i) => String(first + i * 7));

function found(path: string, numbers: readonly string[], part = 0): { found: Set<string>; whole: boolean } {
  const sought = new SoughtNumbers(fingerprintsOf(numbers));
  const file = NumberFile.open(path);
  assert.ok(file);
  const seen = new Set<string>();
  const whole = sought.findIn(file, part, (index) => seen.add(numbers[index] ?? ''));
  file.close();
  return { found: seen, whole };
}

suite('files of fingerprints', () => {
  for (const count of [0, 1, 63, 6553, 6554, 120_000]) {
    test(`of ${count} numbers all are found, and no other`, async (context) => {
      const numbers = many(count);
      const { path, counts } = await written(tempFolder(context), numbers);
      assert.deepEqual(counts, [count, 1]);
      const absent = many(3000, 15_000_000_001);
      const asked = [...absent, ...numbers];
      assert.deepEqual(found(path, asked), { found: new Set(numbers), whole: true });
      assert.deepEqual(found(path, ['95588', ...absent], 1), { found: new Set(['95588']), whole: true });
      // few are looked up one by one
      const few = [...absent.slice(0, 5), ...numbers.slice(-5)];
      assert.deepEqual(found(path, few), { found: new Set(numbers.slice(-5)), whole: true });
    });
  }

  test('a number that two rows write in two ways is once in the file, and found for both', async (context) => {
    const { path, counts } = await written(tempFolder(context), ['13800138000', '8613800138000']);
    assert.deepEqual(counts, [1, 1]);
    const numbers = ['013800138000', '13800138000', ...many(100)];
    assert.deepEqual(found(path, numbers).found, new Set(numbers.slice(0, 2)));
  });

  test('at most twelve bytes are kept of each, and no number', async (context) => {
    const { path, bytes } = await written(tempFolder(context), many(20_000));
    assert.ok(bytes <= 12 * 20_000, `${bytes} bytes`);
    const content = readFileSync(path);
    for (const form of ['13000000000', '3000000000', '8613000000000']) assert.ok(!content.includes(form));
  });

  test('a damaged block is left out, and said; the others are compared', async (context) => {
    const numbers = many(20_000);
    const { path } = await written(tempFolder(context), numbers);
    const content = readFileSync(path);
    content.writeUInt8(content.readUInt8(100_000) ^ 1, 100_000);
    writeFileSync(path, content);
    const { found: seen, whole } = found(path, numbers);
    assert.equal(whole, false);
    assert.equal(seen.size, 20_000 - 6553);
  });

  test('a file that is not whole, has another head or none is no file', async (context) => {
    const folder = tempFolder(context);
    const { path, bytes } = await written(folder, many(1000));
    const whole = readFileSync(path);
    const damaged: Readonly<Record<string, () => void>> = {
      'cut at its end': () => truncateSync(path, bytes - 1),
      'cut in its middle': () => truncateSync(path, bytes >> 1),
      'cut in its head': () => truncateSync(path, 20),
      empty: () => truncateSync(path, 0),
      longer: () => writeFileSync(path, Buffer.concat([whole, Buffer.of(0)])),
      'another head': () => {
        whole.writeUInt8(whole.readUInt8(30) ^ 1, 30);
        writeFileSync(path, whole);
      },
      'another file': () => writeFileSync(path, 'called\n13800138000\n'),
    };
    for (const [how, damage] of Object.entries(damaged)) {
      damage();
      assert.equal(NumberFile.open(path), undefined, how);
      await written(folder, many(1000));
    }
  });
});
