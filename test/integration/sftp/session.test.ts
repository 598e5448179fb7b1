import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { MemoryHostKeys } from '../../../src-main/sftp/memory-host-keys.ts';
import type { HostKeyInfo } from '../../../src-main/sftp/host-key.ts';
import { Packet } from '../../../src-main/sftp/wire/codes.ts';
import { openSession } from '../../../src-main/sftp/session.ts';
import type { SftpAuth } from '../../../src-main/sftp/target.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import type { Script, ScriptedServer } from '../../support/scripted-sftp.ts';
import { startSshd } from '../../support/sshd.ts';
import type { Sshd, SshdOptions } from '../../support/sshd.ts';
import { freePort } from '../../support/sshd.ts';
import { rejection } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const host = '127.0.0.1';

async function withSshd(context: TestContext, options?: SshdOptions): Promise<Sshd> {
  const sshd = await startSshd(options);
  context.after(() => sshd.stop());
  return sshd;
}

async function withScript(
  context: TestContext,
  script: Script = {},
  options?: Parameters<typeof startScriptedServer>[1],
): Promise<ScriptedServer> {
  const server = await startScriptedServer(script, options);
  context.after(() => server.close());
  return server;
}

const trust = (...keys: readonly HostKeyInfo[]): MemoryHostKeys => {
  const book = new MemoryHostKeys();
  for (const key of keys) book.remember(key);
  return book;
};

const byPassword = (port: number, password?: string) => ({
  host,
  port,
  username: 'importer',
  auth: { kind: 'password', password } as const,
});

suite('reaching a server', () => {
  const auth: SftpAuth = { kind: 'password', password: 'x' };
  const hostKeys = new MemoryHostKeys();

  test('tells a name that is not known, a closed port and a silent one apart', async (context) => {
    const target = { host: 'no-such-host.invalid', port: 22, username: 'u', auth };
    await rejection(openSession(target, { hostKeys }), 'name_not_resolved');
    const refused = { ...target, host, port: await freePort() };
    const error = await rejection(openSession(refused, { hostKeys }), 'connection_refused');
    assert.deepEqual(error.details, { host, port: refused.port, cause: 'ECONNREFUSED' });

    const silent = createServer(() => undefined).listen(0, host);
    await once(silent, 'listening');
    context.after(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    await rejection(openSession({ ...target, host, port }, { hostKeys, connectTimeoutMs: 150 }), 'timed_out');
    const stop = new AbortController();
    const connecting = openSession({ ...target, host, port }, { hostKeys, signal: stop.signal });
    stop.abort();
    await rejection(connecting, 'cancelled');
    const aborted = openSession({ ...target, host, port }, { hostKeys, signal: AbortSignal.abort() });
    await rejection(aborted, 'cancelled');
  });

  test('tells a server that does not speak SSH', async (context) => {
    const web = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    }).listen(0, host);
    await once(web, 'listening');
    context.after(() => web.close());
    const { port } = web.address() as AddressInfo;
    const error = await rejection(
      openSession({ host, port, username: 'u', auth }, { hostKeys }),
      'ssh_failed',
    );
    assert.equal(error.details?.['reason'], 'not_ssh');
  });

  for (const [what, piece] of [
    ['lines', Buffer.from('Authorised use only.\r\n'.repeat(100))],
    ['one line', Buffer.alloc(2_000, 'x')],
    ['empty lines', Buffer.from('\r\n'.repeat(1_000))],
    ['bytes', Buffer.alloc(2_000)],
  ] as const) {
    test(`gives up on a server that says ${what} without end before its version`, async (context) => {
      let sent = 0;
      const talker = createServer((socket) => {
        socket.on('error', () => undefined);
        const talk = (): void => {
          if (socket.destroyed) return;
          sent += piece.length;
          if (socket.write(piece)) setImmediate(talk);
          else socket.once('drain', talk);
        };
        talk();
      }).listen(0, host);
      await once(talker, 'listening');
      context.after(() => talker.close());
      const { port } = talker.address() as AddressInfo;
      // No timer of ours ends it: what was said does.
      const error = await rejection(
        openSession({ host, port, username: 'u', auth }, { hostKeys, connectTimeoutMs: 600_000 }),
        'ssh_failed',
      );
      assert.equal(error.details?.['reason'], 'not_ssh');
      assert.ok(sent < 32 * 1024 * 1024, `${sent} bytes`);
    });
  }

  test('listens to what a server says before its version', async (context) => {
    const sshd = await withSshd(context);
    const proxy = createServer((socket) => {
      const behind = connect(sshd.port, host);
      for (const one of [socket, behind]) one.on('error', () => undefined);
      socket.write('This system is watched.\r\n'.repeat(900));
      socket.pipe(behind).pipe(socket);
    }).listen(0, host);
    await once(proxy, 'listening');
    context.after(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const { username, privateKey: key } = sshd;
    const target = { host, port, username, auth: { kind: 'privateKey', key } as const };
    const known = sshd.hostKeys.map((one) => ({ ...one, port }));
    (await openSession(target, { hostKeys: trust(...known) })).close();
  });

  test('tells a server with which nothing is in common', async (context) => {
    const server = await withScript(context, {}, { algorithms: { kex: ['diffie-hellman-group1-sha1'] } });
    const error = await rejection(openSession(byPassword(server.port, 'right'), { hostKeys }), 'ssh_failed');
    assert.equal(error.details?.['reason'], 'no_common_algorithm');
  });

  test('tells a server without SFTP, and one that prints before it', async (context) => {
    for (const subsystem of ['/bin/false', '/bin/echo This account is currently not available.']) {
      const sshd = await withSshd(context, { subsystem });
      const { port, username, privateKey: key } = sshd;
      const target = { host, port, username, auth: { kind: 'privateKey', key } as const };
      const error = await rejection(openSession(target, { hostKeys: trust(...sshd.hostKeys) }), 'ssh_failed');
      assert.equal(error.details?.['reason'], 'no_sftp', subsystem);
    }
  });

  test('says what a server forces down to', async (context) => {
    const algorithms = {
      kex: ['diffie-hellman-group14-sha1' as const],
      cipher: ['aes128-cbc' as const],
      hmac: ['hmac-sha1' as const],
    };
    const server = await withScript(context, {}, { algorithms });
    const session = await openSession(byPassword(server.port, 'right'), { hostKeys: trust(server.hostKey) });
    assert.deepEqual(session.weak, ['diffie-hellman-group14-sha1', 'aes128-cbc', 'hmac-sha1']);
    session.close();
    assert.equal(await session.ended, null);
    await rejection(session.requests.realpath('.'), 'cancelled');
  });
});

