import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import {
  ConnectionSettings,
  KeptSettings,
  SecretKey,
  ServiceAddress,
} from '../../../src-main/contract/connections.ts';
import { isHost } from '../../../src-main/contract/host.ts';
import { socketHost } from '../../../src-main/aicc/service-host.ts';
import { sampleConnection } from '../../support/sample-connection.ts';

const fits = (host: string): boolean => v.is(ServiceAddress, { host, port: 443 });

const hosts = [
  'a.example.com',
  'a_b',
  '10.0.0.1',
  '::1',
  '[::1]',
  '::ffff:1.2.3.4',
  'fe80::1%eth0',
  '[fe80::1%eth0]',
];
for (const host of hosts) {
  test(`${host} is a host, for a connection and for a socket`, () => {
    assert.ok(fits(host));
    assert.ok(isHost(socketHost({ host, port: 443 })));
  });
}

const others = [
  ...['a%00b', '%61', 'a\0b', 'a#b', 'a?b', 'a b', 'a/b', 'a\\b', 'a@b', 'http://a', 'a:80', '.', '...', ':'],
  ...[
    '[a]',
    '[1.2.3.4]',
    '[::1',
    '::1]',
    '[[::1]]',
    '1::2::3',
    ':::',
    '::1%',
    '::1%a/b',
    'a\u200Bb',
    '\u0430icc.com',
  ],
];
for (const host of others) {
  test(`${JSON.stringify(host)} is none: it is refused where it is typed, not at each request`, () => {
    assert.equal(fits(host), false);
  });
}

test('what a connection takes for a host, a socket takes as well, and no character of it means something else', () => {
  const signs = Array.from('a0.:-_%[]#?/ @\\\0\u200B');
  for (const one of signs) {
    for (const two of signs) {
      for (const three of signs) {
        for (const host of [`${one}${two}${three}`, `a${one}${two}${three}b`]) {
          if (fits(host)) assert.ok(isHost(socketHost({ host: host.trim(), port: 1 })), JSON.stringify(host));
        }
      }
    }
  }
});

const keys: readonly (readonly [string, string | null])[] = [
  [' SK+/=x \n', 'SK+/=x'],
  ['\uFEFFSK', 'SK'],
  ['S\u200BK', null],
  ['SK\u200D', null],
  ['S\u041A', null],
  ['S K', null],
  ['S\u00A0K', null],
  ['S\0K', null],
  ['\uFF33\uFF2B', null],
];
for (const [typed, kept] of keys) {
  test(`the secret key ${JSON.stringify(typed)} is ${kept === null ? 'refused' : `kept as ${kept}`}`, () => {
    const { success, output } = v.safeParse(SecretKey, typed);
    assert.deepEqual([success, success ? output : null], [kept !== null, kept]);
  });
}

test('a connection with a host that an older version took is still there, to be put right', () => {
  const settings = { ...sampleConnection(), isales: { host: '[10.0.0.1]', port: 443 } };
  assert.equal(v.is(ConnectionSettings, settings), false);
  assert.ok(v.is(KeptSettings, settings));
});
