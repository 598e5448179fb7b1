import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync, appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { MemoryHostKeys } from '../../../src-main/sftp/memory-host-keys.ts';
import { readKeyFile } from '../../../src-main/features/servers/server-keys.ts';
import { certificateFor } from '../../../src-main/sftp/certificate.ts';
import { readPrivateKey } from '../../../src-main/sftp/private-key.ts';
import { openSession } from '../../../src-main/sftp/session.ts';
import type { SessionOptions } from '../../../src-main/sftp/session.ts';
import type { LoginPrompts, SftpAuth } from '../../../src-main/sftp/target.ts';
import { sshMessage, startScriptedServer } from '../../support/scripted-sftp.ts';
import type { Script } from '../../support/scripted-sftp.ts';
import { rejection } from '../../support/sftp-upload.ts';
import { startSshd } from '../../support/sshd.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function logIn(
  context: TestContext,
  script: Script,
  auth: SftpAuth,
  options: Partial<SessionOptions> = {},
) {
  const server = await startScriptedServer(script);
  context.after(() => server.close());
  const hostKeys = new MemoryHostKeys();
  hostKeys.remember(server.hostKey);
  const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth };
  return { server, session: openSession(target, { hostKeys, ...options }) };
}
const password = { kind: 'password', password: 'right' } as const;
const questions = ['keyboard-interactive'] as const;

suite('a stored password', () => {
  for (const prompt of [
    'Password: ',
    '(importer@server) Password:',
    'importer@otp-host’s password: ',
    '请输入密码：',
    'Passwort:',
  ]) {
    test(`goes to "${prompt}"`, async (context) => {
      const { server, session } = await logIn(context, { methods: questions, rounds: [[prompt]] }, password);
      (await session).close();
      assert.deepEqual(server.credentials, ['right']);
    });
  }

  for (const prompt of [
    'Verification code: ',
    'One-time password (OATH) for importer: ',
    'Password + token code:',
    'New password: ',
    '验证码：',
    '动态密码：',
    'Response:',
    '',
  ]) {
    test(`does not go to "${prompt}", which a person is asked`, async (context) => {
      const script: Script = { methods: questions, rounds: [[prompt]], password: '123456' };
      const seen: LoginPrompts[] = [];
      const ask = (asked: LoginPrompts): Promise<string[]> => {
        seen.push(asked);
        return Promise.resolve(['123456']);
      };
      const { server, session } = await logIn(context, script, password, { ask });
      (await session).close();
      assert.deepEqual(server.credentials, ['123456']);
      assert.deepEqual(
        seen.map(({ prompts }) => prompts[0]?.text),
        [prompt],
      );
    });

    test(`does not go to "${prompt}" where nobody is there`, async (context) => {
      const { server, session } = await logIn(context, { methods: questions, rounds: [[prompt]] }, password);
      const error = await rejection(session, 'password_needed');
      assert.equal(error.details?.['what'], 'answer');
      assert.deepEqual(server.credentials, []);
    });
  }

  test('goes to its own question where the code is asked beside it', async (context) => {
    const script: Script = { methods: questions, rounds: [['Code: ', 'Password: ']], password: '123456' };
    script.answers = ['123456', 'right'];
    const ask = (asked: LoginPrompts): Promise<string[]> => {
      assert.deepEqual(
        asked.prompts.map(({ text }) => text),
        ['Code: '],
      );
      return Promise.resolve(['123456']);
    };
    const { server, session } = await logIn(context, script, password, { ask });
    (await session).close();
    assert.deepEqual(server.credentials, ['123456', 'right']);
  });
});

