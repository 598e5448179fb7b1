import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { packNumber } from '../../../src-main/call-list/check/packed-number.ts';
import { ListedNumbers, listing } from '../../../src-main/call-list/do-not-call/listed-numbers.ts';
import { writtenNumber } from '../../../src-main/call-list/do-not-call/number-readings.ts';
import { NumberCipher } from '../../../src-main/call-list/known/fingerprints.ts';
import { ListedBefore } from '../../../src-main/call-list/known/listed-before.ts';
import { listPath, openList, writeList } from '../../../src-main/call-list/known/list-file.ts';
import { withoutNumbers } from '../../../src-main/call-list/known/without-numbers.ts';
import { numberTableOf } from '../../support/number-table-of.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const cipher = new NumberCipher(new Uint8Array(32).fill(7));
const otherKey = new Uint8Array(32).fill(8);
const ids = ['0192f3a4-0000-4000-8000-000000000001', '0192f3a4-0000-4000-8000-000000000002'] as const;

function listOf(numbers: readonly string[], home: string): ListedNumbers {
  const listed = new ListedNumbers(home);
  for (const number of numbers) listed.add(writtenNumber(number.replace('+', ''), number.startsWith('+')));
  return listed;
}

/** Writes a list as it would be read from a file with one line that was not understood. */
async function write(
  path: string,
  id: string,
  numbers: readonly string[],
  home = '86',
  by = cipher,
  readAt = 5,
  column = 'phone (not 4008 770 006)',
) {
  const listed = listOf(numbers, home);
  const facts = {
    ...{ name: '13900770007.csv', numbers: listed.count, notUnderstood: 1, mayBeCalled: 0, country: home },
    columns: [{ sheet: null, column, numbers: numbers.length }],
    firstNotUnderstood: { sheet: null, row: 3, text: 'call 13900770009 never' },
    ...{ sheetsWithout: [], blockedRows: 0, likelyRows: 0 },
  };
  await writeList(
    path,
    by,
    { numbers: listed, facts },
    { id, name: 'Complaints 13900770007', readAt, changedAt: 4 },
  );
  return listed;
}

/** The lists of a folder, as a check applies them. */
function libraryOf(
  folder: string,
  applied: readonly string[],
  by: NumberCipher | null = cipher,
): ListedBefore {
  const lists = applied.map((id) => ({ id, name: 'Complaints' }));
  return new ListedBefore(folder, by, { oldAfterDays: 30, lists, now: 6 });
}

