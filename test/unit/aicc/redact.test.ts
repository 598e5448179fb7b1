import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { redact, redactText } from '../../../src-main/aicc/redact.ts';

suite('what a log may show', () => {
  test('secrets and customers are hidden by the field they are in, in any case and depth', () => {
    const shown = JSON.stringify(
      redact({
        serverInfo: { ip: '10.0.0.1', port: '22' },
        serverPwd: 'hunter2-secret',
        ServerPwd: 'hunter2-secret',
        nested: [{ Authorization: 'auth-v2/x', calledNo: '13800138000', called: [{ calledNo: '138#' }] }],
        callData: '{"name":"Lin Zihang"}',
        remark: 'Lin Zihang called',
        msgBody: { data: 'UklGRg==' },
        userPassword: 'abc',
        customerName: 'Lin Zihang',
      }),
    );
    assert.doesNotMatch(shown, /hunter2|auth-v2|138|Lin Zihang|UklGRg|abc/);
    assert.match(shown, /"ip":"10\.0\.0\.1","port":"22"/);
    assert.match(shown, /"serverPwd":"\[hidden, 14 characters\]"/);
  });
  test('what is known to be no number stays readable', () => {
    const value = {
      appointId: '174729926098016859445364892091',
      appointTime: 1749204000000,
      serverId: '1646818',
      totalCount: 20000,
      resultCode: '0200000',
      filePath: '/isales/20220310',
      fileName: null,
      last: false,
    };
    assert.deepEqual(redact(value), value);
  });
  test('in texts and unknown fields, what looks like a telephone number goes', () => {
    assert.equal(redactText('calledNo +8613800138000 is wrong'), 'calledNo [number] is wrong');
    assert.equal(
      redactText('task 164870990605164487770867067540 runs'),
      'task 164870990605164487770867067540 runs',
    );
    assert.deepEqual(redact({ contact: '13800138000', other: 13800138000, small: 42 }), {
      contact: '[number]',
      other: '[number]',
      small: 42,
    });
  });
  test('long lists and texts are cut, and deep ones end', () => {
    const long = redact({ data: Array.from({ length: 500 }, (_, index) => ({ id: index })) }) as {
      data: unknown[];
    };
    assert.equal(long.data.length, 21);
    assert.equal(long.data.at(-1), '[480 more]');
    assert.ok(redactText('x'.repeat(10_000)).length < 2_100);
    let deep: unknown = 'end';
    for (let i = 0; i < 100; i++) deep = { deep };
    assert.match(JSON.stringify(redact(deep)), /\[deep\]/);
  });
  test('whatever the structure, a password in its field never comes through', () => {
    const secret = 'S3cret-unlike-anything';
    const fields = fc.constantFrom(
      'serverPwd',
      'password',
      'Authorization',
      'secretKey',
      'SK',
      'data',
      'calledNo',
    );
    const inside = fc.constantFrom<unknown>(secret, [secret], { inner: secret });
    const leaf = fc
      .tuple(fields, inside)
      .map(([field, value]) => ({ [field]: field === 'data' ? secret : value }));
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (value) => {
        assert.ok(!JSON.stringify(redact(value) ?? null).includes(secret));
      }),
    );
  });
});

suite('numbers in texts', () => {
  for (const number of [
    '13987654321',
    '+86 139 8765 4321',
    '139-8765-4321',
    '(0755) 2878 0808',
    '0755-28780808',
  ]) {
    test(`${number} goes`, () => {
      assert.equal(redactText(`call ${number} back`), 'call [number] back');
    });
  }
  for (const text of [
    '2026-11-21 14:48:09',
    '10.11.12.13 port 28080',
    'c0ffee00-1234-4321-8000-abcdefabcdef',
    'HTTP 404 in 12 ms',
    'auth-v2 2026-11-21T14:48:09.123Z',
  ]) {
    test(`${text} stays`, () => {
      assert.equal(redactText(text), text);
    });
  }
});