suite('questions in rounds', () => {
  const rounds = [
    [],
    ['密码：'],
    [],
    ['验证码：', '手机尾号：'],
    [],
    ...Array<string[]>(20).fill(['Next code:']),
    [],
  ];
  const answers = ['right', '中文', '0000', ...Array<string>(20).fill('7')];
  const notices = ['登录提示：请勿外传', '', '请在手机上确认', '', '正在检查…'];

  test('of which some ask nothing are answered one by one, each by whom it is for', async (context) => {
    const asked: LoginPrompts[] = [];
    const ask = (prompts: LoginPrompts): Promise<string[]> => {
      asked.push(prompts);
      return Promise.resolve(
        prompts.prompts.map(({ text }) =>
          text === '验证码：' ? '中文' : text === '手机尾号：' ? '0000' : '7',
        ),
      );
    };
    const script: Script = { methods: questions, rounds, notices, answers };
    const { server, session } = await logIn(context, script, password, { ask });
    (await session).close();
    assert.deepEqual(server.credentials, answers);
    assert.equal(asked.length, 21, 'the password was asked of nobody, nor what is no question');
  });

  test('that ask nothing are part of what the server said where it refuses then', async (context) => {
    const script: Script = { methods: questions, rounds: [[], ['密码：'], []], notices, answers: ['wrong'] };
    const { session } = await logIn(context, script, password);
    const error = await rejection(session, 'login_refused');
    assert.equal(error.details?.['said'], '登录提示：请勿外传 请在手机上确认');
  });

  test('without end, of which none asks anything, end with the time for the login', async (context) => {
    const script: Script = { methods: questions, rounds: Array<string[]>(1_000_000).fill([]) };
    const { session } = await logIn(context, script, password, {
      connectTimeoutMs: 300,
      loginTimeoutMs: 300,
    });
    const error = await rejection(session, 'timed_out');
    assert.equal(error.details?.['phase'], 'login');
  });
});

async function withSshd(context: TestContext, config: readonly string[] = []) {
  const sshd = await startSshd({ config });
  context.after(() => sshd.stop());
  const hostKeys = new MemoryHostKeys();
  for (const key of sshd.hostKeys) hostKeys.remember(key);
  const target = (auth: SftpAuth) => ({ host: '127.0.0.1', port: sshd.port, username: sshd.username, auth });
  return {
    sshd,
    open: (auth: SftpAuth, more: Partial<SessionOptions> = {}) =>
      openSession(target(auth), { hostKeys, ...more }),
  };
}

for (const algorithm of ['rsa-sha2-256', 'rsa-sha2-512']) {
  test(`RSA is let in where only ${algorithm} is accepted`, async (context) => {
    const { sshd, open } = await withSshd(context, [`PubkeyAcceptedAlgorithms ${algorithm}`]);
    const file = path.join(tempFolder(context), 'id');
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file]);
    appendFileSync(path.join(sshd.folder, 'authorized_keys'), readFileSync(`${file}.pub`));
    (await open({ kind: 'privateKey', key: readFileSync(file, 'utf8') })).close();
  });
}

