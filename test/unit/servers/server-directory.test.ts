import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { suite, test } from 'node:test';
import { findServers } from '../../../src-main/features/servers/server-order.ts';
import { ServerDirectory, type ListedServer } from '../../../src-main/features/servers/server-directory.ts';
import { ConnectionsTable } from '../../../src-main/store/connections.ts';
import { ServerSettingsTable } from '../../../src-main/store/server-settings.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleConnection } from '../../support/sample-connection.ts';

const server = (serverId: string, more: Partial<ListedServer> = {}): ListedServer => ({
  serverId,
  ip: '10.0.0.1',
  port: '22',
  filePath: '/in',
  userName: 'u',
  ...more,
});
const many = Array.from({ length: 250 }, (_, index) => server(String(index)));

/** A directory over a service of these servers; `most` is what it gives at a time. */
function over(
  servers: readonly ListedServer[],
  service: { most?: number; count?: number | null; nameless?: number; disconnect?: boolean } = {},
) {
  const asked: number[] = [];
  const { most = 100, count = null, nameless = 0, disconnect = false } = service;
  const directory = new ServerDirectory((_connection, offset) => {
    asked.push(offset);
    const page = servers.slice(disconnect ? 0 : offset, (disconnect ? 0 : offset) + most);
    // records without an ID are counted by the service, and are of no use
    return Promise.resolve({ servers: page.slice(nameless), received: page.length, count });
  }, Date.now);
  return { directory, asked };
}

suite('reading the list of file servers', () => {
  for (const [name, service, length, offsets] of [
    ['without a count', {}, 250, [0, 100, 200]],
    ['with a count', { count: 250 }, 250, [0, 100, 200]],
    ['that gives fewer than it is asked for', { most: 50, count: 250 }, 250, [0, 50, 100, 150, 200]],
    ['whose full pages hold a record without an ID', { nameless: 1 }, 247, [0, 100, 200]],
    ['that ignores the offset', { disconnect: true }, 100, [0, 100]],
  ] as const) {
    test(`of a service ${name}`, async () => {
      const { directory, asked } = over(many, service);
      assert.equal((await directory.all('c')).length, length);
      assert.deepEqual(asked, offsets);
    });
  }

  test('of a connection that is led elsewhere between two pages: none of the first call centre’s', async () => {
    const [here, there] = [many, many.map((each) => ({ ...each, ip: '10.0.0.2' }))];
    const asked: number[] = [];
    const directory = new ServerDirectory((_connection, offset) => {
      const first = asked.push(offset) === 1;
      const servers = (first ? here : there).slice(offset, offset + 100);
      return Promise.resolve({
        servers,
        received: servers.length,
        count: 250,
        centre: first ? 'here' : 'there',
      });
    }, Date.now);
    const { ip, centre } = await directory.address('c', '7');
    assert.deepEqual([ip, centre], ['10.0.0.2', 'there']);
    assert.deepEqual(asked, [0, 100, 0, 100, 200]);
  });

  test('asks once for those who look at the same time, and again when told to', async () => {
    const { directory, asked } = over(many.slice(0, 3));
    await Promise.all([directory.all('c'), directory.find('c', '1', false), directory.one('c', '2')]);
    assert.equal(asked.length, 1);
    await directory.all('c', true);
    assert.equal(asked.length, 2);
  });

  for (const port of [null, '', '0', '65536', 'ssh', '22.5']) {
    test(`a server with port ${JSON.stringify(port)} cannot be reached`, async () => {
      const { directory } = over([server('1', { port })]);
      await assert.rejects(directory.address('c', '1'), { code: 'incomplete_server' });
    });
  }
});

test('servers that imports went to last come first, and each is found by its name here', async () => {
  const sql = memoryStatements();
  const connectionId = randomUUID();
  new ConnectionsTable(sql).add({ id: connectionId, demo: false, settings: sampleConnection() });
  const settings = new ServerSettingsTable(sql, () => 5);
  const { directory } = over(['a', 'b', 'c', 'd'].map((id) => server(id)));
  const lists = { directory, settings };
  const ids = async (search = '') =>
    (await findServers(lists, { connectionId, search, refresh: false })).map(({ serverId }) => serverId);
  assert.deepEqual(await ids(), ['a', 'b', 'c', 'd']);
  settings.set(connectionId, 'c', { usedAt: 1 });
  settings.set(connectionId, 'b', { usedAt: 2, label: 'Night shift' });
  assert.deepEqual(await ids(), ['b', 'c', 'a', 'd']);
  assert.deepEqual([await ids('night'), await ids('10.0.0.1')], [['b'], ['b', 'c', 'a', 'd']]);
});