/** A list that can be opened. */
function opened(path: string) {
  const open = openList(path, cipher.keyId);
  assert.ok(typeof open === 'object');
  return open;
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
    await fc.assert(
      fc.asyncProperty(
        list,
        fc.array(digits, { maxLength: 20 }),
        fc.constantFrom('86', '49', '1', '7', ''),
        async (listed, others, home) => {
          const path = listPath(folder, ids[0]);
          const written = listed.map(([plus, number]) => (plus && /^\d+$/.test(number) ? '+' : '') + number);
          const itself = await write(path, ids[0], written, home);
          // each as it stands, with and without what is dialled in front
          const called = listed.flatMap(([, number]) => [number, `0${number}`, `${home}${number}`]);
          const table = numberTableOf(
            [...called, ...others, ...others.map((number) => number.slice(2))].filter(
              (number) => number.length > 0 && number.length <= 24,
            ),
          );
          const known = libraryOf(folder, [ids[0]]);
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
    await write(listPath(folder, ids[0]), ids[0], ['13900770000', '13900770001']);
    await write(listPath(folder, ids[1]), ids[1], ['+8613900770000']);
    const known = libraryOf(folder, ids);
    known.lookUp(numberTableOf(['13900770000', '8613900770001', '13900770002']), '86');
    [0, 1, 2].forEach((number) => known.judged(number + 2, [number]));
    const blocked = () =>
      known
        .found()
        .map(({ id, facts, blockedRows, likelyRows }) => [id, facts?.numbers, blockedRows, likelyRows]);
    assert.deepEqual(blocked(), [
      [ids[0], 2, 2, 0],
      [ids[1], 1, 1, 0],
    ]);
    assert.deepEqual(
      [2, 3, 4].map((row) => known.blocks(row)),
      [true, true, false],
    );
    assert.deepEqual(known.judge(0), { rule: 'do-not-call', isError: true, detail: '13900770000' });
    known.judged(2, []);
    assert.deepEqual(blocked(), [
      [ids[0], 2, 1, 0],
      [ids[1], 1, 0, 0],
    ]);
  });

  test('numbers that edits bring are looked up too, and those before stay', async (t) => {
    const folder = tempFolder(t);
    await write(listPath(folder, ids[0]), ids[0], ['13900770000', '13900770001']);
    const table = numberTableOf(['13900770000', '13900770002']);
    const known = libraryOf(folder, [ids[0]]);
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

  test('in the order of its source’s age, a list is old', async (t) => {
    const folder = tempFolder(t);
    await write(listPath(folder, ids[0]), ids[0], ['13900770000']);
    const dayMs = 86_400_000;
    const old = (now: number, oldAfterDays: 0 | 30) => {
      const known = new ListedBefore(folder, cipher, {
        oldAfterDays,
        lists: [{ id: ids[0], name: 'a' }],
        now,
      });
      known.lookUp(numberTableOf([]), '86');
      return known.found()[0]?.old;
    };
    // its source was changed at 4, and it was read at 5
    assert.deepEqual(
      [old(4 + 30 * dayMs, 30), old(5 + 30 * dayMs, 30), old(9 + 99 * dayMs, 0)],
      [false, true, false],
    );
  });

  test('a list that is damaged, gone, of another key, or without any, says so and takes no other with it', async (t) => {
    const folder = tempFolder(t);
    const path = listPath(folder, ids[0]);
    const many = Array.from({ length: 200 }, (_, i) => `139007${String(i).padStart(5, '0')}`);
    const faults: readonly [string, string, (path: string) => unknown][] = [
      ['cut', 'damaged', () => truncateSync(path, statSync(path).size - 1)],
      [
        'flipped',
        'damaged',
        () => {
          const bytes = readFileSync(path);
          bytes[bytes.length - 300] = (bytes[bytes.length - 300] as number) ^ 1;
          writeFileSync(path, bytes);
        },
      ],
      ['of another key', 'other-key', () => write(path, ids[0], many, '86', new NumberCipher(otherKey))],
      ['no list', 'damaged', () => writeFileSync(path, 'x')],
      ['a copy of another', 'damaged', () => copyFileSync(listPath(folder, ids[1]), path)],
      ['gone', 'gone', () => rmSync(path)],
    ];
    await write(listPath(folder, ids[1]), ids[1], many.slice(0, 1));
    for (const [name, fault, make] of faults) {
      await write(path, ids[0], many);
      await make(path);
      // many are compared along the file, a few by halving, none not at all
      for (const called of [many, many.slice(0, 1), []]) {
        const known = libraryOf(folder, ids);
        known.lookUp(numberTableOf(called), '86');
        if (called.length > 0) known.judged(2, [0]);
        const [bad, other] = known.found();
        assert.equal(bad?.fault, fault, `${name}, ${called.length}`);
        assert.equal(other?.fault, null, name);
        assert.equal(other.blockedRows, Math.min(1, called.length), name);
      }
    }
    const known = libraryOf(folder, ids, null);
    known.lookUp(numberTableOf(many), '86');
    assert.deepEqual(
      known.found().map(({ fault, facts }) => [fault, facts]),
      [
        ['no-key', null],
        ['no-key', null],
      ],
    );
  });

  test('a list that is damaged after the check says so once an edit brings numbers', async (t) => {
    const folder = tempFolder(t);
    const path = listPath(folder, ids[0]);
    await write(
      path,
      ids[0],
      Array.from({ length: 200 }, (_, i) => `139007${String(i).padStart(5, '0')}`),
    );
    const table = numberTableOf(['13900700000']);
    const known = libraryOf(folder, [ids[0]]);
    known.lookUp(table, '86');
    assert.equal(known.found()[0]?.fault, null);
    const bytes = readFileSync(path);
    bytes[bytes.length - 300] = (bytes[bytes.length - 300] as number) ^ 1;
    writeFileSync(path, bytes);
    const key = new Uint32Array(3);
    assert.ok(packNumber('13900770001', key, 0));
    table.intern(key[0] as number, key[1] as number, key[2] as number);
    known.lookUp(table, '86');
    assert.equal(known.found()[0]?.fault, 'damaged');
    assert.equal(verdict(known, 0), listing.yes, 'what was found before holds');
  });

  test('where no row was ready at first, the numbers that edits bring show what country they are in', async (t) => {
    const folder = tempFolder(t);
    await write(listPath(folder, ids[0]), ids[0], ['+4915112345671'], '49');
    const table = numberTableOf([]);
    const known = libraryOf(folder, [ids[0]]);
    known.lookUp(table, undefined);
    const key = new Uint32Array(3);
    for (const number of ['493012345678', '493012345679', '493012345680', '015112345671']) {
      assert.ok(packNumber(number, key, 0));
      table.intern(key[0] as number, key[1] as number, key[2] as number);
    }
    known.lookUp(table, undefined);
    assert.equal(verdict(known, 3), listing.yes);
  });

  test('only one that is not there is gone, and one that cannot be read stays open for nobody', (t) => {
    const folder = tempFolder(t);
    const file = join(folder, 'one');
    writeFileSync(file, '');
    const next = (): number => {
      const opened = openSync(file, 'r');
      closeSync(opened);
      return opened;
    };
    const before = next();
    mkdirSync(listPath(folder, ids[0]));
    assert.equal(openList(listPath(folder, ids[0]), cipher.keyId), 'damaged');
    assert.equal(next(), before, 'its descriptor is free again');
    assert.equal(openList(listPath(folder, ids[1]), cipher.keyId), 'gone');
    assert.equal(openList(listPath(`${folder}\0`, ids[1]), cipher.keyId), 'damaged');
  });

  test('a list with whole paragraphs in its first row can be read again', async (t) => {
    const path = listPath(tempFolder(t), ids[0]);
    const column = `phone ${'号'.repeat(30_000)}`;
    await write(path, ids[0], ['13900770000'], '86', cipher, 5, column);
    const { about, file } = opened(path);
    file.close();
    assert.deepEqual(about.facts.columns, [{ sheet: null, column: `phone ${'号'.repeat(74)}…`, numbers: 1 }]);
  });

  test('a newer list takes the place of the one before whole, and nothing else is left behind', async (t) => {
    const folder = tempFolder(t);
    const path = listPath(folder, ids[0]);
    await write(path, ids[0], ['13900770000']);
    const before = opened(path);
    await write(path, ids[0], ['13900770001', '13900770002'], '86', cipher, 6);
    const after = opened(path);
    assert.deepEqual([before.about.facts.numbers, after.about.facts.numbers], [1, 2]);
    assert.equal(before.file.all(0)?.count, 1, 'whoever was reading the old one reads it to its end');
    before.file.close();
    after.file.close();
    assert.deepEqual(readdirSync(folder), [`${ids[0]}.list`]);
  });

  test('a list that was read as of another country blocks whom it blocks as of the right one', async (t) => {
    const folder = tempFolder(t);
    const home = fc.constantFrom('86', '49', '1', '7', '');
    const national = fc.oneof(
      fc.stringMatching(/^1[3-9]\d{9}$/),
      fc.stringMatching(/^0[1-9]\d{8,10}$/),
      fc.stringMatching(/^[2-9]\d{9}$/),
      fc.stringMatching(/^(86|49|7|1|8|44)\d{9,11}$/),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), national), { minLength: 1, maxLength: 12 }),
        home,
        home,
        async (listed, called, taken) => {
          const written = listed.map(
            ([plus, number]) => (plus && !number.startsWith('0') ? '+' : '') + number,
          );
          const itself = listOf(written, called);
          await write(listPath(folder, ids[0]), ids[0], written, taken);
          const table = numberTableOf(
            listed.flatMap(([, number]) => [number, `0${number}`, `${called}${number.replace(/^0/, '')}`]),
          );
          const known = libraryOf(folder, [ids[0]]);
          known.lookUp(table, called);
          const key = new Uint32Array(3);
          for (let id = 0; id < table.count; id += 1) {
            table.copyKey(id, key, 0);
            if (itself.find(key, 0) === listing.no) continue;
            const what = `${table.text(id)} in ${called} for ${taken}: ${written.join(' ')}`;
            assert.notEqual(verdict(known, id), listing.no, what);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('no number can be read in the file: not in a name or a header, nor the line that was not understood', async (t) => {
    const path = join(tempFolder(t), 'one.list');
    await write(path, ids[0], ['13900770000']);
    const bytes = readFileSync(path);
    const key = new Uint32Array(3);
    assert.ok(packNumber('#8613900770000', key, 0));
    for (const canary of [
      '13900770000',
      '13900770009',
      '13900770007',
      '4008 770 006',
      Buffer.from(key.buffer),
    ])
      assert.equal(bytes.indexOf(canary), -1, String(canary));
    assert.match(bytes.toString('latin1'), /"column":"phone \(not/);
  });

  test('a number is taken out of a name, and a day is not', () => {
    for (const [name, kept] of [
      ['13900770000.csv', '•••.csv'],
      ['blocked +86 139-0077-0000', 'blocked •••'],
      ['blocked （０７５５）２８７８０８０８', 'blocked （•••'],
      ['blocked 139 - 0077 - 0000', 'blocked •••'],
      ['0755 - 28780808', '•••'],
      ['blocked １３９　－　００７７　－　００００', 'blocked •••'],
      ['blocked 139\u00ad0077\u22120000', 'blocked •••'],
      ['blocked 13,900,770,000', 'blocked •••'],
      ['blocked +20261128', 'blocked •••'],
      ['dnc-20261128', 'dnc-20261128'],
      ['dnc 2026-11-28 09:30', 'dnc 2026-11-28 09:30'],
      ['dnc 2026-11-28 093000', 'dnc 2026-11-28 093000'],
      ['dnc 2026-11-28 13900770000', 'dnc •••'],
      ['Q3 2026', 'Q3 2026'],
    ] as const)
      assert.equal(withoutNumbers(name), kept, name);
  });
});
