import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { callDemo } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { wavFile } from '../../support/wav.ts';

async function upload(system: DemoSystem, body: unknown, query: Record<string, string> = { vdnId: '53' }) {
  const path = '/CCFS/resource/ccfs/ivr/uploadFile';
  return (await callDemo(system, { service: 'ccfs', path, query, body })).json;
}

const message = (data: unknown, version: unknown = '2.0') => ({ request: { version }, msgBody: { data } });

test('a voice file is kept and gets a path that an IVR flow can use', async (context) => {
  const system = await demoSystem(context);
  const file = wavFile();
  const answer = await upload(system, message(file.toString('base64')));
  assert.equal(answer['resultCode'], '0');
  const { fileName, locationId } = answer['resultData'] as { fileName: string; locationId: string[] };
  assert.match(fileName, /^Y:\/3rdfile\/53\/thirdvoicebotfile\/[A-Za-z0-9]{8}_\d{15}\.wav$/);
  assert.deepEqual(locationId, ['0', '256']);
  const [kept] = system.state.voiceFiles;
  assert.equal(kept?.fileName, fileName);
  assert.deepEqual(await readFile(kept.storedAs), file);
});

test('what is wrong with the request has a code each, and resultData is empty', async (context) => {
  const system = await demoSystem(context);
  const good = wavFile().toString('base64');
  for (const [name, body, code] of [
    ['no body', '', '0300007'],
    ['not JSON', '{', '0300007'],
    ['no request', { msgBody: { data: good } }, '0300007'],
    ['no msgBody', { request: { version: '2.0' } }, '0300007'],
    ['no version', message(good, null), '0300001'],
    ['empty version', message(good, ''), '0300002'],
    ['version of 33', message(good, '2'.repeat(33)), '0300003'],
    ['version as a number', message(good, 2), '0300004'],
    ['another version', message(good, '1.0'), '0300006'],
    ['no data', message(null), '0300001'],
    ['empty data', message(''), '0300002'],
    ['data that is no text', message(5), '0300004'],
    ['data that is no base64', message('????'), '0300004'],
    ['base64 without its padding', message(good.replace(/=+$/, '').slice(0, -1)), '0300004'],
    ['less than a header', message(Buffer.from('RIFF').toString('base64')), '0300005'],
    ['16 bit', message(wavFile({ tag: 1, bits: 16 }).toString('base64')), '0300004'],
  ] as const) {
    const answer = await upload(system, body);
    assert.deepEqual([answer['resultCode'], answer['resultData']], [code, ''], name);
  }
  assert.equal(system.state.voiceFiles.length, 0);
});

test('the VDN in the query is checked', async (context) => {
  const system = await demoSystem(context);
  const body = message(wavFile().toString('base64'));
  for (const [query, code] of [
    [{}, '0300001'],
    [{ vdnId: '' }, '0300002'],
    [{ vdnId: 'x' }, '0300004'],
    [{ vdnId: '54' }, '0300004'],
  ] as [Record<string, string>, string][]) {
    assert.equal((await upload(system, body, query))['resultCode'], code, JSON.stringify(query));
  }
});

test('the size limit is of the file, not of its base64', async (context) => {
  const system = await demoSystem(context);
  const limit = 5 * 1024 * 1024;
  const sized = (bytes: number) => wavFile({ data: new Uint8Array(bytes - 44) }).toString('base64');
  assert.equal((await upload(system, message(sized(limit))))['resultCode'], '0');
  assert.equal((await upload(system, message(sized(limit + 2))))['resultCode'], '0300003');
});
