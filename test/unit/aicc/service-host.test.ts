import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostAndPort, socketHost } from '../../../src-main/aicc/service-host.ts';

const cases: [host: string, port: number, header: string, socket: string][] = [
  ['isales.example', 28080, 'isales.example:28080', 'isales.example'],
  ['192.0.2.10', 443, '192.0.2.10:443', '192.0.2.10'],
  ['2001:db8::1', 28443, '[2001:db8::1]:28443', '2001:db8::1'],
  ['[2001:db8::1]', 28443, '[2001:db8::1]:28443', '2001:db8::1'],
  ['fe80::1%eth0', 1, '[fe80::1]:1', 'fe80::1%eth0'],
];
for (const [host, port, header, socket] of cases) {
  test(`${host} with port ${port}`, () => {
    assert.equal(hostAndPort({ host, port }), header);
    assert.equal(socketHost({ host, port }), socket);
  });
}
