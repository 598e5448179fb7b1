import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileServer, Reservation } from '../../../src-main/demo/records.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const page = { offset: 0, limit: 10 };

test('a signed call is answered over TLS with the certificate that is announced', async (context) => {
  const system = await demoSystem(context);
  assert.match(system.fingerprint256, /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);
  for (const sign of [
    {},
    { headers: 'host' as const },
    { milliseconds: false },
    { headers: 'host' as const, milliseconds: false },
  ]) {
    const answer = await callDemo(system, {
      path: isalesPath(system, 'file', 'queryServer'),
      body: page,
      sign,
    });
    assert.equal(answer.json['resultCode'], '0200000', JSON.stringify(sign));
  }
  assert.equal(system.counters.requests.queryServer, 4);
});

test('a signature that does not hold is 401 with the date of the call centre', async (context) => {
  const now = new Date('2026-02-03T04:05:06Z');
  const system = await demoSystem(context, { clock: () => now });
  const path = isalesPath(system, 'file', 'queryServer');
  const wrong = await callDemo(system, { path, body: page, sign: { secretKey: 'another' } });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.headers.date, 'Tue, 03 Feb 2026 04:05:06 GMT');
  const unknown = await callDemo(system, { path, body: page, sign: { accessKey: 'nobody' } });
  assert.equal(unknown.status, 401);
  const blank = await callDemo(system, { path, body: page, sign: { emptyQueryLine: true } });
  assert.equal(blank.status, 401);
  assert.deepEqual(system.counters.refused, { mismatch: 2, unknown_access_key: 1 });
});

test('a system that wants the blank line, and one that looks at the clock', async (context) => {
  const now = new Date('2026-02-03T04:05:06Z');
  const system = await demoSystem(context, {
    clock: () => now,
    emptyQueryLine: true,
    maxClockSkewMs: 60_000,
  });
  const path = isalesPath(system, 'file', 'queryServer');
  const status = async (sign: object) => (await callDemo(system, { path, body: page, sign })).status;
  assert.equal(await status({ emptyQueryLine: true, time: now }), 200);
  assert.equal(await status({ emptyQueryLine: false, time: now }), 401);
  assert.equal(await status({ emptyQueryLine: true, time: new Date(now.getTime() + 61_000) }), 401);
});

test('descriptions come in the language of the locale header, Chinese by default', async (context) => {
  const system = await demoSystem(context);
  const path = isalesPath(system, 'file', 'queryServer');
  const text = async (headers: Record<string, string>, body: object) =>
    (await callDemo(system, { path, body, headers })).json['resultDesc'];
  assert.equal(await text({}, page), '成功');
  assert.equal(await text({ locale: 'en_US' }, page), 'success');
  assert.equal(await text({ locale: 'zh_CN' }, {}), '参数为空: offset');
  assert.equal(await text({ locale: 'en_US' }, {}), 'Empty parameter: offset');
});

test('what is no interface is 404, what is the wrong method 405', async (context) => {
  const system = await demoSystem(context);
  const status = async (method: string, path: string, service?: 'ccfs') =>
    (await callDemo(system, { method, path, ...(service && { service }) })).status;
  assert.equal(await status('POST', '/'), 404);
  assert.equal(await status('POST', isalesPath(system, 'file', 'nothing')), 404);
  assert.equal(await status('POST', isalesPath(system, 'file', '', 'updateServer')), 404);
  assert.equal(await status('GET', isalesPath(system, 'file', 'queryServer')), 405);
  assert.equal(await status('POST', '/CCFS/resource/ccfs/ivr/upload', 'ccfs'), 404);
  assert.equal(await status('GET', '/CCFS/resource/ccfs/ivr/uploadFile', 'ccfs'), 405);
  assert.equal(await status('POST', '/CCFS/resource/ccfs/ivr/uploadFile'), 404);
});

test('interfaces that the system lacks are 404, the others go on', async (context) => {
  const system = await demoSystem(context, { lacks: ['campaigns', 'appoint/list'] });
  const campaigns = await callDemo(system, { method: 'GET', path: isalesPath(system) });
  assert.equal(campaigns.status, 404);
  const list = await callDemo(system, { path: isalesPath(system, 'appoint', 'list'), body: page });
  assert.equal(list.status, 404);
  const servers = await callDemo(system, { path: isalesPath(system, 'file', 'queryServer'), body: page });
  assert.equal(servers.json['resultCode'], '0200000');
});

test('the VDN in the path is checked', async (context) => {
  const system = await demoSystem(context);
  for (const [vdn, code] of [
    ['0', '02000007'],
    ['10000', '02000007'],
    ['-1', '02000007'],
    ['abc', '02000006'],
    ['54', '0200001'],
  ] as const) {
    const path = `/rest/isales/v1/openapi/campaigns/${vdn}/file/queryServer`;
    const answer = await callDemo(system, { path, body: page });
    assert.deepEqual([answer.status, answer.json['resultCode']], [200, code], vdn);
  }
});

test('a body that is no JSON object, or another content type, is a parameter error', async (context) => {
  const system = await demoSystem(context);
  const path = isalesPath(system, 'file', 'queryServer');
  for (const body of ['', '{', '[]', 'null', '"text"']) {
    const answer = await callDemo(system, { path, body });
    assert.equal(answer.json['resultCode'], '0200001', body);
  }
  for (const [type, code] of [
    ['text/plain', '0200001'],
    ['application/json', '0200001'],
    ['application/json; charset=UTF-8', '0200000'],
  ] as const) {
    const answer = await callDemo(system, { path, body: page, headers: { 'content-type': type } });
    assert.equal(answer.json['resultCode'], code, type);
  }
});

