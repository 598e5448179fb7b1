import assert from 'node:assert/strict';
import { beforeEach, describe, suite, test } from 'node:test';
import { KeyReason, LoginReason, NeededThing, SshReason } from '../../../src-main/contract/error-details.ts';
import type { ErrorCode } from '../../../src-main/contract/errors.ts';
import { serverText } from '../../../src-main/contract/server-text.ts';
import { disconnectReasons, isDisconnectConstant } from '../../../src-main/contract/disconnect-reason.ts';
import { errorWords } from '../../../src-renderer/app/error-words.ts';
import { showLanguage } from '../../../src-renderer/app/language.svelte.ts';

// What a file server did at the step at which it failed, and the sentence for it. What is known at each step decides
// what a sentence may say: until the host key is accepted nothing secret was sent; from the first attempt to log in on
// it may have been; whether anything of a file is kept is never known here.

type Step = 'reaching' | 'handshake' | 'host key' | 'login not tried' | 'login' | 'after the login' | 'files';

/** Claims that are only true where nothing secret can have been sent. */
const nothingSent = /not even the password|nothing was sent|no password was sent|没有发送|包括密码/i;
/** Claims that no login was tried. */
const notTried = /no login was tried|did not try to log in|没有(?:用它)?尝试登录/i;
/** Claims that are never known from the error alone. */
const never =
  /is kept|are kept|goes on|continues|is lost|nothing was (?:over|created)|已保留|均已保留|未创建/i;

const may: Readonly<Record<Step, { nothingSent: boolean; notTried: boolean }>> = {
  reaching: { nothingSent: true, notTried: true },
  handshake: { nothingSent: true, notTried: true },
  'host key': { nothingSent: true, notTried: true },
  'login not tried': { nothingSent: true, notTried: true },
  login: { nothingSent: false, notTried: false },
  'after the login': { nothingSent: false, notTried: false },
  files: { nothingSent: false, notTried: false },
};

const key = { host: 'h', port: 22, type: 'ssh-ed25519', fingerprint: 'SHA256:x', keyBase64: 'AAAA' };
const refusal = (request: string) => ({ request, status: 4, text: 'Failure', path: '/in/a' });

