import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'csv-parse/sync';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { workbookByHand } from './random-lists/by-hand.ts';
import { delimitedText } from './random-lists/delimited.ts';
import { randomList, shown, type RandomList } from './random-lists/random-list.ts';

const runs = Number(process.env['DIALDESK_RUNS'] ?? 150);
const texts = (list: RandomList): string[][] => list.map((row) => row.map(shown));

/** What Dialdesk reads, each row as wide as the list. */
async function readByDialdesk(path: string, list: RandomList, options = {}): Promise<string[][]> {
  const rows = await readRows(path, options);
  assert.equal(Object.keys(rows).length, list.length);
  return list.map((row, index) => {
    const read = rows[index + 1] ?? [];
    return Array.from({ length: Math.max(row.length, read.length) }, (_, column) => read[column] ?? '');
  });
}

test('random workbooks written by hand are read to the character', async (context) => {
  const path = join(tempFolder(context), 'list.xlsx');
  for (let seed = 1; seed <= runs; seed += 1) {
    const list = randomList(seed);
    const bytes = workbookByHand(list, seed);
    writeFileSync(path, bytes);
    assert.deepEqual(await readByDialdesk(path, list), texts(list), `list ${seed}`);
  }
});

test('random texts are read to the character, as csv-parse reads them', async (context) => {
  const path = join(tempFolder(context), 'list.csv');
  for (let seed = 1; seed <= runs; seed += 1) {
    const list = randomList(seed);
    const { bytes, delimiter, encoding } = delimitedText(list, seed);
    writeFileSync(path, bytes);
    const peer = parse(bytes.toString(encoding), { delimiter, bom: true, relax_column_count: true });
    const read = await readByDialdesk(path, list, { delimiter, encoding });
    assert.deepEqual(read, peer, `list ${seed}, by csv-parse`);
    assert.deepEqual(read, texts(list), `list ${seed}`);
  }
});
