import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, suite, test } from 'node:test';
import * as v from 'valibot';
import { runCheck } from '../../../src-main/call-list/check-command.ts';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { sourceNotes } from '../../../src-main/call-list/source-notes.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { Mapping } from '../../../src-main/contract/mapping.ts';
import { mostProblemsOfCell } from '../../../src-main/contract/template-rules.ts';
import { openDialdesk, type Dialdesk } from '../../support/dialdesk.ts';
import { faults, foreignPhones, hostileLists, listFaults, type Right } from '../../support/list-faults.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// One table says what is right of each list; the command and the window's own way are each compared with it, and so with
// one another.

/** What a way of checking a list says of it, in the words of the table. */
type Answer = Omit<Required<Right>, 'map' | 'doNotCall' | 'duplicates' | 'leaveOutHidden' | 'refused'>;

interface CommandOutput {
  readonly rows: number;
  readonly ready: number;
  readonly blank: number;
  readonly issues: readonly { readonly row: number; readonly column: string; readonly rule: string }[];
  readonly notes?: readonly { readonly kind: string }[];
  readonly doNotCall?: { readonly numbers: number };
}

const called = (issues: CommandOutput['issues']): string[] =>
  issues.map(({ row, column, rule }) => `${row} ${column} ${rule}`);

/** Columns of some rows by their names. */
function byColumn(header: readonly string[], rows: readonly (readonly string[])[]): Answer['clean'] {
  return Object.fromEntries(header.map((name, at) => [name, rows.map((row) => row[at] ?? '')]));
}

async function throughTheCommand(file: string, right: Right, folder: string): Promise<Answer> {
  const out = join(folder, 'clean.xlsx');
  const args = [
    ...[join(faults, file), '--out', out],
    ...(right.map === undefined ? [] : ['--map', join(faults, right.map)]),
    ...(right.doNotCall === undefined ? [] : ['--do-not-call', join(faults, right.doNotCall)]),
    ...(right.duplicates === undefined ? [] : ['--duplicates', right.duplicates]),
    ...(right.leaveOutHidden === undefined ? [] : ['--leave-out-hidden']),
  ];
  const { status, out: text, err } = await command(...args, '--json');
  if (status === 2) throw new Error(err);
  assert.equal(err, '');
  const { rows, ready, blank, issues, notes = [], doNotCall } = JSON.parse(text) as CommandOutput;
  assert.equal(status, ready + blank === rows ? 0 : 1);
  const [header = [], ...sent] =
    ready === 0 ? [] : Object.values(await readRows(out)).map((texts) => texts ?? []);
  return {
    ...{ counts: `${ready} of ${rows}`, blank, issues: called(issues) },
    ...{ listed: doNotCall?.numbers ?? 0, notes: notes.map(({ kind }) => kind) },
    clean: byColumn(header, sent),
  };
}

