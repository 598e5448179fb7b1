import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstProxy } from '../../../src-main/shell/proxy.ts';

for (const [answer, proxy] of [
  ['DIRECT', null],
  ['', null],
  ['PROXY proxy.example:8080', 'http://proxy.example:8080'],
  ['PROXY a:1; PROXY b:2; DIRECT', 'http://a:1'],
  ['HTTPS secure.example:443', 'https://secure.example:443'],
  ['SOCKS old:1080', 'socks4://old:1080'],
  ['SOCKS5 new:1080;DIRECT', 'socks5://new:1080'],
  ['DIRECT; PROXY late:1', null],
  ['proxy lower:3128', 'http://lower:3128'],
  ['QUIC q:443; PROXY known:8080', 'http://known:8080'],
  ['PROXY', null],
  ['PROXY [2001:db8::1]:8080', 'http://[2001:db8::1]:8080'],
] as const) {
  test(`${JSON.stringify(answer)} is ${proxy ?? 'no proxy'}`, () => assert.equal(firstProxy(answer), proxy));
}
