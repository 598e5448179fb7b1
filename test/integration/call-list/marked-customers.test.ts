import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { CheckOptions, CheckSummary } from '../../../src-main/contract/call-list.ts';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { runCheck } from '../../../src-main/call-list/check-command.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const mapping = { called: [{ column: 'phone' }] };

async function checked(context: TestContext, text: string, options: Partial<CheckOptions> = {}) {
  const folder = tempFolder(context);
  const path = join(folder, 'list.csv');
  writeFileSync(path, text);
  const engine = await CallListEngine.open(path);
  context.after(() => engine.close());
  const check = (more: Partial<CheckOptions> = {}): Promise<CheckSummary> =>
    engine.check({ ivr: false, duplicates: 'first', mapping, ...options, ...more });
  const problems = (): string[] =>
    [...engine.checked.allIssues()].map(({ row, rule, severity, detail }) =>
      [row, rule, severity, detail].filter((part) => part !== '').join(' '),
    );
  return { folder, engine, summary: await check(), check, problems };
}

const list = 'phone,DNC\n13900770001,yes\n13900770002,\n13900770003,1\n';

suite('customers whom a list marks as not to be called', () => {
  test('are left out until they are called all the same, each with a warning', async (context) => {
    const { summary, check, problems } = await checked(context, list);
    assert.equal(summary.ready, 1);
    const called = await check({ callMarked: true });
    assert.deepEqual([called.ready, called.warned, called.rejected], [3, 2, 0]);
    assert.deepEqual(problems(), ['2 marked-do-not-call warning', '4 marked-do-not-call warning']);
    assert.equal((await check()).ready, 1);
  });

  test('stay left out where they are on a do-not-call list too', async (context) => {
    const folder = tempFolder(context);
    const doNotCall = join(folder, 'blocked.txt');
    writeFileSync(doNotCall, '+86 139 0077 0003\n');
    const { summary, problems } = await checked(context, list, { callMarked: true, doNotCall });
    assert.equal(summary.ready, 2);
    assert.ok(problems().includes('4 do-not-call error 13900770003'));
  });

  const rows: readonly (readonly [why: string, marked: string, other: string])[] = [
    ['the same', '13900770001', '13900770001'],
    ['with the country’s code', '8613900770001', '13900770001'],
    ['with the code here', '13900770001', '8613900770001'],
    ['dressed so that it cannot be dialled', '(+86) 139-0077-0001', '13900770001'],
    ['an area code with its 0', '075583630000', '8675583630000'],
  ];
  for (const [why, marked, other] of rows) {
    test(`are called in no other row either: ${why}`, async (context) => {
      for (const text of [
        `phone,DNC\n${marked},yes\n${other},\n13900770009,\n`,
        `phone,DNC\n${other},no\n13900770009,\n${marked},yes\n`,
      ]) {
        const { summary, problems } = await checked(context, text);
        assert.deepEqual([summary.ready, summary.rejected], [1, 2], text);
        assert.ok(
          problems().some((problem) => problem.endsWith(`marked-do-not-call error ${other}`)),
          problems().join(),
        );
      }
    });
  }

  test('have all their numbers called nowhere else, and a row is one problem', async (context) => {
    const two = { called: [{ column: 'phone' }, { column: 'home' }] };
    const text =
      'phone,home,DNC\n13900770001,13900770002,y\n13900770001,13900770002,\n13900770003,13900770002,\n13900770004,,\n';
    const { summary, problems } = await checked(context, text, { mapping: two });
    assert.equal(summary.ready, 1);
    assert.deepEqual(problems(), [
      '2 marked-do-not-call error',
      '3 marked-do-not-call error 13900770001',
      '4 marked-do-not-call error 13900770002',
    ]);
  });

  test('are not called by a row that is edited to their number', async (context) => {
    const { engine, problems } = await checked(context, list);
    const edited = await engine.checked.edit([
      { row: 3, column: 'called', value: '[{"calledNo":"13900770001"}]' },
      { row: 2, column: 'called', value: '[{"calledNo":"13900770007"}]' },
    ]);
    assert.equal(edited.ready, 0);
    assert.ok(problems().includes('3 marked-do-not-call error 13900770001'), problems().join());
  });

  test('share no number that is only alike', async (context) => {
    const { summary } = await checked(context, 'phone,DNC\n13900770001,yes\n15800770001,\n');
    assert.equal(summary.ready, 1);
  });

  test('are called by the command only where it is told to', async (context) => {
    const folder = tempFolder(context);
    const [file, map, clean] = ['list.csv', 'map.json', 'clean.xlsx'].map((name) => join(folder, name));
    if (file === undefined || map === undefined || clean === undefined) throw new Error('three names');
    writeFileSync(file, list);
    writeFileSync(map, JSON.stringify(mapping));
    const run = async (...args: string[]) => {
      let out = '';
      const status = await runCheck([file, '--map', map, '--json', '--out', clean, ...args], {
        out: (text) => (out += text),
        err: (text) => assert.fail(text),
      });
      const { notes } = JSON.parse(out) as { notes: { kind: string }[] };
      const sent = Object.keys(await readRows(clean)).length - 1;
      return { status, sent, note: notes.find(({ kind }) => kind === 'marked-rows') };
    };
    assert.deepEqual(await run(), {
      status: 1,
      sent: 1,
      note: { kind: 'marked-rows', rows: 2, leftOut: true },
    });
    assert.deepEqual(await run('--call-marked'), {
      ...{ status: 0, sent: 3 },
      note: { kind: 'marked-rows', rows: 2, leftOut: false },
    });
  });
});