async function command(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await runCheck(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { status, out, err };
}

/** As a supervisor does it: dropped, read in the worker, checked, looked at row by row. */
async function throughTheWindow(file: string, right: Right, { client, drop }: Dialdesk): Promise<Answer> {
  const { list, source } = await client.callLists.open({ token: await drop(join(faults, file)) });
  try {
    const mapping =
      right.map === undefined
        ? undefined
        : v.parse(Mapping, JSON.parse(readFileSync(join(faults, right.map), 'utf8')));
    const summary = await client.callLists.check({
      list,
      options: {
        ...(mapping && { mapping }),
        ...(right.doNotCall !== undefined && { doNotCall: await drop(join(faults, right.doNotCall)) }),
        ...(right.duplicates && { duplicates: right.duplicates }),
        ...(right.leaveOutHidden && { leaveOutHidden: true }),
      },
    });
    const { items, total } = await client.callLists.issues({ list, query: { offset: 0, limit: 100 } });
    assert.equal(items.length, total);
    const rows = [];
    const first = mapping?.headerRow === null ? 1 : source.headerRow + 1;
    for (let row = first; row < first + summary.rows; row += 1) {
      try {
        rows.push(await client.callLists.row({ list, row }));
      } catch (error) {
        // A blank one.
        if (!(error instanceof DialdeskError) || error.code !== 'not_found') throw error;
      }
    }
    const sent = rows.filter(({ status }) => status === 'ready').map(({ values }) => values);
    return {
      ...{ counts: `${summary.ready} of ${summary.rows}`, blank: summary.blank, issues: called(items) },
      ...{
        listed: summary.doNotCall?.numbers ?? 0,
        notes: sourceNotes(source, summary).map(({ kind }) => kind),
      },
      clean: byColumn(
        sent[0]?.map(({ column }) => column) ?? [],
        sent.map((values) => values.map(({ value }) => value)),
      ),
    };
  } finally {
    await client.callLists.close({ list });
  }
}

async function isRight(answer: Promise<Answer>, right: Right): Promise<void> {
  if (right.refused !== undefined) return assert.rejects(answer, right.refused);
  const { clean, ...said } = await answer;
  const { counts, blank = 0, issues = [], listed = 0, notes = [] } = right;
  assert.deepEqual(said, { counts, blank, issues, listed, notes });
  for (const [column, texts] of Object.entries(right.clean ?? {}))
    assert.deepEqual(clean[column], texts, column);
}

const ways = (file: string, { map, doNotCall, leaveOutHidden }: Right): string =>
  [file, map, doNotCall, leaveOutHidden && '--leave-out-hidden'].filter(Boolean).join(' with ');

suite('lists that went wrong, by the command', () => {
  for (const [file, right] of listFaults)
    test(ways(file, right), (context) => isRight(throughTheCommand(file, right, tempFolder(context)), right));
});

suite('lists that went wrong, in the window', () => {
  const ended: (() => void | Promise<void>)[] = [];
  const whole = { after: (end: () => void | Promise<void>) => void ended.unshift(end) };
  let app: Promise<Dialdesk> | undefined;
  after(async () => {
    for (const end of ended) await end();
  });
  for (const [file, right] of listFaults)
    test(ways(file, right), async () => {
      app ??= openDialdesk(whole, tempFolder(whole));
      await isRight(throughTheWindow(file, right, await app), right);
    });
});

test('the phone of a foreign list is proposed, the same by the command and in the window', async (context) => {
  const { client, drop } = await openDialdesk(context, tempFolder(context));
  for (const [name, columns] of Object.entries(foreignPhones)) {
    const path = join(faults, 'foreign', name);
    const { list } = await client.callLists.open({ token: await drop(path) });
    const { source, proposal } = await client.callLists.propose({ list, findHeader: true });
    await client.callLists.close({ list });
    assert.deepEqual(
      proposal.mapping?.called.map(({ column }) => column),
      columns,
      name,
    );
    const { status, err } = await command(path);
    assert.equal(status, 2, name);
    const printed = err.split('\n').find((line) => line.startsWith('{')) ?? '';
    // The window has read a list without a header again, so that its mapping need not say so.
    const { headerRow, ...mapping } = v.parse(Mapping, JSON.parse(printed));
    assert.equal(headerRow === null, source.headerRow === 0, name);
    assert.deepEqual(mapping, proposal.mapping, name);
  }
});

test('every list that was handed in is in one of the tables', () => {
  const known = new Set<string | undefined>([
    ...listFaults.flatMap(([file, { map, doNotCall }]) => [file, map, doNotCall]),
    ...hostileLists.map(([file]) => file),
    ...Object.keys(foreignPhones),
  ]);
  const there = readdirSync(faults, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const missing = there.map(({ name }) => basename(name)).filter((name) => !known.has(name));
  assert.deepEqual(missing, []);
});

for (const [file, rows] of hostileLists) {
  test(`a file made to cost time costs little: ${file}`, { timeout: 60_000 }, async () => {
    const engine = await CallListEngine.open(join(faults, file));
    try {
      await engine.propose();
      if (rows === 0) return;
      const summary = await engine.check({ ivr: false, duplicates: 'first' });
      assert.equal(summary.rows, rows);
      // Of each cell, so many problems are listed, and that there are more.
      assert.ok(summary.issues <= rows * (mostProblemsOfCell + 1), String(summary.issues));
    } finally {
      await engine.close();
    }
  });
}
