import assert from 'node:assert/strict';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import * as v from 'valibot';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { NumberCipher } from '../../../src-main/call-list/known/fingerprints.ts';
import { keepList } from '../../../src-main/call-list/known/keep-list.ts';
import { listPath } from '../../../src-main/call-list/known/list-file.ts';
import { NumberFile, writeNumberFile } from '../../../src-main/call-list/known/number-file.ts';
import type { KnownPlaces } from '../../../src-main/call-list/known/places.ts';
import { CheckOptions, type CheckOptionsInput } from '../../../src-main/contract/call-list.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const policies = ['first', 'last', 'none', 'keep-all'] as const;
const noon = new Date(2026, 10, 29, 12, 0, 0);
const later = new Date(2026, 10, 29, 14, 0, 0);
const key = new Uint8Array(32).fill(7);
const connectionId = '00000000-0000-4000-8000-000000000000';
const listIds = ['0192f3a4-0000-4000-8000-000000000001', '0192f3a4-0000-4000-8000-000000000002'] as const;
const options = (input: CheckOptionsInput = {}): CheckOptions => v.parse(CheckOptions, input);

const numberAt = (i: number): string => String(13_800_000_000 + ((i * 7919) % 90));

/** A list with duplicates, customers who are marked, problems of many kinds and times to come. */
async function listOf(folder: string): Promise<string> {
  const file = path.join(folder, 'list.csv');
  const lines = ['sessionId,called,caller,callData,customField,recycleTime,DoNotCall'];
  for (let i = 0; i < 300; i += 1) {
    const number = i % 7 === 0 ? '86-1' : (i % 5 === 0 ? '86' : '') + numberAt(i);
    const second = i % 3 === 0 ? `,{""calledNo"":""${numberAt(i + 11)}""}` : '';
    const time = `2026-11-29 ${i % 2 === 0 ? '11' : '13'}:00:00`;
    lines.push(
      [
        i % 13 === 0 ? 'S'.repeat(40) : `s${i}`,
        `"[{""calledNo"":""${number}""}${second}]"`,
        ...[i % 11 === 0 ? 'hotline' : '', i % 5 === 0 ? 'hello' : '', '', time, i % 37 === 0 ? 'x' : ''],
      ].join(),
    );
  }
  await writeFile(file, lines.join('\n'));
  return file;
}

/** Lists of numbers that must not be called, two of them kept in a library, and what was sent on two days. */
async function knownIn(folder: string): Promise<{ files: string[]; places: KnownPlaces }> {
  const [lists, sent] = [path.join(folder, 'lists'), path.join(folder, 'sent')];
  for (const each of [lists, sent]) await mkdir(each);
  const files: string[] = [];
  for (const [at, step] of [4, 9, 6, 17].entries()) {
    const file = path.join(folder, `${step}.txt`);
    files.push(file);
    // some of them written in a way that makes them likely, and no more
    const numbers = Array.from({ length: 12 }, (_, i) => `${i % 4 === 0 ? '+1 ' : ''}${numberAt(i * step)}`);
    await writeFile(file, numbers.join('\n'));
    const id = listIds[at];
    if (id === undefined) continue;
    const named = { id, name: `list ${at}` };
    await keepList({ source: file, target: listPath(lists, id), key, named, now: noon.getTime() });
  }
  for (const [at, file] of files.slice(2).entries()) {
    const engine = await CallListEngine.open(await templateOf(file));
    await engine.check(options());
    const numbers = path.join(folder, `numbers-${at}`);
    await engine.checked.writeNumbers({ path: numbers, key });
    await engine.close();
    const made = NumberFile.open(numbers);
    const all = made?.all(0);
    made?.close();
    assert.ok(all);
    const jobId = `00000000-0000-4000-8000-00000000000${at}`;
    const about = {
      ...{ jobId, name: `import ${at}`, sourceName: 'list.csv', centre: 'centre', campaignName: null },
      ...{ campaignId: `campaign ${at}`, at: noon.getTime() - (at * 5 + 1) * 86_400_000 },
    };
    const head = { keyId: new NumberCipher(key).keyId, home: '86', about };
    await writeNumberFile(path.join(sent, `${jobId}.00000000.${at === 0 ? 'sent' : 'asked'}`), head, [all]);
  }
  return { files, places: { key, lists, sent } };
}

/** The numbers of a text file as a call list. */
async function templateOf(file: string): Promise<string> {
  const numbers = Array.from({ length: 40 }, (_, i) => numberAt(i * (file.endsWith('6.txt') ? 6 : 17)));
  const list = `${file}.csv`;
  await writeFile(list, ['called', ...numbers.map((each) => `"[{""calledNo"":""${each}""}]"`)].join('\n'));
  return list;
}

