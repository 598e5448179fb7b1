import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { parseAnswer, readResult, requireSuccess, type Answer } from '../../../src-main/aicc/answer.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

suite('reading an answer', () => {
  test('IDs without quotes keep every digit', () => {
    const answer = parseAnswer(
      bytes('{"importTaskId":164870990605164487770867067540,"n":[12,1.5,-9007199254740993]}'),
    );
    assert.deepEqual(answer, {
      importTaskId: '164870990605164487770867067540',
      n: [12, 1.5, '-9007199254740993'],
    });
  });
  test('a byte order mark is no fault', () => {
    assert.deepEqual(parseAnswer(bytes('\ufeff{"resultCode":"0"}')), { resultCode: '0' });
  });
  test('unknown keys stay', () => {
    assert.deepEqual(parseAnswer(bytes('{"new":{"a":[1]}}')), { new: { a: [1] } });
  });
  test('whatever comes, it is an object or a bad answer', () => {
    const anyBytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map(bytes),
      fc.string().map((text) => bytes(`{"resultCode":"${text}`)),
    );
    fc.assert(
      fc.property(anyBytes, (body) => {
        try {
          const answer: unknown = parseAnswer(body);
          assert.ok(typeof answer === 'object' && answer !== null && !Array.isArray(answer));
        } catch (error) {
          assert.ok(error instanceof DialdeskError && error.code === 'bad_answer', String(error));
        }
      }),
    );
  });
});

suite('success', () => {
  const isales = (answer: Answer, mustHaveCode = true) =>
    requireSuccess(answer, 'isales', 'queryServer', mustHaveCode);
  const refused = (resultCode: string, resultDesc: string) =>
    dialdeskError('result_code', { interface: 'queryServer', resultCode, resultDesc });

  test('is the exact code, under either name', () => {
    isales({ resultCode: '0200000' });
    isales({ returnCode: '0200000' });
    isales({ resultCode: '0200000', returnCode: '0200000', resultDesc: 'success' });
    requireSuccess({ resultCode: '0' }, 'ccfs', 'ivr/uploadFile', true);
    requireSuccess({ resultCode: 0 }, 'ccfs', 'ivr/uploadFile', true);
  });

  const failures: { name: string; answer: Answer; code: string; desc: string }[] = [
    {
      name: 'a code of the table',
      answer: { resultCode: '0200001', resultDesc: 'no' },
      code: '0200001',
      desc: 'no',
    },
    { name: 'nearly the same code', answer: { resultCode: '02000000' }, code: '02000000', desc: '' },
    { name: 'a code that lost its zero', answer: { resultCode: 200000 }, code: '200000', desc: '' },
    { name: 'a blank around it', answer: { resultCode: '0200000 ' }, code: '0200000 ', desc: '' },
    { name: "the other service's success", answer: { resultCode: '0' }, code: '0', desc: '' },
    {
      name: 'two codes that disagree',
      answer: { resultCode: '0200000', returnCode: '0200006' },
      code: '0200006',
      desc: '',
    },
    {
      name: 'the same, the other way',
      answer: { resultCode: '0200006', returnCode: '0200000' },
      code: '0200006',
      desc: '',
    },
    { name: 'returnDesc', answer: { returnCode: '1', returnDesc: 'why' }, code: '1', desc: 'why' },
    {
      name: 'description',
      answer: { resultCode: '1', resultDesc: null, description: 'why' },
      code: '1',
      desc: 'why',
    },
    { name: 'a description and no code', answer: { description: 'why' }, code: '', desc: 'why' },
    {
      name: 'resultDesc before the others',
      answer: { resultCode: '1', resultDesc: 'a', returnDesc: 'b', description: 'c' },
      code: '1',
      desc: 'a',
    },
  ];
  for (const { name, answer, code, desc } of failures) {
    test(`is not ${name}`, () => {
      assert.throws(() => isales(answer), refused(code, desc));
      assert.throws(() => isales(answer, false), refused(code, desc));
    });
  }

  test('is not an answer without a code, unless the interface documents none', () => {
    for (const answer of [{}, { resultCode: null }, { resultCode: '' }, { resultCode: {} }, { data: [] }]) {
      assert.throws(() => isales(answer), dialdeskError('bad_answer', { cause: 'no_result_code' }));
      isales(answer, false);
    }
  });

  test('the code of CC-FS is not the one of CC-iSales', () => {
    assert.equal(readResult({ resultCode: '0' }, 'ccfs').resultCode, '0');
    assert.throws(
      () => requireSuccess({ resultCode: '0200000' }, 'ccfs', 'ivr/uploadFile', true),
      dialdeskError('result_code', { interface: 'ivr/uploadFile', resultCode: '0200000' }),
    );
  });
});
