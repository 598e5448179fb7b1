import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { permitHost, policyPath, readPolicy } from '../../../src-main/features/app/policy.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const fixed = {
  id: '5b3d7f0e-58a4-4f0c-9d0f-3f3e6a1c2b4d',
  name: 'Headquarters',
  isales: { host: 'isales.example.com', port: 28050 },
  ccfs: { host: 'ccfs.example.com', port: 28443 },
  vdnId: 17,
  accessKey: 'access-key',
  mode: 'saas',
};

function policyOf(context: TestContext, content: unknown) {
  const file = join(tempFolder(context), 'policy.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readPolicy(file);
}

test('no file is no policy', (context) => {
  const policy = readPolicy(join(tempFolder(context), 'policy.json'));
  assert.equal(policy.file, null);
  assert.equal(policy.demo, true);
  assert.equal(policy.allows('anything.example.org'), true);
});

test('what a policy leaves out stays allowed', (context) => {
  const policy = policyOf(context, { version: 1 });
  assert.notEqual(policy.file, null);
  assert.deepEqual(
    [policy.ownConnections, policy.demo, policy.updates, policy.restrictsHosts, policy.connections],
    [true, true, true, false, []],
  );
});

test('a given connection gets the usual trust and signing', (context) => {
  const [connection] = policyOf(context, { version: 1, connections: [fixed] }).connections;
  assert.equal(connection?.id, fixed.id);
  assert.deepEqual(connection.settings.trust, { kind: 'system' });
  assert.equal(connection.settings.signing.signedHeaders, 'content-length;content-type;host');
  assert.equal(connection.settings.voiceLimitMb, 5);
});

test('a policy may fix what numbers a connection dials', (context) => {
  const numberPlan = { ...usualPlan('CN'), severity: 'error' };
  const [connection] = policyOf(context, {
    version: 1,
    connections: [{ ...fixed, numberPlan }],
  }).connections;
  assert.deepEqual(connection?.settings.numberPlan, numberPlan);
});

test('a policy may fix when a connection calls', (context) => {
  const week = Array.from({ length: 7 }, () => [{ from: 540, to: 1080 }]);
  const callingHours = { zone: 'Asia/Shanghai', week, special: [{ date: '2027-01-01', windows: [] }] };
  const [connection] = policyOf(context, {
    version: 1,
    connections: [{ ...fixed, callingHours }],
  }).connections;
  assert.deepEqual(connection?.settings.callingHours, callingHours);
});

const refused: readonly (readonly [string, unknown, RegExp])[] = [
  ['a text that is no JSON', '{', /JSON/],
  ['another version', { version: 2 }, /version/],
  ['a misspelt member', { version: 1, demmo: false }, /demmo/],
  ['a misspelt member of a connection', { version: 1, connections: [{ ...fixed, trsut: {} }] }, /trsut/],
  [
    'a plan of numbers of no country',
    { version: 1, connections: [{ ...fixed, numberPlan: { ...usualPlan('CN'), country: 'XX' } }] },
    /numberPlan\.country/,
  ],
  ['a secret key', { version: 1, connections: [{ ...fixed, secretKey: 'x' }] }, /secretKey/],
  ['a connection twice', { version: 1, connections: [fixed, fixed] }, /twice/],
  ['an unknown kind of pattern', { version: 1, allowedHosts: ['https://example.com'] }, /allowedHosts/],
  ['an address in another form', { version: 1, allowedHosts: ['010.1.0.7'] }, /allowedHosts/],
  ['an address that is none', { version: 1, allowedHosts: ['2001:db8::1::2'] }, /allowedHosts/],
  ['a domain that is a number', { version: 1, allowedHosts: ['*.0.0.1'] }, /allowedHosts/],
  ['a range that is none', { version: 1, allowedHosts: ['10.0.0.0/33'] }, /allowedHosts/],
  [
    'a connection to a host that it does not allow itself',
    { version: 1, allowedHosts: ['isales.example.com'], connections: [fixed] },
    /ccfs\.example\.com/,
  ],
];
for (const [what, content, text] of refused) {
  test(`refuses ${what}`, (context) => {
    assert.throws(
      () => policyOf(context, content),
      (error) =>
        error instanceof DialdeskError &&
        error.code === 'policy_invalid' &&
        text.test(String(error.details?.['text'])),
    );
  });
}

test('a policy that is there and cannot be read is no reason to go on without', (context) => {
  const folder = join(tempFolder(context), 'policy.json');
  mkdirSync(folder);
  assert.throws(() => readPolicy(folder), dialdeskError('policy_invalid', { file: folder }));
});

const allowedHosts = ['isales.example.com', '*.centre.example', '10.1.0.0/16', '192.0.2.7', '2001:db8::/32'];
const hosts: readonly (readonly [string, boolean])[] = [
  ['isales.example.com', true],
  ['ISALES.example.com.', true],
  ['isales.example.com.evil.example', false],
  ['xisales.example.com', false],
  ['a.centre.example', true],
  ['a.b.centre.example', true],
  ['centre.example', false],
  ['acentre.example', false],
  ['10.1.255.3', true],
  ['10.2.0.1', false],
  ['::ffff:10.1.0.1', true],
  ['::ffff:a01:1', true],
  ['::ffff:10.2.0.1', false],
  ['::10.1.0.1', false],
  ['010.1.0.1', false],
  ['0x0a010001', false],
  ['10.1.1', false],
  ['10.1.0.1.', false],
  ['１0.1.0.1', false],
  ['centre.example.', false],
  ['A.CENTRE.EXAMPLE.', true],
  ['ａ.centre.example', true],
  ['a.ｃentre.example', false],
  ['a。centre.example', false],
  ['.centre.example', false],
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['[2001:db8::1]', true],
  ['2001:db9::1', false],
  ['2130706433', false],
  ['127.0.0.1', false],
  ['', false],
  ['isales.example.com%evil.example', false],
  ['evil.example\0.centre.example', false],
  ['evil.example#.centre.example', false],
  ['2001:db8::1%eth0', true],
  ['[2001:0DB8:0:0::1]', true],
  ['[::ffff:10.1.0.1]', true],
  ['::ffff:c000:207', true],
  ['::ffff:c000:208', false],
  ['[2001:db9::1%2001:db8::1]', false],
  ['[2001:db8::1].', false],
  ['2001:db8::1.', false],
  ['isales.example.com..', false],
  ['192.0.2.7.', false],
  ['[isales.example.com]', false],
];
for (const [host, allowed] of hosts) {
  test(`${allowed ? 'allows' : 'does not allow'} ${host || 'an empty host'}`, (context) => {
    const policy = policyOf(context, { version: 1, allowedHosts });
    assert.equal(policy.allows(host), allowed);
    if (!allowed) assert.throws(() => permitHost(policy, host), dialdeskError('not_allowed', { host }));
  });
}

test('lies where users cannot write', () => {
  assert.equal(policyPath('linux'), '/etc/dialdesk/policy.json');
  assert.equal(policyPath('darwin'), '/Library/Application Support/Dialdesk/policy.json');
  assert.equal(policyPath('win32', 'D:\\Data'), 'D:\\Data\\Dialdesk\\policy.json');
});
