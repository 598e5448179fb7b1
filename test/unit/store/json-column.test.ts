import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { jsonColumn } from '../../../src-main/store/json-column.ts';

const Newest = v.object({ host: v.string(), port: v.number() });
const column = jsonColumn(Newest, [
  (older) => ({ address: older }),
  (older) => {
    const { address } = v.parse(v.object({ address: v.string() }), older);
    const [host = '', port = '0'] = address.split(':');
    return { host, port: Number(port) };
  },
]);

test('what goes in comes out', () => {
  const value = { host: 'a', port: 1 };
  assert.deepEqual(column.decode(column.encode(value)), { ok: true, value });
});

test('older versions are brought up step by step', () => {
  assert.deepEqual(column.decode('{"v":1,"value":"h:22"}'), { ok: true, value: { host: 'h', port: 22 } });
  assert.deepEqual(column.decode('{"v":2,"value":{"address":"h:22"}}'), {
    ok: true,
    value: { host: 'h', port: 22 },
  });
});

const unreadable = [
  ['a later version', '{"v":4,"value":{}}', /newer/],
  ['another shape', '{"v":3,"value":{"host":"h","port":"x"}}', /^port: /],
  ['an older value that cannot be brought up', '{"v":2,"value":7}', /./],
  ['no envelope', '{"host":"h","port":1}', /./],
  ['no JSON', '{"v":3,', /./],
  ['NULL', null, /./],
] as const;
for (const [name, text, reason] of unreadable) {
  test(`${name} is said to be unreadable, not thrown`, () => {
    const decoded = column.decode(text);
    assert.equal(decoded.ok, false);
    assert.match(decoded.reason, reason);
  });
}
