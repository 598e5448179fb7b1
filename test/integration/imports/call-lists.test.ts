import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import * as v from 'valibot';
import { changeAgain } from '../../../src-main/call-list/change-again.ts';
import { headerFingerprint } from '../../../src-main/call-list/mapping/fingerprint.ts';
import { KeptWorker } from '../../../src-main/call-list/kept-worker.ts';
import { CallListSession } from '../../../src-main/call-list/session.ts';
import { CheckOptions, type CheckOptionsInput } from '../../../src-main/contract/call-list.ts';
import type { AppliedMends } from '../../../src-main/contract/mends.ts';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { callListHandlers } from '../../../src-main/features/imports/call-list-handlers.ts';
import { FileTokens } from '../../../src-main/features/app/file-tokens.ts';
import { mappingHandlers, proposeFor } from '../../../src-main/features/imports/mapping-handlers.ts';
import { OpenCallLists } from '../../../src-main/features/imports/open-call-lists.ts';
import { MappingsTable } from '../../../src-main/store/mappings.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const options = (input: CheckOptionsInput = {}): Omit<CheckOptions, 'doNotCallLists'> =>
  v.parse(CheckOptions, input);
const quietly = (): void => undefined;
const separators: AppliedMends = {
  chosen: { mends: ['remove-separators'], options: { countryCode: '86' } },
  scope: { rule: 'called-no-characters', column: 'called' },
};
const csv = (...rows: readonly string[][]): string =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
const called = (number: string): string => `[{"calledNo":"${number}"}]`;

/** Two dashed numbers, one that only a person can mend, one that is ready. */
const list = csv(
  ['called', 'callData'],
  [called('138-0013-8000'), 'VIP'],
  [called('139-0013-9000'), '{}'],
  [called('none'), '{}'],
  [called('13700137000'), '{}'],
);

async function opened(context: TestContext, text: string, name = 'list.csv') {
  const folder = tempFolder(context);
  const path = join(folder, name);
  writeFileSync(path, text);
  const lists = new OpenCallLists();
  context.after(() => lists.closeAll());
  const { list: id } = await lists.open(path);
  return { lists, id, path, folder };
}

test('changes are counted, and make the same list again from its source', async (context) => {
  const { lists, id, path } = await opened(context, list);
  const before = await lists.check(id, options(), quietly);
  assert.deepEqual([before.ready, before.rejected], [1, 3]);
  const mended = await lists.mend(id, separators);
  assert.deepEqual([mended.ready, mended.rejected, mended.edited], [3, 1, 2]);
  const { row, summary } = await lists.edit(id, { row: 4, column: 'called', value: called('13600136000') });
  assert.equal(row.status, 'ready');
  assert.deepEqual([summary.ready, summary.rejected, summary.edited], [4, 0, 3]);

  const { edits, summary: kept } = lists.checked(id);
  assert.equal(edits.length, 2);
  assert.deepEqual(kept, summary);
  const again = await CallListSession.open(path);
  context.after(() => again.close());
  await again.check(options());
  const replayed = await changeAgain(again, edits, new AbortController().signal);
  assert.deepEqual({ ...replayed, seconds: 0 }, { ...summary, seconds: 0 });
});

test('another judgement keeps the changes, another reading does not', async (context) => {
  const { lists, id } = await opened(context, list);
  await lists.check(id, options(), quietly);
  await lists.mend(id, separators);
  const strict = await lists.check(id, options({ ivr: true }), quietly);
  assert.equal(strict.edited, 2);
  assert.equal(lists.checked(id).edits.length, 1);
  const mapping: Mapping = { called: [{ column: 'called' }] };
  const mapped = await lists.check(id, options({ mapping }), quietly);
  assert.equal(mapped.edited, 0);
  assert.deepEqual(lists.checked(id).edits, []);
});

