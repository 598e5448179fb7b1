import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { eachRow, lineOf, ResultLines, rowOf } from '../../../src-main/call-list/results/result-lines.ts';
import { RowFile } from '../../../src-main/call-list/results/row-file.ts';
import type { CallResultRow } from '../../../src-main/contract/call-result-rows.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const text = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '\t', '\n', '\\', '\\n', '=', '"', 'a\\"b\r\n', '\ud800', '138\u0000', '\u2028'),
);
const anyRow: fc.Arbitrary<CallResultRow> = fc.record(
  {
    called: text,
    sessionId: text,
    time: text,
    outcome: fc.constantFrom('unknown', 'connected', 'failed'),
    failCode: text,
    resultCode: text,
    callId: text,
  },
  { noNullPrototype: true },
);

test('a row is the same after it was a line, whatever its texts are', () => {
  fc.assert(
    fc.property(anyRow, (row) => {
      const line = lineOf(row);
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.deepEqual(rowOf(Buffer.from(line).toString('utf8').slice(0, -1)), row);
    }),
  );
});

test('rows come back in their order and by their places, also those that are longer than what is read at once', async (context) => {
  const path = join(tempFolder(context), 'results');
  const rows: CallResultRow[] = Array.from({ length: 9_000 }, (_, index) => ({
    called: `138${index}`,
    sessionId: index % 3 ? `S${index}` : null,
    time: '2026-05-06 07:00:00',
    outcome: 'failed',
    failCode: '00145',
    resultCode: null,
    callId: index % 1_000 ? `C${index}` : '长'.repeat(index * 40),
  }));
  const lines = new ResultLines(path);
  await lines.clear();
  await lines.append(rows.map(lineOf));
  const seen: CallResultRow[] = [];
  const places: { at: number; length: number }[] = [];
  await eachRow(path, (row, place) => {
    seen.push(row);
    places.push(place);
  });
  assert.deepEqual(seen, rows);
  const file = new RowFile(path);
  context.after(() => file.close());
  for (let index = rows.length - 1; index >= 0; index -= 7) {
    assert.deepEqual(file.row(places[index] ?? assert.fail()), rows[index]);
  }
  assert.throws(() => file.row({ at: 10 ** 9, length: 20 }), dialdeskError('local_disk'));
});

test('a file that ends within a row is not taken for a whole one', async (context) => {
  const path = join(tempFolder(context), 'results');
  await writeFile(path, '1\t=138');
  await assert.rejects(
    eachRow(path, () => undefined),
    dialdeskError('local_disk'),
  );
});
