import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { checkedInput, checkedOutput, resultOf } from '../../../src-main/shell/checked-call.ts';

const Row = v.object({ name: v.string(), rows: v.array(v.object({ number: v.number() })) });

/** The answer of a call with that handler, and what was logged. */
async function answerOf(handler: (input: unknown) => unknown, input: unknown = { name: 'a', rows: [] }) {
  const logged: string[] = [];
  const log = (message: string, error: unknown) => logged.push(`${message}: ${String(error)}`);
  const result = await resultOf('rows.list', log, async () =>
    checkedOutput(Row, await handler(checkedInput(Row, input))),
  );
  return { result, logged };
}

test('what fits goes in and comes out, without what the contract does not name', async () => {
  const { result, logged } = await answerOf((input) => ({ ...(input as object), secret: 's' }));
  assert.deepEqual(result, { ok: true, value: { name: 'a', rows: [] } });
  assert.deepEqual(logged, []);
});

test('input that does not fit is the caller’s fault', async () => {
  const { result, logged } = await answerOf(() => assert.fail('called'), {
    name: 'a',
    rows: [{ number: '1' }],
  });
  assert.ok(!result.ok);
  assert.equal(result.error.code, 'invalid_request');
  assert.deepEqual(
    result.error.fields?.map(({ path }) => path),
    ['rows.0.number'],
  );
  assert.deepEqual(logged, []);
});

test('output that does not fit is a defect: it is logged, with its place and without its value', async () => {
  const { result, logged } = await answerOf(() => ({ name: 'a', rows: [{ number: '13800138000' }] }));
  assert.deepEqual(result, {
    ok: false,
    error: { code: 'internal', message: 'a defect of Dialdesk; see the log' },
  });
  assert.equal(logged.length, 1);
  assert.match(logged[0] ?? '', /rows\.list failed.*rows\.0\.number/);
  assert.doesNotMatch(logged[0] ?? '', /13800138000/);
  const nothing = await answerOf(() => undefined);
  assert.equal(!nothing.result.ok && nothing.result.error.code, 'internal');
});

test('a refusal is passed on, and only a foreign caller is logged', async () => {
  for (const [code, lines] of [
    ['not_found', 0],
    ['forbidden', 1],
  ] as const) {
    const { result, logged } = await answerOf(() => Promise.reject(new DialdeskError(code, 'no')));
    assert.deepEqual(result, { ok: false, error: { code, message: 'no' } });
    assert.equal(logged.length, lines);
  }
});