suite('a certificate beside a private key', () => {
  for (const flags of [
    ['-t', 'ed25519'],
    ['-t', 'ecdsa', '-b', '256'],
    ['-t', 'ecdsa', '-b', '521'],
    ['-t', 'rsa', '-b', '2048'],
  ]) {
    test(`lets the key in that it was made for (${flags.join(' ')})`, async (context) => {
      const folder = tempFolder(context);
      const at = (name: string): string => path.join(folder, name);
      const keygen = (...args: string[]): void => {
        execFileSync('ssh-keygen', ['-q', ...args], { stdio: 'ignore' });
      };
      keygen('-t', 'ed25519', '-N', '', '-f', at('authority'));
      const { sshd, open } = await withSshd(context, [`TrustedUserCAKeys ${at('authority.pub')}`]);
      const certify = (name: string, ...more: string[]): string => {
        keygen('-s', at('authority'), '-I', name, '-n', sshd.username, ...more, at(`${name}.pub`));
        return readFileSync(at(`${name}-cert.pub`), 'utf8');
      };
      for (const name of ['one', 'other']) keygen(...flags, '-N', '', '-f', at(name));
      const [key, another] = [readFileSync(at('one'), 'utf8'), certify('other')];
      const certificate = certify('one');
      // By itself, and with the certificate of another key, nobody knows it.
      for (const text of [key, `${key}${another}`]) {
        const error = await rejection(open({ kind: 'privateKey', key: text }), 'login_refused');
        assert.equal(error.details?.['reason'], 'key');
      }
      for (const text of [`${key}${certificate}`, `${another}${certificate}${key}`]) {
        (await open({ kind: 'privateKey', key: text })).close();
      }
      // One that has run out is refused by the server; a key that it knows is shown by itself then.
      const expired = certify('one', '-V', '20200101:20200201');
      await rejection(open({ kind: 'privateKey', key: `${key}${expired}` }), 'login_refused');
      appendFileSync(path.join(sshd.folder, 'authorized_keys'), readFileSync(at('one.pub')));
      (await open({ kind: 'privateKey', key: `${key}${expired}` })).close();
    });
  }

  test('is found beside the file, kept with the key and named', async (context) => {
    const folder = tempFolder(context);
    const at = (name: string): string => path.join(folder, name);
    for (const name of ['authority', 'one', 'other']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
    }
    const plain = await readKeyFile(at('one'), undefined);
    assert.equal(plain.info.type, 'ssh-ed25519');
    execFileSync('ssh-keygen', ['-q', '-s', at('authority'), '-I', 'x', '-n', 'x', at('one.pub')]);
    const { text, info } = await readKeyFile(at('one'), undefined);
    assert.equal(info.type, 'ssh-ed25519-cert-v01@openssh.com');
    assert.equal(info.fingerprint, plain.info.fingerprint);
    assert.ok(certificateFor(readPrivateKey(text, undefined), text));
    // One for another key, one for a host, and half a one are none.
    writeFileSync(at('other-cert.pub'), readFileSync(at('one-cert.pub')));
    assert.equal((await readKeyFile(at('other'), undefined)).info.type, 'ssh-ed25519');
    execFileSync('ssh-keygen', ['-q', '-h', '-s', at('authority'), '-I', 'x', '-n', 'x', at('other.pub')]);
    assert.equal((await readKeyFile(at('other'), undefined)).info.type, 'ssh-ed25519');
    writeFileSync(at('one-cert.pub'), readFileSync(at('one-cert.pub')).subarray(0, 200));
    assert.equal((await readKeyFile(at('one'), undefined)).info.type, 'ssh-ed25519');
  });
});

suite('a private key in PKCS#8', () => {
  const pairs = {
    RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    'ECDSA P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'ECDSA P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    Ed25519: generateKeyPairSync('ed25519'),
  };
  for (const [name, { privateKey }] of Object.entries(pairs)) {
    test(`${name}: plain, encrypted, with text above it, and let in`, async (context) => {
      const plain = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const cipher = {
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'open sesame',
      } as const;
      const encrypted = privateKey.export(cipher).toString();
      const key = readPrivateKey(plain, undefined);
      const above = `Bag Attributes\n  friendlyName: importer\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`;
      for (const [text, passphrase] of [
        [`\uFEFF${above}${plain}`, undefined],
        [encrypted, 'open sesame'],
        [`${encrypted}${above}`, 'open sesame'],
      ] as const) {
        assert.ok(readPrivateKey(text, passphrase).getPublicSSH().equals(key.getPublicSSH()));
      }
      for (const [passphrase, reason] of [
        [undefined, 'passphrase_needed'],
        ['wrong', 'wrong_passphrase'],
      ] as const) {
        assert.throws(() => readPrivateKey(encrypted, passphrase), {
          code: 'key_unusable',
          details: { reason },
        });
      }
      const { sshd, open } = await withSshd(context);
      const line = `${key.type} ${key.getPublicSSH().toString('base64')}\n`;
      writeFileSync(path.join(sshd.folder, 'authorized_keys'), line);
      (await open({ kind: 'privateKey', key: encrypted, passphrase: 'open sesame' })).close();
    });
  }

  test('of a kind that SSH has no use for is named as such', () => {
    const { privateKey } = generateKeyPairSync('x25519');
    const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    assert.throws(() => readPrivateKey(text, undefined), { details: { reason: 'unsupported' } });
  });
});