test('faults happen where they are asked for, and then it goes on', async (context) => {
  const system = await demoSystem(context, {
    faults: {
      http: [
        { on: 'addServer', fault: { kind: 'lost' } },
        { on: 'addServer', fault: { kind: 'reset' } },
        { on: 'queryServer', fault: { kind: 'status', status: 429 }, after: 1, times: 2 },
        { on: 'queryServer', fault: { kind: 'garbage' } },
        { on: 'queryServer', fault: { kind: 'code', resultCode: '0200034' } },
      ],
    },
  });
  const before = system.state.servers.size;
  const add = () =>
    callDemo(system, {
      path: isalesPath(system, 'file', 'addServer'),
      body: {
        serverInfo: { ip: '192.0.2.9', port: '22', filePath: '/a' },
        userName: 'u',
        serverPwd: 'password',
      },
    });
  await assert.rejects(add(), /socket hang up|ECONNRESET/);
  assert.equal(system.state.servers.size, before + 1, 'a lost answer has taken effect');
  await assert.rejects(add(), /socket hang up|ECONNRESET/);
  assert.equal(system.state.servers.size, before + 1, 'a reset call has not');
  assert.equal((await add()).json['resultCode'], '0200000');
  assert.equal(system.counters.requests.addServer, 3);

  const query = () => callDemo(system, { path: isalesPath(system, 'file', 'queryServer'), body: page });
  const seen = [];
  for (let round = 0; round < 5; round += 1) {
    const { status, text, json } = await query();
    seen.push(status !== 200 ? status : text.startsWith('<!DOCTYPE') ? 'html' : json['resultCode']);
  }
  // The rule that waits for one request lets it through to the rules after it.
  assert.deepEqual(seen, ['html', 429, 429, '0200034', '0200000']);
});

test('an answer can be late', async (context) => {
  const system = await demoSystem(context, {
    faults: { http: [{ on: '*', fault: { kind: 'delay', ms: 200 } }] },
  });
  const start = performance.now();
  await callDemo(system, { path: isalesPath(system, 'file', 'queryServer'), body: page });
  // no sooner; how much later is the machine's affair
  assert.ok(performance.now() - start >= 195);
});

test('a restart in the same folder is the same system, and a stopped one is gone', async (context) => {
  const first = await demoSystem(context);
  const folder = first.sftp.rootPath.replace(/\/sftp$/, '');
  await first.stop();
  const socket = connect(first.isales.port, '127.0.0.1');
  await assert.rejects(once(socket, 'connect'), { code: 'ECONNREFUSED' });
  const second = await demoSystem(context, { folder });
  for (const key of ['accessKey', 'secretKey', 'fingerprint256'] as const) {
    assert.equal(second[key], first[key], key);
  }
  assert.equal(second.sftp.hostKeyFingerprint, first.sftp.hostKeyFingerprint);
  assert.deepEqual([...second.state.campaigns.keys()], [...first.state.campaigns.keys()]);
});

test('what was changed is there after a restart, on the new ports', async (context) => {
  const folder = tempFolder(context);
  const first = await demoSystem(context, { folder });
  const [server, removed] = [...first.state.servers.values()] as [FileServer, FileServer];
  const [kept, cancelled] = [...first.state.reservations.values()].filter(
    ({ callType }) => callType === '1',
  ) as [Reservation, Reservation];
  const serverInfo = { ip: '127.0.0.1', port: String(first.sftp.port), filePath: '/home/isales' };
  const calls: [string[], object | undefined][] = [
    [['file', server.serverId, 'updateServer'], { serverInfo, userName: 'renamed' }],
    [['file', removed.serverId, 'deleteServer'], undefined],
    [['appoint', 'update'], { appointId: kept.appointId, userAccount: 'liwei', remark: 'changed' }],
    [['appoint', 'delete'], { appointId: cancelled.appointId }],
  ];
  for (const [path, body] of calls) {
    const { json } = await callDemo(first, { path: isalesPath(first, ...path), body });
    assert.equal(json['resultCode'], '0200000', path.join('/'));
  }
  await first.stop();

  const second = await demoSystem(context, { folder });
  const { userName, port } = second.state.servers.get(server.serverId) as FileServer;
  assert.deepEqual([userName, port], ['renamed', String(second.sftp.port)]);
  assert.ok(!second.state.servers.has(removed.serverId));
  assert.equal(second.state.reservations.get(kept.appointId)?.remark, 'changed');
  assert.ok(!second.state.reservations.has(cancelled.appointId));
  assert.equal(second.state.reservations.size, first.state.reservations.size);
  await second.stop();

  await writeFile(join(folder, 'records.json'), '{');
  await writeFile(join(folder, 'identity.json'), '{}');
  const anew = await demoSystem(context, { folder });
  assert.ok(anew.state.servers.has(removed.serverId), 'files that are damaged are left out');
  assert.notEqual(anew.secretKey, first.secretKey);
});

test('a port that is taken is told, and nothing is left running', async (context) => {
  const first = await demoSystem(context);
  await assert.rejects(demoSystem(context, { ports: { ccfs: first.ccfs.port } }), { code: 'EADDRINUSE' });
});