suite('host keys of a server', () => {
  test('are asked for before anything secret is sent, then remembered', async (context) => {
    const server = await withScript(context);
    const hostKeys = new MemoryHostKeys();
    const target = byPassword(server.port, 'right');
    const error = await rejection(openSession(target, { hostKeys }), 'host_key_unknown');
    assert.deepEqual(error.details, { ...server.hostKey });
    assert.deepEqual(server.credentials, []);
    hostKeys.remember(error.details);
    (await openSession(target, { hostKeys })).close();
    assert.deepEqual(server.credentials, ['right']);
  });

  test('are asked about before a password is, so that nobody types it for a stranger', async (context) => {
    const server = await withScript(context);
    await rejection(openSession(byPassword(server.port), { hostKeys: trust() }), 'host_key_unknown');
    const error = await rejection(
      openSession(byPassword(server.port), { hostKeys: trust(server.hostKey) }),
      'password_needed',
    );
    assert.equal(error.details?.['what'], 'password');
    assert.deepEqual(server.credentials, []);
  });

  test('that changed are refused with both, until replaced on purpose', async (context) => {
    const first = await startScriptedServer({});
    const { port } = first;
    await first.close();
    const second = await withScript(context, {}, { port });
    const hostKeys = trust(first.hostKey);
    const error = await rejection(openSession(byPassword(port, 'right'), { hostKeys }), 'host_key_changed');
    assert.equal(error.details?.['fingerprint'], second.hostKey.fingerprint);
    assert.deepEqual(error.details['known'], first.hostKey);
    assert.deepEqual(second.credentials, []);
    hostKeys.replace(second.hostKey);
    (await openSession(byPassword(port, 'right'), { hostKeys })).close();
  });

  test('of a known type are preferred to a better one', async (context) => {
    const sshd = await withSshd(context, { hostKeys: ['ed25519', 'ecdsa', 'rsa'] });
    const { port, username, privateKey: key } = sshd;
    const target = { host, port, username, auth: { kind: 'privateKey', key } as const };
    for (const known of sshd.hostKeys) {
      const session = await openSession(target, { hostKeys: trust(known) });
      assert.equal(session.hostKey.type, known.type);
      session.close();
    }
  });
});