/** All that a check has found, but how long it took. */
function foundBy(engine: CallListEngine): unknown {
  const { checked } = engine;
  const { states, marked, calledRows } = checked.checker;
  const rows = Array.from({ length: states.count }, (_, i) => {
    const row = states.first + i;
    return [states.status(row), states.isWarned(row), states.hour(row), marked.has(row)];
  });
  const called: unknown[] = [];
  calledRows.each((row, numbers) => called.push([row, Array.from(numbers)]));
  return { ...checked.summary(), seconds: 0, problems: [...checked.allIssues()], rows, called };
}

/** The same of a list that is opened anew. */
async function freshly(
  file: string,
  wanted: CheckOptions,
  now = noon,
  places?: KnownPlaces,
): Promise<unknown> {
  const engine = await CallListEngine.open(file);
  await engine.check(wanted, {}, now, places);
  const found = foundBy(engine);
  await engine.close();
  return found;
}

async function opened(
  context: TestContext,
): Promise<{ folder: string; file: string; engine: CallListEngine }> {
  const folder = tempFolder(context);
  const file = await listOf(folder);
  const engine = await CallListEngine.open(file);
  context.after(() => engine.close());
  return { folder, file, engine };
}

test('whatever numbers are compared with, another choice gives what a check from the beginning gives', async (context) => {
  const { folder, file, engine } = await opened(context);
  const { files, places } = await knownIn(folder);
  const lists = listIds.map((id, at) => ({ id, name: `list ${at}` }));
  const choices = fc.record({
    duplicates: fc.constantFrom(...policies),
    doNotCall: fc.constantFrom(undefined, undefined, files[0], files[1]),
    doNotCallLists: fc.option(
      fc.subarray(lists).map((applied) => ({ oldAfterDays: 30 as const, lists: applied })),
      { nil: undefined },
    ),
    calledBefore: fc.option(
      fc.record({
        action: fc.constantFrom('leave-out' as const, 'warn' as const, 'ignore' as const),
        days: fc.constantFrom(3 as const, 14 as const),
        campaignId: fc.constantFrom(null, 'campaign 0', 'campaign 1'),
        connectionId: fc.constant(connectionId),
        centre: fc.constant('centre'),
      }),
      { nil: undefined },
    ),
  });
  let last = options();
  await engine.check(last, {}, noon, places);
  let blocked = 0;
  let before = 0;
  await fc.assert(
    fc.asyncProperty(choices, async (chosen) => {
      const wanted = options(chosen);
      const { checker } = engine.checked;
      const summary = await engine.check(wanted, {}, noon, places);
      assert.deepEqual(foundBy(engine), await freshly(file, wanted, noon, places));
      if (!isDeepStrictEqual(last, wanted))
        assert.ok(engine.checked.checker === checker, 'the list is not read again');
      last = wanted;
      blocked += summary.doNotCall?.blockedRows ?? 0;
      before += summary.calledBefore?.rows ?? 0;
    }),
    { numRuns: 60, endOnFailure: true },
  );
  assert.ok(blocked > 0 && before > 0, 'something was found each way');
});

const others: readonly (readonly [what: string, wanted: CheckOptions, now: Date])[] = [
  ['a recycle time that is past by now', options({ duplicates: 'last' }), later],
  ['another option besides', options({ duplicates: 'last', ivr: true }), noon],
  ['the same options', options(), noon],
];
for (const [what, wanted, now] of others) {
  test(`with ${what}, the list is checked from the beginning`, async (context) => {
    const { file, engine } = await opened(context);
    await engine.check(options(), {}, noon);
    const { checker } = engine.checked;
    await engine.check(wanted, {}, now);
    assert.notEqual(engine.checked.checker, checker);
    assert.deepEqual(foundBy(engine), await freshly(file, wanted, now));
  });
}

test('a file that was written to is read again, whatever was chosen', async (context) => {
  const { file, engine } = await opened(context);
  await engine.check(options(), {}, noon);
  const { checker } = engine.checked;
  await utimes(file, later, later);
  await engine.check(options({ duplicates: 'last' }), {}, noon);
  assert.notEqual(engine.checked.checker, checker);
});

test('edits are forgotten by another choice, as by any check', async (context) => {
  const { file, engine } = await opened(context);
  await engine.check(options(), {}, noon);
  await engine.checked.edit([{ row: 3, column: 'called', value: '' }]);
  await engine.check(options({ duplicates: 'last' }), {}, noon);
  assert.deepEqual(foundBy(engine), await freshly(file, options({ duplicates: 'last' })));
});

test('where the do-not-call list cannot be read, nothing is left that was decided without it', async (context) => {
  const { folder, engine } = await opened(context);
  await engine.check(options(), {}, noon);
  const doNotCall = path.join(folder, 'gone.txt');
  await assert.rejects(engine.check(options({ doNotCall }), {}, noon));
  assert.throws(() => engine.checked);
});
