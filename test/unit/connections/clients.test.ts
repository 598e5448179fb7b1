import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callCentreOf } from '../../../src-main/contract/connections.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { runForJob } from '../../../src-main/platform/current-job.ts';
import { noPolicy } from '../../../src-main/features/app/policy.ts';
import { Clients } from '../../../src-main/features/connections/clients.ts';
import { SessionVault } from '../../../src-main/secrets/session-vault.ts';
import { secretKeyAccount, type Vault } from '../../../src-main/secrets/vault.ts';
import { ConnectionsTable } from '../../../src-main/store/connections.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleJob } from '../../support/sample-job.ts';
import { sampleConnection } from '../../support/sample-connection.ts';

const id = '3f0f6c5e-7c1f-4a5e-9a52-1f6f3f7d1c11';

/** A keychain that answers when it is let: each `get` waits for one call of `answer`. */
function slowClients(jobOf: (id: string) => Job | null = () => null) {
  const table = new ConnectionsTable(memoryStatements());
  table.add({ id, demo: false, settings: sampleConnection({ vdnId: 1 }) });
  const vault = new SessionVault('keychain_unavailable');
  const waiting: (() => void)[] = [];
  const slow: Vault = {
    get: async (account) => {
      const found = await vault.get(account);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return found;
    },
    set: (account, secret) => vault.set(account, secret),
    delete: (account) => vault.delete(account),
    status: () => vault.status(),
  };
  const clients = new Clients({
    table,
    vault: slow,
    policy: noPolicy,
    jobOf,
    clientDeps: () => ({ log: { record: () => undefined }, proxyFor: () => Promise.resolve(null) }),
  });
  /** Lets the keychain answer whoever asks, until nobody does. */
  const answer = async (): Promise<void> => {
    for (let idle = 0; idle < 20; idle++) {
      const next = waiting.shift();
      if (next) idle = 0;
      next?.();
      await Promise.resolve();
    }
  };
  const asked = async (): Promise<void> => {
    while (waiting.length === 0) await Promise.resolve();
  };
  return { table, vault, clients, answer, asked, waiting };
}

test('a connection changed while the keychain is asked gives a client with the new settings', async () => {
  const { table, vault, clients, answer, asked } = slowClients();
  await vault.set(secretKeyAccount(id), 'old');
  const early = clients.of(id);
  await asked();
  table.update(id, sampleConnection({ vdnId: 2, isales: { host: 'new.example.com', port: 1 } }));
  clients.forget(id);
  const late = clients.of(id);
  await answer();
  assert.equal((await early).settings.vdnId, 2);
  assert.equal((await early).settings.isales.host, 'new.example.com');
  assert.equal(await late, await early);
});

test('another connection changed while the keychain is asked holds up nobody', async () => {
  const { vault, clients, answer, asked, waiting } = slowClients();
  await vault.set(secretKeyAccount(id), 'key');
  const opening = clients.of(id);
  let client: unknown;
  void opening.then((opened) => (client = opened));
  await asked();
  clients.forget('5a2b8a44-2d3c-4b7e-8f60-0c9f1f1d7e22');
  await answer();
  assert.ok(client, 'it waits for itself');
  assert.equal(waiting.length, 0);
});

test('a connection removed while the keychain is asked gives no client', async () => {
  const { table, vault, clients, answer, asked } = slowClients();
  await vault.set(secretKeyAccount(id), 'old');
  const early = clients.of(id);
  const refused = assert.rejects(early, dialdeskError('not_found'));
  await asked();
  table.remove(id);
  clients.forget(id);
  await answer();
  await refused;
});

test('two who ask at once get one client, and the keychain is asked once', async () => {
  const { vault, clients, answer, asked, waiting } = slowClients();
  await vault.set(secretKeyAccount(id), 'key');
  const both = [clients.of(id), clients.of(id)];
  await asked();
  assert.equal(waiting.length, 1);
  await answer();
  const [one, other] = await Promise.all(both);
  assert.equal(one, other);
  assert.equal(await clients.of(id), one);
});

test('a keychain that refuses is asked again by the next', async () => {
  const { vault, clients, answer, asked } = slowClients();
  const first = assert.rejects(clients.of(id), dialdeskError('secret_key_needed'));
  await asked();
  await answer();
  await first;
  await vault.set(secretKeyAccount(id), 'key');
  const second = clients.of(id);
  await asked();
  await answer();
  assert.equal((await second).settings.vdnId, 1);
});

test('a job under way gets no client for another call centre, also where it is led there while the keychain is asked', async () => {
  const old = sampleConnection({ vdnId: 1 });
  const job = { ...sampleJob({ id: 'job', connectionId: id, state: 'running' }), centre: callCentreOf(old) };
  const { table, vault, clients, answer, asked } = slowClients((of) => (of === 'job' ? job : null));
  await vault.set(secretKeyAccount(id), 'key');
  const underWay = runForJob('job', () => clients.of(id));
  await asked();
  table.update(id, sampleConnection({ vdnId: 2 }));
  clients.forget(id);
  const [refused] = await Promise.all([
    assert.rejects(
      underWay,
      dialdeskError('call_centre_changed', {
        before: callCentreOf(old),
        after: callCentreOf({ ...old, vdnId: 2 }),
      }),
    ),
    answer(),
  ]);
  assert.equal(refused, undefined);
  // who asks for no job gets it, and so does the job once it leads back
  assert.equal((await clients.of(id)).settings.vdnId, 2);
  await assert.rejects(
    runForJob('job', () => clients.of(id)),
    dialdeskError('call_centre_changed'),
  );
  table.update(id, old);
  clients.forget(id);
  const [back] = await Promise.all([runForJob('job', () => clients.of(id)), asked().then(answer)]);
  assert.equal(back.settings.vdnId, 1);
});

const oneHost: readonly (readonly string[])[] = [
  ['Aicc.Example.com', ' aicc.example.com '],
  ['::1', '[::1]', '0:0:0:0:0:0:0:1', '[0000::0001]'],
  ['10.1', '10.0.0.1'],
  ['fe80::1%eth0', 'FE80::1%eth0'],
];
for (const [first = '', ...others] of oneHost) {
  test(`${others.join(' and ')} is the call centre of ${first}`, () => {
    const centre = (host: string) => callCentreOf({ isales: { host, port: 1 }, vdnId: 1 });
    for (const other of others) assert.equal(centre(other), centre(first));
    assert.notEqual(centre(first), centre('other.example.com'));
  });
}
