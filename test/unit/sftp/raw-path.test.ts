import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { pathBytes, pathText } from '../../../src-main/sftp/wire/raw-path.ts';

suite('names as text that leads back to their bytes', () => {
  test('UTF-8 reads as it is', () => {
    for (const name of ['leads.xlsx', '客户名单', 'a\u202Eb', '😀', '']) {
      assert.equal(pathText(Buffer.from(name)), name);
      assert.deepEqual(Buffer.from(pathBytes(name)), Buffer.from(name));
    }
  });

  test('bytes that are not are escaped one by one, and never become a step or an end of a path', () => {
    assert.equal(pathText(Buffer.from([0x61, 0xb5, 0xbc, 0x62])), 'a\udcb5\udcbcb');
    assert.equal(pathText(Buffer.from([0xe5, 0xae, 0xa2, 0xff])), '客\udcff');
    // An overlong "/" is no "/", and a surrogate in UTF-8 is none either.
    assert.deepEqual(Array.from(pathText(Buffer.from([0xc0, 0xaf]))), ['\udcc0', '\udcaf']);
    assert.deepEqual(Array.from(pathText(Buffer.from([0xed, 0xb2, 0x80]))), ['\udced', '\udcb2', '\udc80']);
    // What the window makes up cannot smuggle a separator: only the upper half is escaped.
    assert.ok(!pathBytes('\udc2f\udc00').includes(0x2f));
  });

  test('any bytes come back, through JSON too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const text = JSON.parse(JSON.stringify(pathText(bytes))) as string;
        assert.deepEqual(Buffer.from(pathBytes(text)), Buffer.from(bytes));
      }),
    );
  });
});
