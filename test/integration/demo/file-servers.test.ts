import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';

interface Shown {
  serverId: string;
  ip: string | null;
  port: string | null;
  filePath: string | null;
  userName: string;
}

async function query(system: DemoSystem, body: unknown) {
  const path = isalesPath(system, 'file', 'queryServer');
  const { json } = await callDemo(system, { path, body });
  return { code: json['resultCode'], servers: json['server'] as Shown[], count: json['count'] };
}

const good = {
  serverInfo: { ip: '192.0.2.7', port: '2022', filePath: '/home/sftp' },
  userName: 'lisi',
  serverPwd: 'long-enough',
};

test('servers are listed by page, without their passwords', async (context) => {
  const system = await demoSystem(context);
  const all = await query(system, { offset: 0, limit: 100 });
  assert.equal(all.count, 26);
  assert.equal(all.servers.length, 26);
  const pages = [];
  for (let offset = 0; offset < 30; offset += 10) {
    pages.push(...(await query(system, { offset, limit: 10 })).servers);
  }
  assert.deepEqual(pages, all.servers);
  const first = all.servers[0] as Shown;
  assert.deepEqual(Object.keys(first).sort(), ['filePath', 'ip', 'port', 'serverId', 'userName']);
  assert.equal(first.port, String(system.sftp.port));
  assert.equal(first.filePath, system.sftp.defaultPath);
  const bare = all.servers.find(({ ip }) => ip === null) as Shown;
  assert.deepEqual([bare.port, bare.filePath], [null, null]);
  assert.ok(all.servers.some(({ ip }) => ip === '192.0.2.1'));
});

test('servers are found by ID; an older system leaves the count out', async (context) => {
  const system = await demoSystem(context, { omitServerCount: true });
  const { servers } = await query(system, { offset: 0, limit: 3 });
  const ids = [servers[2]?.serverId, 'unknown', servers[0]?.serverId];
  const found = await query(system, { offset: 0, limit: 10, serverIds: ids });
  assert.deepEqual(found.servers, [servers[0], servers[2]]);
  assert.equal(found.count, undefined);
});

test('paging parameters are checked', async (context) => {
  const system = await demoSystem(context);
  for (const [body, code] of [
    [{ limit: 10 }, '02000001'],
    [{ offset: 0 }, '02000001'],
    [{ offset: 0, limit: null }, '02000001'],
    [{ offset: 0, limit: 0 }, '02000007'],
    [{ offset: 0, limit: 101 }, '02000007'],
    [{ offset: -1, limit: 10 }, '02000007'],
    [{ offset: 0, limit: '10' }, '02000006'],
    [{ offset: 0.5, limit: 10 }, '02000006'],
    [{ offset: 0, limit: 10, serverIds: 'one' }, '02000006'],
    [{ offset: 0, limit: 10, serverIds: [1] }, '02000006'],
    [{ offset: 0, limit: 10, serverIds: new Array(101).fill('x') }, '02000011'],
    [{ offset: 0, limit: 100, serverIds: [] }, '0200000'],
  ] as const) {
    assert.equal((await query(system, body)).code, code, JSON.stringify(body).slice(0, 80));
  }
});

test('a change of a server lasts', async (context) => {
  const system = await demoSystem(context);
  const [server] = (await query(system, { offset: 0, limit: 1 })).servers;
  const serverId = server?.serverId ?? '';
  const path = isalesPath(system, 'file', serverId, 'updateServer');
  const { json } = await callDemo(system, { path, body: good });
  assert.equal(json['resultCode'], '0200000');
  const [changed] = (await query(system, { offset: 0, limit: 1, serverIds: [serverId] })).servers;
  assert.deepEqual(changed, { ...good.serverInfo, userName: 'lisi', serverId });
});