test('a list that was changed is no longer the one that was handed over', async (context) => {
  const { lists, id } = await opened(context, list);
  await lists.check(id, options(), quietly);
  const handed = lists.checked(id);
  assert.equal(lists.isAsChecked(id, handed), true);
  await lists.edit(id, { row: 4, column: 'called', value: called('13600136000') });
  assert.equal(lists.isAsChecked(id, handed), false);
});

test('a change needs a check', async (context) => {
  const { lists, id } = await opened(context, list);
  await assert.rejects(lists.mend(id, separators), dialdeskError('conflict'));
});

test('another look stops the one before, and neither stops a check', async (context) => {
  const { lists, id } = await opened(context, list);
  await lists.check(id, options(), quietly);
  const look = () =>
    lists.look(id, (session, signal) =>
      session.previewMends(separators.chosen, separators.scope, { signal }),
    );
  const first = assert.rejects(look(), dialdeskError('cancelled'));
  const [second, check] = await Promise.all([look(), lists.check(id, options(), quietly)]);
  await first;
  assert.equal(second.changed, 2);
  assert.equal(check.rows, 4);
});

test('a do-not-call list comes as a token, and says that it is not the list when it cannot be read', async (context) => {
  const { lists, id, folder } = await opened(context, list);
  const tokens = new FileTokens();
  const handlers = callListHandlers({
    lists,
    tokens,
    mappings: new MappingsTable(memoryStatements()),
    now: Date.now,
    desktop: { pickFiles: noPath, pickSavePath: noFile, copyText: quietly, language: () => 'en' },
    push: { progress: quietly, mendProgress: quietly },
  });
  const check = async (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    const [file] = await tokens.register([join(folder, name)]);
    return handlers.check({ list: id, options: options({ doNotCall: file?.token ?? '' }) });
  };
  const summary = await check('numbers.txt', 'number\n137 0013 7000\n');
  assert.deepEqual([summary.ready, summary.rejected], [0, 4]);
  assert.ok(summary.groups.some(({ rule, count }) => rule === 'do-not-call' && count === 1));
  await assert.rejects(
    async () => check('numbers.xlsx', '%PDF-1.7'),
    dialdeskError('file_unreadable', { file: 'do-not-call' }),
  );
  await assert.rejects(
    async () => handlers.check({ list: id, options: options({ doNotCall: randomUUID() }) }),
    dialdeskError('not_found'),
  );
});

