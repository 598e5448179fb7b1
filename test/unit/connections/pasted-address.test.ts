import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPastedAddress } from '../../../src-renderer/connections/pasted-address.ts';

const cases: [typed: string, read: ReturnType<typeof readPastedAddress>][] = [
  ['isales.example.com', undefined],
  ['10.21.124.175', undefined],
  ['::1', undefined],
  ['', undefined],
  ['two words', undefined],
  ['https://isales.example.com', { host: 'isales.example.com' }],
  ['https://isales.example.com:28050/rest/isales?x=1', { host: 'isales.example.com', port: 28050 }],
  ['10.21.124.175:28443', { host: '10.21.124.175', port: 28443 }],
  [' HTTPS://CCFS.example.com/ ', { host: 'CCFS.example.com' }],
  ['[fd00::7]:28443', { host: '[fd00::7]', port: 28443 }],
];
for (const [typed, read] of cases) {
  test(`"${typed}"`, () => assert.deepEqual(readPastedAddress(typed), read));
}