/** Bodies that are refused, by the code they are refused with. */
const refused: [string, unknown, string][] = [
  ['no serverInfo', { userName: 'a' }, '02000001'],
  ['serverInfo is text', { ...good, serverInfo: 'x' }, '02000006'],
  ['serverInfo is a list', { ...good, serverInfo: [] }, '02000006'],
  ['no ip', { ...good, serverInfo: { port: '22', filePath: '/a' } }, '02000001'],
  ['ip is a name', { ...good, serverInfo: { ...good.serverInfo, ip: 'sftp.example' } }, '02000007'],
  ['no port', { ...good, serverInfo: { ip: '192.0.2.7', filePath: '/a' } }, '02000001'],
  ['port is a number', { ...good, serverInfo: { ...good.serverInfo, port: 22 } }, '02000006'],
  ['port is a word', { ...good, serverInfo: { ...good.serverInfo, port: 'ssh' } }, '02000008'],
  ['port is out of range', { ...good, serverInfo: { ...good.serverInfo, port: '65536' } }, '02000007'],
  ['no filePath', { ...good, serverInfo: { ip: '192.0.2.7', port: '22' } }, '02000001'],
  ['filePath is relative', { ...good, serverInfo: { ...good.serverInfo, filePath: 'a' } }, '02000007'],
  [
    'filePath is too long',
    { ...good, serverInfo: { ...good.serverInfo, filePath: `/${'a'.repeat(256)}` } },
    '02000003',
  ],
  ['no userName', { ...good, userName: '' }, '02000001'],
  ['userName of 31', { ...good, userName: 'u'.repeat(31) }, '02000003'],
  ['userName is a number', { ...good, userName: 5 }, '02000006'],
  ['serverPwd of 7', { ...good, serverPwd: '1234567' }, '02000005'],
  ['serverPwd of 81', { ...good, serverPwd: 'p'.repeat(81) }, '02000005'],
  ...Array.from('`~!@#$ %^&*()+=|{}\'":;<>/?.\\[]', (letter): [string, unknown, string] => [
    `userName with ${letter}`,
    { ...good, userName: `a${letter}b` },
    '02000002',
  ]),
];

test('every limit of a server is kept, on change and on adding', async (context) => {
  const system = await demoSystem(context);
  const before = structuredClone([...system.state.servers.values()]);
  const update = isalesPath(system, 'file', before[0]?.serverId ?? '', 'updateServer');
  const add = isalesPath(system, 'file', 'addServer');
  for (const [name, body, code] of refused) {
    assert.equal((await callDemo(system, { path: update, body })).json['resultCode'], code, name);
    assert.equal((await callDemo(system, { path: add, body })).json['resultCode'], code, name);
  }
  assert.deepEqual([...system.state.servers.values()], before);
});

test('the password may be left out only while the address stays', async (context) => {
  const system = await demoSystem(context);
  const [server] = system.state.servers.values();
  const path = isalesPath(system, 'file', server?.serverId ?? '', 'updateServer');
  const without = { serverInfo: good.serverInfo, userName: good.userName };
  assert.equal((await callDemo(system, { path, body: without })).json['resultCode'], '02000009');
  const same = { ...without, serverInfo: { ...good.serverInfo, ip: '127.0.0.1' } };
  assert.equal((await callDemo(system, { path, body: same })).json['resultCode'], '0200000');
  assert.equal(server?.password, system.sftp.password);
});

test('a server is added, found and deleted; an unknown one has a code of its own', async (context) => {
  const system = await demoSystem(context);
  const added = await callDemo(system, { path: isalesPath(system, 'file', 'addServer'), body: good });
  const serverId = added.json['serverId'] as string;
  assert.match(serverId, /^\d{30}$/);
  assert.equal((await query(system, { offset: 0, limit: 1, serverIds: [serverId] })).count, 1);
  const withoutPassword = { ...good, serverPwd: undefined };
  const refusal = await callDemo(system, {
    path: isalesPath(system, 'file', 'addServer'),
    body: withoutPassword,
  });
  assert.equal(refusal.json['resultCode'], '02000001');

  const remove = isalesPath(system, 'file', serverId, 'deleteServer');
  assert.equal((await callDemo(system, { path: remove })).json['resultCode'], '0200000');
  assert.equal((await callDemo(system, { path: remove })).json['resultCode'], '0200006');
  const update = isalesPath(system, 'file', serverId, 'updateServer');
  const { json } = await callDemo(system, { path: update, body: good, headers: { locale: 'en_US' } });
  assert.equal(json['resultCode'], '0200006');
  assert.match(json['resultDesc'] as string, /server configuration does not exist/);
});