test('all problems are saved as CSV that no spreadsheet takes for formulas', async (context) => {
  const { lists, id, folder } = await opened(
    context,
    csv(['called'], [called('1-2')], ['=1+1'], ['a "b"\nc']),
  );
  const target = join(folder, 'problems.csv');
  const handlers = callListHandlers({
    lists,
    tokens: new FileTokens(),
    mappings: new MappingsTable(memoryStatements()),
    now: Date.now,
    desktop: {
      pickFiles: noPath,
      pickSavePath: () => Promise.resolve(target),
      copyText: quietly,
      language: () => 'zh',
    },
    push: { progress: quietly, mendProgress: quietly },
  });
  await handlers.check({ list: id, options: options() });
  const saved = await handlers.saveProblems({ list: id });
  const text = readFileSync(target, 'utf8');
  assert.ok(text.startsWith('\ufeff'));
  const [, first, second, ...rest] = text.split('\r\n');
  assert.match(
    first ?? '',
    /^2,called,[^,]+,called-no-characters,.*\p{Script=Han}.*,"\[\{""calledNo"":""1-2""\}\]"$/u,
  );
  assert.match(second ?? '', /,'=1\+1$/);
  assert.ok(rest.join('\r\n').includes('"a ""b""\nc"'));
  assert.equal(saved?.rows, 3);
});

test('a saved mapping is proposed again for the same headers, also below a title', async (context) => {
  const mappings = new MappingsTable(memoryStatements());
  const headers = ['Name', 'Mobile', 'City'];
  const rows = [headers, ['Ann', '13800138000', 'Bern'], ['Ben', '13900139000', 'Rome']];
  const first = await opened(context, csv(['Export of May', '', ''], ...rows), 'may.csv');
  const session = first.lists.session(first.id);
  await session.read({ headerRow: 2 });
  const mapping: Mapping = { headerRow: 2, called: [{ column: 'Mobile' }], customField: { column: 'City' } };
  const handlers = mappingHandlers({ mappings, lists: first.lists, now: Date.now });
  await handlers.save({ list: first.id, name: 'CRM', mapping });
  assert.deepEqual(mappings.forHeader(headerFingerprint(headers)).length, 1);

  const second = await opened(context, csv(['Export of June', '', ''], ...rows), 'june.csv');
  const offer = await proposeFor(second.lists.session(second.id), mappings, true, Date.now);
  assert.equal(offer.saved?.name, 'CRM');
  assert.deepEqual(offer.saved.mapping, mapping);
  assert.equal(offer.source.headerRow, 2);

  const third = await opened(context, csv(...rows.map((cells) => [...cells, 'x'])), 'other.csv');
  const other = await proposeFor(third.lists.session(third.id), mappings, true, Date.now);
  assert.equal(other.saved, null);
  assert.deepEqual(other.proposal.mapping?.called, [{ column: 'Mobile' }]);
});

test('a first row that is a customer is no header, unless the supervisor says so', async (context) => {
  const mappings = new MappingsTable(memoryStatements());
  const { lists, id } = await opened(context, csv(['Ann', '13800138000'], ['Ben', '13900139000']));
  const session = lists.session(id);
  const kept = await proposeFor(session, mappings, false, Date.now);
  assert.equal(kept.source.headerRow, 1);
  const found = await proposeFor(session, mappings, true, Date.now);
  assert.equal(found.source.headerRow, 0);
  const { mapping } = found.proposal;
  assert.ok(mapping);
  const rows = await session.preview(mapping);
  assert.deepEqual(
    rows.map(({ row, values }) => [row, values[1]]),
    [
      [1, called('13800138000')],
      [2, called('13900139000')],
    ],
  );
});

const noPath = (): Promise<readonly string[]> => Promise.resolve([]);
const noFile = (): Promise<string | null> => Promise.resolve(null);

test('a list that is opened after another was closed is its own, and who asks of the closed one gets no answer', async (context) => {
  const { lists, id, path, folder } = await opened(context, list);
  const first = lists.session(id);
  await lists.check(id, options(), quietly);
  const otherPath = join(folder, 'other.csv');
  writeFileSync(otherPath, csv(['called'], [called('13600136000')]));
  await lists.close(id);
  const other = await lists.open(otherPath);
  assert.equal(other.source.name, 'other.csv');
  await assert.rejects(lists.session(other.list).summary(), dialdeskError('conflict'), 'not checked yet');
  const summary = await lists.check(other.list, options(), quietly);
  assert.deepEqual([summary.rows, summary.ready, summary.issues], [1, 1, 0]);
  await assert.rejects(first.summary(), dialdeskError('cancelled'));
  const again = await lists.open(path);
  assert.equal((await lists.check(again.list, options(), quietly)).rejected, 3, 'beside the other one');
});

test('the thread of a closed list is kept for the next one, unless it is doing something', async (context) => {
  const { path } = await opened(context, list);
  const kept = new KeptWorker();
  context.after(() => kept.end());
  const first = await CallListSession.open(path);
  const worker = await first.release();
  assert.ok(worker);
  await kept.keep(worker);
  const second = await CallListSession.open(path, { worker: kept.take() });
  assert.equal(kept.take(), undefined, 'it is taken once');
  const checking = assert.rejects(second.check(options()), dialdeskError('cancelled'));
  assert.equal(await second.release(), undefined);
  await checking;
  assert.ok(worker.ended);
});