suite('logging in', () => {
  test('by key: plain, with a passphrase, in the older format, of three types', async (context) => {
    const sshd = await withSshd(context);
    const folder = tempFolder(context);
    const authorized = path.join(sshd.folder, 'authorized_keys');
    const hostKeys = trust(...sshd.hostKeys);
    for (const [index, flags] of [
      ['-t', 'ed25519'],
      ['-t', 'rsa', '-b', '2048'],
      ['-t', 'ecdsa', '-m', 'PEM'],
    ].entries()) {
      const file = path.join(folder, String(index));
      execFileSync('ssh-keygen', ['-q', ...flags, '-N', 'open sesame', '-f', file]);
      execFileSync('sh', ['-c', `cat '${file}.pub' >> '${authorized}'`]);
      const key = readFileSync(file, 'utf8');
      const attempt = (passphrase?: string) =>
        openSession(
          { host, port: sshd.port, username: sshd.username, auth: { kind: 'privateKey', key, passphrase } },
          { hostKeys },
        );
      const needed = await rejection(attempt(), 'password_needed');
      assert.equal(needed.details?.['what'], 'passphrase');
      const wrong = await rejection(attempt('wrong'), 'login_refused');
      assert.equal(wrong.details?.['reason'], 'wrong_passphrase', flags.join(' '));
      (await attempt('open sesame')).close();
    }
    const bad = {
      host,
      port: sshd.port,
      username: sshd.username,
      auth: { kind: 'privateKey', key: 'no key' } as const,
    };
    const error = await rejection(openSession(bad, { hostKeys }), 'login_refused');
    assert.equal(error.details?.['reason'], 'bad_key');
  });

  test('by a key the server does not know', async (context) => {
    const sshd = await withSshd(context);
    const file = path.join(tempFolder(context), 'id');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
    const auth: SftpAuth = { kind: 'privateKey', key: readFileSync(file, 'utf8') };
    const target = { host, port: sshd.port, username: sshd.username, auth };
    const error = await rejection(
      openSession(target, { hostKeys: trust(...sshd.hostKeys) }),
      'login_refused',
    );
    assert.equal(error.details?.['reason'], 'key');
    assert.deepEqual(error.details['methods'], ['publickey']);
  });

  test('by an agent, and without one', async (context) => {
    const sshd = await withSshd(context);
    const socket = path.join(tempFolder(context), 'agent');
    const hostKeys = trust(...sshd.hostKeys);
    const target = {
      host,
      port: sshd.port,
      username: sshd.username,
      auth: { kind: 'agent', socket } as const,
    };
    const missing = await rejection(openSession(target, { hostKeys }), 'login_refused');
    assert.equal(missing.details?.['reason'], 'agent_unreachable');

    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    context.after(() => agent.kill());
    await once(agent.stdout, 'data');
    const empty = await rejection(openSession(target, { hostKeys }), 'login_refused');
    assert.equal(empty.details?.['reason'], 'agent');
    execFileSync('ssh-add', ['-q', sshd.identityFile], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    (await openSession(target, { hostKeys })).close();
  });

  test('by password: a wrong one is tried once', async (context) => {
    const server = await withScript(context, { methods: ['password', 'keyboard-interactive'] });
    const hostKeys = trust(server.hostKey);
    const error = await rejection(
      openSession(byPassword(server.port, 'wrong'), { hostKeys }),
      'login_refused',
    );
    assert.equal(error.details?.['reason'], 'password');
    assert.deepEqual(server.credentials, ['wrong']);
    (await openSession(byPassword(server.port, 'right'), { hostKeys })).close();
    // Changed meanwhile on the server.
    server.script.password = 'new';
    await rejection(openSession(byPassword(server.port, 'right'), { hostKeys }), 'login_refused');
    (await openSession(byPassword(server.port, 'new'), { hostKeys })).close();
  });

  test('by keyboard-interactive, with the password and no more', async (context) => {
    const server = await withScript(context, { methods: ['keyboard-interactive'] });
    const hostKeys = trust(server.hostKey);
    (await openSession(byPassword(server.port, 'right'), { hostKeys })).close();
    assert.deepEqual(server.credentials, ['right']);
    await rejection(openSession(byPassword(server.port, 'wrong'), { hostKeys }), 'login_refused');
    server.script.code = '123456';
    const error = await rejection(
      openSession(byPassword(server.port, 'right'), { hostKeys }),
      'password_needed',
    );
    assert.equal(error.details?.['what'], 'answer');
  });
});

suite('a server that hangs up in the middle', () => {
  const farewells: readonly (readonly [number, string, object])[] = [
    [11, '', { hungUp: 'by_application', said: undefined }],
    [11, 'SSH_DISCONNECT by application', { hungUp: 'by_application', said: undefined }],
    [12, 'too many connections', { hungUp: 'too_many_connections', said: undefined }],
    [11, 'Idle for 30 minutes', { hungUp: 'by_application', said: 'Idle for 30 minutes' }],
    [4711, 'maintenance', { hungUp: 'reserved', said: 'maintenance' }],
    [
      2,
      `\u001b]0;title\u0007\u001b[2J“Enter\r\nyour\u202epassword” ${'x'.repeat(10_000)}`,
      { hungUp: 'protocol_error', said: `"Enter your password" ${'x'.repeat(277)}…` },
    ],
  ];
  for (const [reason, text, details] of farewells) {
    test(`with ${reason} and ${JSON.stringify(text.slice(0, 40))} is quoted as far as it speaks to people`, async (context) => {
      const server = await withScript(context);
      const session = await openSession(byPassword(server.port, 'right'), {
        hostKeys: trust(server.hostKey),
      });
      server.script.request = ({ type }) => (type === Packet.realpath ? { hangUp: reason, text } : undefined);
      const { details: found } = await rejection(session.requests.realpath('.'), 'connection_lost');
      assert.deepEqual({ hungUp: found?.['hungUp'], said: found?.['said'] }, details);
    });
  }
});