suite('what a server says', () => {
  test('as it hangs up during the login is kept as its own words', async (context) => {
    const { open } = await withSshd(context, ['MaxAuthTries 1']);
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const error = await rejection(open({ kind: 'privateKey', key }), 'login_refused');
    assert.equal(error.details?.['reason'], 'disconnected');
    assert.match(String(error.details['said']), /^Too many authentication failures/);
  });

  test('in its banner is kept where the login is refused and where the door closes behind it', async (context) => {
    const banner = path.join(tempFolder(context), 'banner');
    writeFileSync(banner, '\u001b[1mMaintenance\u001b[0m\r\ntonight\n');
    const stranger = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const refusing = await withSshd(context, [`Banner ${banner}`]);
    const refused = await rejection(
      refusing.open({ kind: 'privateKey', key: stranger.toString() }),
      'login_refused',
    );
    assert.equal(refused.details?.['said'], 'Maintenance tonight');
    const closing = await withSshd(context, [`Banner ${banner}`, 'ChrootDirectory /tmp/nothing-is-here']);
    const closed = await rejection(
      closing.open({ kind: 'privateKey', key: closing.sshd.privateKey }),
      'ssh_failed',
    );
    assert.match(String(closed.details?.['said']), /Maintenance tonight$/);
  });

  for (const [what, message] of [
    ['banners', sshMessage(53, `Authorised use only. ${'x'.repeat(8_000)}\n`, '')],
    ['messages to be ignored', sshMessage(2, 'x'.repeat(30_000))],
    ['messages for developers', sshMessage(4, Buffer.of(1), 'x'.repeat(30_000), '')],
  ] as const) {
    test(`during the login without end, in ${what}, ends by how much it is`, async (context) => {
      let sent = 0;
      const { session } = await logIn(
        context,
        {
          beforeLogin: async (send, closed) => {
            while (!closed.aborted) {
              for (let times = 0; times < 50; times += 1) send(message);
              sent += 50 * message.length;
              await new Promise(setImmediate);
            }
          },
        },
        password,
        { connectTimeoutMs: 60_000, loginTimeoutMs: 60_000 },
      );
      const error = await rejection(session, 'ssh_failed');
      assert.equal(error.details?.['reason'], 'floods');
      if (what === 'banners') assert.match(String(error.details['said']), /^Authorised use only/);
      assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes`);
    });
  }

  test('during the login is listened to for as long as people write', async (context) => {
    const notice = 'Authorised use only.\n'.repeat(1_000);
    const { session } = await logIn(
      context,
      {
        beforeLogin: (send) => {
          for (let times = 0; times < 10; times += 1) send(sshMessage(53, notice, 'en'));
          return Promise.resolve();
        },
      },
      password,
    );
    (await session).close();
  });

  test('before it knows of SSH is all that is known of it', async (context) => {
    const web = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(web, 'listening');
    context.after(() => web.close());
    const { port } = web.address() as AddressInfo;
    const target = { host: '127.0.0.1', port, username: 'u', auth: password };
    const error = await rejection(openSession(target, { hostKeys: new MemoryHostKeys() }), 'ssh_failed');
    assert.equal(error.details?.['reason'], 'not_ssh');
    assert.equal(error.details['said'], 'HTTP/1.1 400 Bad Request Connection: close');
  });
});

test('a door that is closed behind the login is neither a cut nor a refused login', async (context) => {
  const { sshd, open } = await withSshd(context, ['ChrootDirectory /tmp/nothing-is-here']);
  const error = await rejection(open({ kind: 'privateKey', key: sshd.privateKey }), 'ssh_failed');
  // Whether the channel or the connection goes first is the server's affair.
  assert.ok(['closed_after_login', 'no_sftp'].includes(String(error.details?.['reason'])));
});
