import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as v from 'valibot';
import { ConnectionSettings } from '../../../src-main/contract/connections.ts';
import { ServerReach } from '../../../src-main/contract/server-reach.ts';
import { hostPermit, noPolicy } from '../../../src-main/features/app/policy.ts';
import { dial } from '../../../src-main/platform/dial.ts';
import { ConnectionsTable } from '../../../src-main/store/connections.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleConnection } from '../../support/sample-connection.ts';

const source = join(import.meta.dirname, '../../../src-main');

/** Every file that opens sockets, and why it may. */
const mayConnect: Readonly<Record<string, string>> = {
  'platform/dial.ts': 'the one place that asks whether a host may be reached',
  'aicc/proxy.ts': 'the system’s proxy, after the service itself was permitted',
  'aicc/secure-socket.ts': 'TLS over a socket of `dial` or the proxy',
  'aicc/exchange.ts': 'HTTP over the agent’s sockets, which are those of secure-socket.ts',
};

test('no file opens a socket beside the one place that asks whether a host may be reached', () => {
  const opens =
    /\b(?:net|tls)\.(?:connect|createConnection)\(|\bhttps?\.(?:request|get)\(|\bnew (?:net\.)?Socket\(|from 'node:(?:dgram|http2)'|import \{[^}]*\b(?:connect|createConnection)\b[^}]*\} from 'node:(?:net|tls)'/;
  const found = globSync('**/*.ts', { cwd: source })
    .filter((file) => !/^demo[\\/]|messages[\\/]/.test(file))
    .filter((file) =>
      opens.test(readFileSync(join(source, file), 'utf8').replaceAll(/^\s*(?:\*|\/\/).*$/gm, '')),
    )
    .map((file) => file.replaceAll('\\', '/'));
  assert.deepEqual(found.toSorted(), Object.keys(mayConnect).toSorted());
  // what only ever gets a finished socket
  const ssh = readFileSync(join(source, 'sftp/ssh-connection.ts'), 'utf8');
  assert.match(ssh, /\bsock\b/);
});

const noHosts = [
  'good.example\0.evil.example',
  'evil.example%.good.example',
  'evil.example#.good.example',
  'evil.example?.good.example',
  'evil.example/good.example',
  'user@good.example',
  'good example',
  // one address in other forms: a resolver reads them, as another host than people do
  '010.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '127.0.0.0x1',
  '127.0.0.1.',
  '1.2.3.4.5',
  '256.0.0.1',
  '１２７.0.0.1',
  '127.0.0.１',
  'files.example.1',
  'fe80::1%',
  '',
  '-good.example',
];
for (const host of noHosts) {
  test(`${JSON.stringify(host)} is no host: neither typed in, nor reached`, () => {
    assert.equal(v.is(ServerReach.entries.host, host), false);
    assert.throws(() => dial(host, 1, () => undefined), dialdeskError('invalid_request'));
  });
}
for (const host of [
  'files.example.com',
  'files.example.com.',
  'a_b.example',
  '文件.example',
  'f1.example.c0m',
  '0x7f.example',
  '10.0.0.1',
  '255.255.255.255',
  '::1',
  '::ffff:10.0.0.1',
  'fe80::1%eth0',
]) {
  test(`${host} is a host`, () => {
    assert.equal(v.is(ServerReach.entries.host, host), true);
  });
}

test('the demo connection reaches this computer, and under a policy nothing else', () => {
  const table = new ConnectionsTable(memoryStatements());
  const [demo, own] = ['3f0f6c5e-7c1f-4a5e-9a52-1f6f3f7d1c11', '3f0f6c5e-7c1f-4a5e-9a52-1f6f3f7d1c12'];
  table.add({ id: demo, demo: true, settings: sampleConnection() });
  table.add({ id: own, demo: false, settings: sampleConnection() });
  const permit = hostPermit(
    { ...noPolicy, restrictsHosts: true, allows: (host) => host === 'good.example' },
    table,
  );
  for (const host of ['127.0.0.1', '::1', 'localhost', 'good.example']) {
    assert.doesNotThrow(() => permit(host, demo), host);
  }
  for (const host of ['10.0.0.1', 'evil.example', 'localhost.evil.example', '127.0.0.1.evil.example']) {
    assert.throws(() => permit(host, demo), dialdeskError('not_allowed', { host }));
  }
  assert.throws(() => permit('127.0.0.1', own), dialdeskError('not_allowed'));
  assert.throws(() => permit('127.0.0.1', null), dialdeskError('not_allowed'));
});

const badKeys = {
  'zero-width space': 'AK\u200bID',
  Cyrillic: '\u0410KID',
  control: 'AK\u0001ID',
  'full width': 'ＡKID',
  slash: 'A/B',
  blank: 'A B',
};
for (const [what, accessKey] of Object.entries(badKeys)) {
  test(`an access key with ${what} is refused where it is typed in, and shown where it is kept`, () => {
    const parsed = v.safeParse(ConnectionSettings, sampleConnection({ accessKey }));
    assert.deepEqual(
      parsed.issues?.map(({ message }) => message),
      ['access_key'],
    );
    const table = new ConnectionsTable(memoryStatements());
    table.add({
      id: '3f0f6c5e-7c1f-4a5e-9a52-1f6f3f7d1c11',
      demo: false,
      settings: sampleConnection({ accessKey }),
    });
    assert.equal(table.list()[0]?.settings.accessKey, accessKey);
  });
}

for (const pasted of ['AK1\n', 'AK1\r\n', '\uFEFFAK1', 'AK1\u00A0', '\tAK1\u2028']) {
  test(`an access key that is pasted as ${JSON.stringify(pasted)} is kept without what surrounds it`, () => {
    const { accessKey } = v.parse(ConnectionSettings, sampleConnection({ accessKey: pasted }));
    assert.equal(accessKey, 'AK1');
  });
}
