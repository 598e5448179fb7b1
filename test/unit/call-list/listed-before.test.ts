import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { packNumber } from '../../../src-main/call-list/check/number-key.ts';
import { NumberTable } from '../../../src-main/call-list/check/number-table.ts';
import { ListedNumbers, listing } from '../../../src-main/call-list/do-not-call/listed-numbers.ts';
import { writtenNumber } from '../../../src-main/call-list/do-not-call/number-readings.ts';
import { NumberCipher } from '../../../src-main/call-list/known/fingerprints.ts';
import { ListedBefore } from '../../../src-main/call-list/known/listed-before.ts';
import { openList, writeList } from '../../../src-main/call-list/known/list-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const cipher = new NumberCipher(new Uint8Array(32).fill(7));
const ids = ['0192f3a4-0000-4000-8000-000000000001', '0192f3a4-0000-4000-8000-000000000002'] as const;

function tableOf(numbers: readonly string[]): NumberTable {
  const table = new NumberTable();
  const key = new Uint32Array(3);
  for (const number of numbers) {
    assert.ok(packNumber(number, key, 0), number);
    table.intern(key[0] as number, key[1] as number, key[2] as number);
  }
  return table;
}

function listOf(numbers: readonly string[], home: string): ListedNumbers {
  const listed = new ListedNumbers(home);
  for (const number of numbers) listed.add(writtenNumber(number.replace('+', ''), number.startsWith('+')));
  return listed;
}

/** Writes a list as it would be read from a file with one line that was not understood. */
async function write(path: string, id: string, numbers: readonly string[], home = '86', by = cipher) {
  const listed = listOf(numbers, home);
  const facts = {
    ...{ name: 'blocked.csv', numbers: listed.count, notUnderstood: 1, mayBeCalled: 0, country: home },
    columns: [{ sheet: null, column: 'phone', numbers: numbers.length }],
    firstNotUnderstood: { sheet: null, row: 3, text: 'call 13900770009 never' },
    ...{ sheetsWithout: [], blockedRows: 0, likelyRows: 0 },
  };
  await writeList(path, by, { numbers: listed, facts }, { id, name: 'Complaints', readAt: 5 });
  return listed;
}

/** The check’s answer in the words of the list itself. */
const verdict = (known: ListedBefore, number: number): number => {
  const rule = known.judge(number)?.rule;
  if (rule === undefined) return listing.no;
  return rule === 'do-not-call' ? listing.yes : listing.likely;
};