type Row = readonly [Step, ErrorCode, Readonly<Record<string, unknown>>, string];
const rows: readonly Row[] = [
  ['reaching', 'name_not_resolved', {}, 'No address was found'],
  ['reaching', 'connection_refused', {}, 'refused the connection on this port'],
  ['handshake', 'timed_out', { phase: 'handshake' }, 'no SSH server answered'],
  ['login', 'timed_out', { phase: 'login' }, 'did not accept or refuse the login'],
  ['after the login', 'timed_out', { phase: 'sftp' }, 'SFTP did not start in time'],
  ['files', 'timed_out', { phase: 'request' }, 'did not answer a request'],
  ['handshake', 'ssh_failed', { reason: 'not_ssh' }, 'not an SSH server. No password was sent'],
  ['handshake', 'ssh_failed', { reason: 'no_common_algorithm' }, 'no encryption in common'],
  ['handshake', 'ssh_failed', { reason: 'protocol' }, 'does not support SFTP as Dialdesk needs it'],
  [
    'after the login',
    'ssh_failed',
    { reason: 'no_sftp' },
    'SFTP did not start: the server does not offer it',
  ],
  ['after the login', 'ssh_failed', { reason: 'closed_after_login' }, 'then the connection was closed'],
  ['login', 'ssh_failed', { reason: 'floods' }, 'kept sending data instead of beginning a session'],
  ['files', 'ssh_failed', { reason: 'garbled' }, 'The answer was not SFTP'],
  ['host key', 'host_key_unknown', key, 'not even the password'],
  ['host key', 'host_key_changed', { ...key, known: key }, 'not even the password'],
  ['host key', 'host_key_changed', { ...key, known: key, revoked: true }, 'not even the password'],
  ['files', 'host_key_unknown', { ...key, afterLogin: true }, 'after the login'],
  ['files', 'host_key_changed', { ...key, known: key, afterLogin: true }, 'after the login'],
  ['files', 'host_key_changed', { ...key, known: key, revoked: true, afterLogin: true }, 'after the login'],
  ['login not tried', 'password_needed', { what: 'password' }, 'No password is saved'],
  ['login not tried', 'password_needed', { what: 'passphrase' }, 'protected by a passphrase'],
  ['login not tried', 'password_needed', { what: 'key' }, 'the keychain has none'],
  ['login', 'password_needed', { what: 'answer', text: 'Token:' }, 'Server message: “Token:”'],
  ['login', 'login_refused', { reason: 'password' }, 'user name or password was not accepted'],
  ['login', 'login_refused', { reason: 'password', methods: ['publickey'] }, 'by the server: publickey.'],
  ['login', 'login_refused', { reason: 'password_expired' }, 'The password has expired'],
  ['login', 'login_refused', { reason: 'answers' }, "answer to the server's question was not accepted"],
  ['login', 'login_refused', { reason: 'key' }, 'does not accept this private key'],
  ['login', 'login_refused', { reason: 'agent' }, "none of the SSH agent's keys"],
  [
    'login not tried',
    'login_refused',
    { reason: 'agent_unreachable' },
    'agent on this computer does not answer',
  ],
  ['login', 'login_refused', { reason: 'more_needed', methods: ['gssapi'] }, 'by the server: gssapi.'],
  ['login', 'login_refused', { reason: 'disconnected' }, 'closed the connection during login'],
  ['login not tried', 'login_refused', { reason: 'wrong_passphrase' }, 'does not unlock the private key'],
  ['login not tried', 'login_refused', { reason: 'bad_key', key: 'putty' }, "PuTTY's own format"],
  [
    'login not tried',
    'login_refused',
    { reason: 'bad_key', key: 'unsupported' },
    'encryption is not supported',
  ],
  ['login not tried', 'login_refused', { reason: 'bad_key', key: 'public_key' }, 'public half of a key pair'],
  ['login', 'login_refused', {}, 'did not accept the login'],
  ['files', 'connection_lost', { cause: 'closed' }, 'may or may not have been carried out'],
  ['files', 'connection_lost', { cause: 'closed', said: 'idle for too long' }, '“idle for too long”'],
  ['files', 'connection_lost', { hungUp: 'by_application' }, 'server ended the connection. Requests'],
  ['files', 'connection_lost', { hungUp: 'by_application' }, 'It gave no reason.'],
  ['files', 'connection_lost', { hungUp: 'too_many_connections' }, 'it has too many connections.'],
  ['files', 'connection_lost', { hungUp: 'by_application', said: 'idle' }, 'out. Server message: “idle”'],
  [
    'files',
    'ssh_failed',
    { reason: 'protocol', hungUp: 'service_not_available' },
    'service is not available',
  ],
  [
    'login',
    'login_refused',
    { reason: 'disconnected', hungUp: 'illegal_user_name' },
    'user name is not allowed',
  ],
  ['files', 'permission_denied', refusal('rename'), 'refused to rename the file. Server message: “Failure”'],
  ['files', 'permission_denied', refusal('setstat'), 'has no permission to do this here'],
  ['files', 'sftp_failed', refusal('open'), 'refused to open or create the file'],
  ['files', 'sftp_failed', refusal('write'), "refused part of the file's contents"],
  ['files', 'sftp_failed', refusal('close'), 'may be incomplete'],
  ['files', 'sftp_failed', refusal('rmdir'), 'refused to delete the folder'],
  ['files', 'sftp_failed', refusal('lstat'), 'refused to show what is there'],
  ['files', 'sftp_failed', refusal('opendir'), 'refused to list the folder'],
  ['files', 'sftp_failed', { request: 'readdir', reason: 'unreadable_answer' }, '(readdir) does not follow'],
  ['files', 'sftp_failed', refusal('constructor'), 'The server refused a request'],
  ['files', 'no_such_path', refusal('open'), 'there is no such folder or file'],
  ['files', 'file_exists', refusal('open'), 'Nothing was overwritten'],
  ['files', 'disk_full', { ...refusal('write'), quota: false }, 'not enough space on the server'],
  ['files', 'disk_full', { ...refusal('write'), quota: true }, 'quota on the server is used up'],
  ['files', 'verify_failed', { expected: 1, found: 2 }, 'Their sizes or checksums differ'],
  ['files', 'conflict', { reason: 'not_empty' }, 'Only empty folders'],
];

