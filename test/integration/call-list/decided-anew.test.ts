import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import * as v from 'valibot';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { CheckOptions, type CheckOptionsInput } from '../../../src-main/contract/call-list.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const policies = ['first', 'last', 'none', 'keep-all'] as const;
const noon = new Date(2026, 10, 29, 12, 0, 0);
const options = (input: CheckOptionsInput = {}): CheckOptions => v.parse(CheckOptions, input);

/** A list with duplicates, problems and times to come. */
async function listOf(context: TestContext): Promise<string> {
  const file = path.join(tempFolder(context), 'list.csv');
  const lines = ['sessionId,called,caller,callData,customField,recycleTime'];
  for (let i = 0; i < 300; i += 1) {
    const number = i % 7 === 0 ? '86-1' : 13_800_000_000 + ((i * 7919) % 90);
    const time = `2026-11-29 ${i % 2 === 0 ? '11' : '13'}:00:00`;
    lines.push(
      `s${i},"[{""calledNo"":""${number}""}]",${i % 11 === 0 ? 'hotline' : ''},${i % 5 === 0 ? 'hello' : ''},,${time}`,
    );
  }
  await writeFile(file, lines.join('\n'));
  return file;
}

/** All that a check has found, but how long it took. */
function foundBy(engine: CallListEngine): unknown {
  return { ...engine.checked.summary(), seconds: 0, problems: [...engine.checked.allIssues()] };
}

/** The same of a list that is opened anew. */
async function freshly(file: string, wanted: CheckOptions, now: Date): Promise<unknown> {
  const engine = await CallListEngine.open(file);
  await engine.check(wanted, {}, now);
  const found = foundBy(engine);
  await engine.close();
  return found;
}

test('another policy for duplicates gives what a check from the beginning gives', async (context) => {
  const file = await listOf(context);
  const engine = await CallListEngine.open(file);
  context.after(() => engine.close());
  await engine.check(options(), {}, noon);
  for (const duplicates of [...policies, ...policies.toReversed()]) {
    await engine.check(options({ duplicates }), {}, noon);
    assert.deepEqual(foundBy(engine), await freshly(file, options({ duplicates }), noon), duplicates);
  }
});

const later = new Date(2026, 10, 29, 14, 0, 0);
const others: readonly (readonly [what: string, wanted: CheckOptions, now: Date])[] = [
  ['a recycle time that is past by now', options({ duplicates: 'last' }), later],
  ['another option besides', options({ duplicates: 'last', ivr: true }), noon],
];
for (const [what, wanted, now] of others) {
  test(`with ${what}, the list is checked from the beginning`, async (context) => {
    const file = await listOf(context);
    const engine = await CallListEngine.open(file);
    context.after(() => engine.close());
    await engine.check(options(), {}, noon);
    await engine.check(wanted, {}, now);
    assert.deepEqual(foundBy(engine), await freshly(file, wanted, now));
  });
}

test('edits are forgotten by another policy, as by any check', async (context) => {
  const file = await listOf(context);
  const engine = await CallListEngine.open(file);
  context.after(() => engine.close());
  await engine.check(options(), {}, noon);
  await engine.checked.edit([{ row: 3, column: 'called', value: '' }]);
  await engine.check(options({ duplicates: 'last' }), {}, noon);
  assert.deepEqual(foundBy(engine), await freshly(file, options({ duplicates: 'last' }), noon));
});