suite('do-not-call lists that are kept', () => {
  test('say of every number what the list itself says, whatever the country', async (t) => {
    const folder = tempFolder(t);
    const digits = fc.oneof(
      fc.stringMatching(/^1[3-9]\d{9}$/),
      fc.stringMatching(/^(86|0|0086|49|1|7|8|44)\d{8,11}$/),
      fc.stringMatching(/^[\d*#]{3,16}$/),
    );
    const list = fc.array(fc.tuple(fc.boolean(), digits), { minLength: 1, maxLength: 20 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        list,
        fc.array(digits, { maxLength: 20 }),
        fc.constantFrom('86', '49', '1', '7', ''),
        async (listed, others, home) => {
          const path = join(folder, `${(run += 1)}.list`);
          const written = listed.map(([plus, number]) => (plus && /^\d+$/.test(number) ? '+' : '') + number);
          const itself = await write(path, ids[0], written, home);
          // each as it stands, with and without what is dialled in front
          const called = listed.flatMap(([, number]) => [number, `0${number}`, `${home}${number}`]);
          const table = tableOf(
            [...called, ...others, ...others.map((number) => number.slice(2))].filter(
              (number) => number.length > 0 && number.length <= 24,
            ),
          );
          const known = new ListedBefore([{ id: ids[0], path }], cipher);
          known.lookUp(table, home);
          const key = new Uint32Array(3);
          for (let id = 0; id < table.count; id += 1) {
            table.copyKey(id, key, 0);
            assert.equal(
              verdict(known, id),
              itself.find(key, 0),
              `${table.text(id)} in ${home}: ${written.join(' ')}`,
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('a number on two lists is told for both, and a row that an edit freed for neither', async (t) => {
    const folder = tempFolder(t);
    const lists = ids.map((id, i) => ({ id, path: join(folder, `${i}.list`) }));
    await write(lists[0]?.path ?? '', ids[0], ['13900770000', '13900770001']);
    await write(lists[1]?.path ?? '', ids[1], ['+8613900770000']);
    const known = new ListedBefore(lists, cipher);
    known.lookUp(tableOf(['13900770000', '8613900770001', '13900770002']), '86');
    [0, 1, 2].forEach((number) => known.judged(number + 2, [number]));
    const blocked = (isBlocked: (row: number) => boolean) =>
      known.found(isBlocked).map(({ id, about, blockedRows }) => [id, about?.numbers, blockedRows]);
    assert.deepEqual(
      blocked(() => true),
      [
        [ids[0], 2, 2],
        [ids[1], 1, 1],
      ],
    );
    assert.deepEqual(
      blocked((row) => row !== 2),
      [
        [ids[0], 2, 1],
        [ids[1], 1, 0],
      ],
    );
    assert.deepEqual(known.judge(0), { rule: 'do-not-call', isError: true, detail: '13900770000' });
    known.judged(2, [2]);
    assert.deepEqual(
      blocked(() => true),
      [
        [ids[0], 2, 1],
        [ids[1], 1, 0],
      ],
    );
  });

  test('numbers that edits bring are looked up too, and those before stay', async (t) => {
    const path = join(tempFolder(t), 'one.list');
    await write(path, ids[0], ['13900770000', '13900770001']);
    const table = tableOf(['13900770000', '13900770002']);
    const known = new ListedBefore([{ id: ids[0], path }], cipher);
    known.lookUp(table, '86');
    const key = new Uint32Array(3);
    assert.ok(packNumber('13900770001', key, 0));
    table.intern(key[0] as number, key[1] as number, key[2] as number);
    known.lookUp(table, '86');
    assert.deepEqual(
      [0, 1, 2].map((number) => verdict(known, number)),
      [listing.yes, listing.no, listing.yes],
    );
  });

  test('a list that is damaged, gone, or of another key is not applied, says so, and takes no other with it', async (t) => {
    const folder = tempFolder(t);
    const many = Array.from({ length: 200 }, (_, i) => `139007${String(i).padStart(5, '0')}`);
    const damages: Record<string, (path: string) => unknown> = {
      cut: (path) => truncateSync(path, statSync(path).size - 1),
      flipped: (path) => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 300] = (bytes[bytes.length - 300] as number) ^ 1;
        writeFileSync(path, bytes);
      },
      'of another key': (path) =>
        write(path, ids[0], many, '86', new NumberCipher(new Uint8Array(32).fill(8))),
      'no list': (path) => writeFileSync(path, 'x'),
    };
    const good = join(folder, 'good.list');
    await write(good, ids[1], many.slice(0, 1));
    for (const [damage, make] of Object.entries(damages)) {
      const path = join(folder, 'bad.list');
      await write(path, ids[0], many);
      await make(path);
      // many are compared along the file, a few by halving
      for (const called of [many, many.slice(0, 1)]) {
        const known = new ListedBefore(
          [
            { id: ids[0], path },
            { id: ids[1], path: good },
          ],
          cipher,
        );
        known.lookUp(tableOf(called), '86');
        known.judged(2, [0]);
        const [bad, other] = known.found(() => true);
        assert.equal(bad?.about, null, damage);
        assert.equal(other?.about?.name, 'Complaints', damage);
        assert.equal(other.blockedRows, 1, damage);
      }
    }
    assert.equal(openList(join(folder, 'gone.list'), cipher.keyId), null);
  });

  test('a newer list takes the place of the one before whole, and nothing else is left behind', async (t) => {
    const folder = tempFolder(t);
    const path = join(folder, 'one.list');
    await write(path, ids[0], ['13900770000']);
    const before = openList(path, cipher.keyId);
    await write(path, ids[0], ['13900770001', '13900770002']);
    const after = openList(path, cipher.keyId);
    assert.deepEqual([before?.about.numbers, after?.about.numbers], [1, 2]);
    assert.equal(before?.file.all(0)?.count, 1, 'whoever was reading the old one reads it to its end');
    before.file.close();
    after?.file.close();
    assert.deepEqual(readdirSync(folder), ['one.list']);
  });

  test('no number can be read in the file, nor the line that was not understood', async (t) => {
    const path = join(tempFolder(t), 'one.list');
    await write(path, ids[0], ['13900770000']);
    const bytes = readFileSync(path);
    const key = new Uint32Array(3);
    assert.ok(packNumber('#8613900770000', key, 0));
    for (const canary of ['13900770000', '13900770009', Buffer.from(key.buffer)])
      assert.equal(bytes.indexOf(canary), -1, String(canary));
  });
});
