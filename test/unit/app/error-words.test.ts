import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  BackupReason,
  FileReason,
  KeyReason,
  LoginReason,
  SshReason,
} from '../../../src-main/contract/error-details.ts';
import { DialdeskError, errorCodes } from '../../../src-main/contract/errors.ts';
import { errorWords, asErrorShape } from '../../../src-renderer/app/error-words.ts';
import { showLanguage } from '../../../src-renderer/app/language.svelte.ts';

/** Each code whose words depend on its reason, with all the reasons there are. */
const reasons = [
  ['file_unreadable', FileReason],
  ['key_unusable', KeyReason],
  ['login_refused', LoginReason],
  ['ssh_failed', SshReason],
  ['backup_unreadable', BackupReason],
] as const;
/** Reasons that say no more than one that is not known. */
const general = new Set([
  'ssh_failed protocol',
  'key_unusable not_a_key',
  'key_unusable too_long',
  'backup_unreadable damaged',
]);

for (const language of ['en', 'zh'] as const) {
  describe(`errors in ${language}`, () => {
    beforeEach(() => showLanguage(language));

    for (const code of errorCodes) {
      test(`${code} says what happened, what was kept and what to do`, () => {
        for (const [part, text] of Object.entries<string>({ ...errorWords({ code }) })) {
          assert.ok(text.length >= (language === 'zh' ? 3 : 8), `${part}: "${text}"`);
          // a message that does not exist gives its key, an input that is missing gives "undefined"
          assert.doesNotMatch(text, /errors_|undefined|\{|\}/, part);
          if (language === 'zh') assert.match(text, /\p{Script=Han}/u, part);
        }
      });
    }

    for (const [code, { options }] of reasons) {
      const text = (reason?: string) => errorWords({ code, details: { reason } }).text;
      for (const reason of options) {
        test(`${code}, ${reason}: a sentence`, () => {
          assert.doesNotMatch(text(reason), /errors_|unreadable_|undefined|\{|\}/);
          assert.match(text(reason), language === 'zh' ? /\p{Script=Han}.*[。：]/u : /^[A-Z].*[.:]$|[.:] /);
          assert.equal(text(reason) === text(), general.has(`${code} ${reason}`));
        });
      }
    }

    test('no two codes say the same', () => {
      const titles = errorCodes.map((code) => errorWords({ code }).title);
      assert.equal(new Set(titles).size, titles.length);
    });
  });
}

describe('details', () => {
  beforeEach(() => showLanguage('en'));

  test('the code and the text of the system are shown as they are', () => {
    const words = errorWords({
      code: 'result_code',
      details: { resultCode: '02000001', resultDesc: 'The parameter is empty.' },
    });
    assert.match(words.title, /02000001/);
    assert.equal(words.text, 'The parameter is empty.');
  });

  test('a status is shown', () => {
    assert.match(errorWords({ code: 'http_status', details: { status: 502 } }).title, /502/);
  });

  test('a network that wants a sign-in and a redirection are told apart from other statuses', () => {
    const titles = [302, 407, 511, 500].map((status) => {
      const { title } = errorWords({ code: 'http_status', details: { status } });
      assert.match(title, new RegExp(String(status)));
      return title.replace(String(status), '');
    });
    assert.equal(new Set(titles).size, 3);
    assert.match(titles[1] ?? '', /sign in/);
  });

  test('a full disk of this computer is told as that, whoever met it', () => {
    const titles = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].map(
      (cause) => errorWords({ code: 'local_disk', details: { cause } }).title,
    );
    assert.deepEqual([...new Set(titles)], ["This computer's disk is full"]);
    assert.match(errorWords({ code: 'local_disk', details: { cause: 'EACCES' } }).title, /EACCES/);
  });

  test('a folder in place of a file is called one, and a reason that is not known says no more than the code', () => {
    const text = (reason?: unknown) => errorWords({ code: 'file_unreadable', details: { reason } }).text;
    assert.match(text('not-a-file'), /folder/);
    for (const reason of ['not_a_file', 'of a later version', 7, null]) assert.equal(text(reason), text());
  });

  test('what is neither text nor number is not shown', () => {
    assert.doesNotMatch(errorWords({ code: 'local_disk', details: { cause: { a: 1 } } }).title, /object/);
  });
});

test('anything thrown becomes an error with a code', () => {
  const ours = new DialdeskError('disk_full', 'full', { details: { path: '/x' } });
  assert.deepEqual(asErrorShape(ours), { code: 'disk_full', message: 'full', details: { path: '/x' } });
  assert.deepEqual(asErrorShape(new TypeError('x is not a function')), {
    code: 'internal',
    message: 'x is not a function',
  });
  assert.equal(asErrorShape('odd').code, 'internal');
});