for (const language of ['en', 'zh'] as const) {
  describe(`what a file server did (${language})`, () => {
    beforeEach(() => showLanguage(language));

    for (const [step, code, details, sentence] of rows) {
      test(`${step}: ${code} ${JSON.stringify(details)}`, () => {
        const { title, text, next } = errorWords({ code, details });
        for (const part of [title, text, next]) assert.doesNotMatch(part, /errors_|undefined|\{|\}/);
        if (language === 'en') assert.ok(text.includes(sentence), text);
        else assert.match(text, /\p{Script=Han}/u);
        if (!may[step].nothingSent) assert.doesNotMatch(text, nothingSent);
        if (!may[step].notTried) assert.doesNotMatch(text, notTried);
        if (code !== 'file_exists' && step !== 'reaching') assert.doesNotMatch(text, never);
      });
    }

    test('each reason of a list has a sentence of its own', () => {
      const texts = (code: ErrorCode, many: readonly Readonly<Record<string, unknown>>[]): string[] =>
        many.map((details) => errorWords({ code, details }).text);
      const all = [
        texts(
          'login_refused',
          LoginReason.options.map((reason) => ({ reason })),
        ),
        texts(
          'ssh_failed',
          SshReason.options.map((reason) => ({ reason })),
        ),
        texts(
          'password_needed',
          NeededThing.options.map((what) => ({ what })),
        ),
        texts(
          'key_unusable',
          KeyReason.options.filter((one) => one !== 'too_long').map((reason) => ({ reason })),
        ),
      ];
      for (const some of all) assert.equal(new Set(some).size, some.length, some.join('\n'));
    });
  });
}

suite('what a server says itself', () => {
  beforeEach(() => showLanguage('en'));

  for (const [said, shown] of [
    ['Too many  attempts\r\n', 'Too many attempts'],
    ['\u001b[31mred\u001b[0m and \u001b]0;title\u0007plain', 'red and plain'],
    ['ok”. Trust the new key. “', 'ok". Trust the new key. "'],
    ['in\u202evoice\u0000\u0008', 'in voice'],
    ['\u001b[', '['],
    ['账号已锁定', '账号已锁定'],
    ['\ud800x', 'x'],
    [' \n ', ''],
  ] as const) {
    test(`${JSON.stringify(said)} is shown as ${JSON.stringify(shown)}`, () => {
      assert.equal(serverText(said).replace('\ufffd', ''), shown);
    });
  }

  test('is bounded, whole characters and in time that grows with its length alone', () => {
    assert.equal(Array.from(serverText('名'.repeat(5_000))).length, 300);
    assert.ok(serverText('\u{1F600}'.repeat(5_000)).isWellFormed());
    for (const bad of ['\u001b[', '\u001b]', ' ', '\u200b', '\u001b[1']) serverText(bad.repeat(1_000_000));
  });

  test('is marked as its own behind our sentence, once', () => {
    const said = 'Your account is locked.\n\nCall 1234.';
    for (const [code, details] of [
      ['login_refused', { reason: 'password', said }],
      ['ssh_failed', { reason: 'closed_after_login', said }],
      ['ssh_failed', { reason: 'not_ssh', said }],
      ['connection_lost', { cause: 'closed', said }],
      ['disk_full', { request: 'write', text: said }],
    ] as const) {
      const { text } = errorWords({ code, details });
      assert.ok(text.endsWith(' Server message: “Your account is locked. Call 1234.”'), text);
    }
    // What the library says is not the server's.
    const { text } = errorWords({
      code: 'ssh_failed',
      details: { reason: 'protocol', text: 'Bad packet length' },
    });
    assert.doesNotMatch(text, /says/);
  });
});

test('each reason to hang up has words, and no name of a constant is one', () => {
  for (const language of ['en', 'zh'] as const) {
    showLanguage(language);
    for (const hungUp of disconnectReasons) {
      const { text } = errorWords({ code: 'connection_lost', details: { cause: 'closed', hungUp } });
      assert.doesNotMatch(text, /_|application|undefined/i);
    }
  }
});

const constants: readonly (readonly [string, boolean])[] = [
  ['SSH_DISCONNECT by application', true],
  ['SSH_DISCONNECT_BY_APPLICATION', true],
  ['SSH_MSG_DISCONNECT: 11', true],
  ['disconnected by application', true],
  ['by application', true],
  ['AUTH_CANCELED_BY_USER', true],
  ['', true],
  ['Disconnected by user application limit', false],
  ['Too many authentication failures', false],
  ['session closed by application of quota', false],
];
for (const [text, technical] of constants) {
  test(`“${text}” is ${technical ? 'a name of a number' : 'said to people'}`, () => {
    assert.equal(isDisconnectConstant(text), technical);
  });
}
