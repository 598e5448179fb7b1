import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { noMarkKnown } from '../../../src-main/contract/list-mark.ts';
import { CallListSession } from '../../../src-main/call-list/session.ts';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import type { FaultScript } from '../../../src-main/demo/faults.ts';
import type { JobState } from '../../../src-main/contract/jobs.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { fileServerSession } from '../../../src-main/features/imports/job/file-server-session.ts';
import { SentImports } from '../../../src-main/features/imports/sent-before.ts';
import { ImportJob } from '../../../src-main/features/imports/job/import-job.ts';
import type { ImportPayload } from '../../../src-main/features/imports/job/import-payload.ts';
import { JobFiles } from '../../../src-main/features/outbox/job-files.ts';
import { ImportWitnesses } from '../../../src-main/features/imports/witnesses/import-witnesses.ts';
import { ownSendings } from '../../../src-main/features/imports/witnesses/own-sendings.ts';
import type { WitnessReport } from '../../../src-main/contract/witnesses.ts';
import { serviceCaller } from '../../../src-main/features/imports/job/service-caller.ts';
import { SourceWriter } from '../../../src-main/features/imports/job/source-writer.ts';
import { JobQueue } from '../../../src-main/jobs/job-queue.ts';
import { MemoryHostKeys } from '../../../src-main/sftp/memory-host-keys.ts';
import { openSession } from '../../../src-main/sftp/session.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { demoAiccClient } from '../../support/demo-aicc-client.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const sample = join(import.meta.dirname, '../../../assets/sample-call-list.xlsx');

/** The queue with all its real parts, over the demo system: TLS, signatures, SFTP, a worker, a database. */
async function dialdesk(
  context: TestContext,
  faults: FaultScript = {},
  link?: (port: number) => Promise<TcpProxy>,
  system: Partial<DemoOptions> = {},
) {
  const folder = tempFolder(context);
  const demo = await demoSystem(context, system);
  demo.faults.add(faults);
  const client = demoAiccClient(demo);
  const source = join(folder, 'leads.xlsx');
  copyFileSync(sample, source);
  const proxy = await link?.(demo.sftp.port);
  context.after(() => proxy?.close());
  const store = openStore(folder);
  const hostKeys = new MemoryHostKeys();
  let password: string | undefined = demo.sftp.password;
  const writer = new SourceWriter();
  const files = new JobFiles(join(folder, 'outbox'));
  const kind = new ImportJob({
    files,
    writer,
    caller: serviceCaller(() => Promise.resolve(client)),
    witnesses: new ImportWitnesses({
      clientOf: () => Promise.resolve(client),
      unlessMissing: (_id, _name, ask) => ask(),
      // rows of this list have no mark
      statistics: {
        ofMark: () => Promise.resolve({ kind: 'unknown' }),
        state: () => ({ askedAt: null, nextAt: 0, outcome: 'lacking', error: null }),
      },
      zonesOf: () => [],
      ...ownSendings({ ...store, results: store.importResults, sent: store.sentImports }),
      now: Date.now,
    }),
    sftp: {
      open: async ({ ip, port, userName }, signal) => {
        const auth = { kind: 'password', password } as const;
        const target = { host: ip, port, username: userName, auth };
        return fileServerSession(await openSession(target, { hostKeys, signal, keepaliveMs: 400 }));
      },
    },
    sent: new SentImports({ ...store, sent: store.sentImports, now: Date.now }),
    seenAt: () => 0,
    now: Date.now,
  });
  const queue = new JobQueue({
    jobs: store.jobs,
    kinds: [kind],
    clock: systemClock,
    random: () => 0,
    newId: randomUUID,
    concurrency: 2,
  });
  const news = new EventEmitter();
  queue.subscribe(() => news.emit('news'));
  queue.start();
  context.after(async () => {
    await queue.stop();
    store.close();
    client.close();
  });
  const [server] = demo.state.servers.values();
  const [campaign] = demo.state.campaigns.keys();
  assert.ok(server && campaign);
  const { size, mtimeMs } = statSync(source);
  const list = await CallListSession.open(source);
  const options = { ivr: false, duplicates: 'first' } as const;
  const at = Date.now();
  const { ready, rejected } = await list.check(options, { now: new Date(at) });
  context.after(() => list.close());
  const payload: ImportPayload = {
    source: { name: 'leads.xlsx', path: source, size, mtimeMs, sha256: null },
    check: { options, edits: [], at, part: null },
    rows: ready,
    rejected,
    connectionName: 'Demo',
    mark: noMarkKnown,
    draft: null,
    again: [],
    startPlan: null,
    destination: {
      campaignId: campaign,
      campaignName: null,
      serverId: server.serverId,
      server: {
        ip: demo.sftp.host,
        port: proxy?.port ?? demo.sftp.port,
        filePath: demo.sftp.defaultPath,
        userName: demo.sftp.username,
      },
      folder: 'spring/2026',
      fileName: 'leads.xlsx',
      replace: false,
      verify: 'sha256',
      startsAt: null,
    },
  };
  const add = (id: string = randomUUID()) =>
    queue.add({ id, kind: 'import', name: 'Spring', connectionId: randomUUID(), payload }).id;
  const until = async (id: string, state: JobState) => {
    while (queue.get(id).state !== state) await once(news, 'news');
    return queue.get(id);
  };
  /** The first time, nobody knows the server's key. */
  const trust = async (id: string) => {
    const { waitingFor } = await until(id, 'waiting');
    assert.equal(waitingFor?.code, 'host_key_unknown');
    hostKeys.remember(waitingFor.details as unknown as Parameters<MemoryHostKeys['remember']>[0]);
    queue.tryNow(id);
  };
  const onServer = () => readdirSync(join(demo.sftp.rootPath, demo.sftp.defaultPath, 'spring/2026'));
  return {
    demo,
    queue,
    writer,
    list,
    source,
    folder,
    payload,
    campaign,
    add,
    until,
    trust,
    onServer,
    forgetPassword: () => (password = undefined),
    givePassword: () => (password = demo.sftp.password),
  };
}

test('a workbook becomes an import task, after the host key and the password were asked for', async (context) => {
  const {
    add,
    until,
    trust,
    queue,
    demo,
    payload,
    campaign,
    onServer,
    forgetPassword,
    givePassword,
    folder,
  } = await dialdesk(context);
  forgetPassword();
  const id = add();
  await trust(id);
  assert.equal((await until(id, 'waiting')).waitingFor?.code, 'password_needed');
  givePassword();
  queue.tryNow(id);
  const job = await until(id, 'done');
  const [task] = demo.state.imports;
  assert.equal(job.result?.['importTaskId'], task?.id);
  assert.equal(job.result?.['rows'], payload.rows);
  assert.equal(demo.counters.imports[campaign], 1);
  assert.equal(task?.filePath, '/spring/2026');
  assert.deepEqual(onServer(), ['leads.xlsx']);
  await queue.stop();
  assert.equal(existsSync(join(folder, 'outbox', id)), false);
});

const lostAnswer: FaultScript = { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] };

test('an answer that is lost leaves one import, which the log of invocations proves', async (context) => {
  const { add, until, trust, queue, demo, campaign, payload } = await dialdesk(context, lostAnswer);
  const states: string[] = [];
  queue.subscribe(({ jobs }) => states.push(...jobs.map(({ state }) => state)));
  const id = add();
  await trust(id);
  const job = await until(id, 'done');
  assert.ok(states.includes('unknown'));
  const { importTaskId, rows, provedBy } = job.result ?? {};
  assert.equal(provedBy, 'log');
  assert.deepEqual([importTaskId, rows], [demo.state.imports[0]?.id, payload.rows]);
  assert.equal(demo.counters.imports[campaign], 1);
  assert.equal(demo.counters.requests.uploadFileServer, 1);
});

test('without a log, a lost answer leaves one import, an unknown job, and the task to compare', async (context) => {
  const { add, until, trust, queue, demo, campaign } = await dialdesk(context, lostAnswer, undefined, {
    lacks: ['calllogs'],
  });
  const id = add();
  await trust(id);
  await until(id, 'unknown');
  while (!queue.get(id).waitingFor?.details['found']) await new Promise(setImmediate);
  const found = queue.get(id).waitingFor?.details['found'] as WitnessReport | undefined;
  assert.equal(found?.tasks[0]?.id, demo.state.imports[0]?.id);
  assert.deepEqual(
    found?.witnesses.map(({ witness, says, reason, error }) => [witness, says, reason ?? error]),
    [
      ['log', 'not_there', null],
      ['tasks', 'found', null],
      ['statistics', 'nothing', 'no_mark'],
    ],
  );
  assert.equal(demo.counters.imports[campaign], 1);
  assert.equal(demo.counters.requests.uploadFileServer, 1);
});

test('a request that never arrived is sent again by itself', async (context) => {
  const { add, until, trust, queue, demo, campaign } = await dialdesk(context, {
    http: [{ on: 'uploadFileServer', fault: { kind: 'status', status: 429 } }],
  });
  const id = add();
  await trust(id);
  await until(id, 'waiting');
  queue.tryNow(id);
  await until(id, 'done');
  assert.equal(demo.counters.imports[campaign], 1);
});

/** The first connection, which only shows the host key, counts too. */
const cut = { cutAfterBytes: 1000, times: 2 };

test('an upload that is cut goes on, and leaves one file', async (context) => {
  const { add, until, trust, queue, onServer } = await dialdesk(context, { sftp: [cut] });
  const id = add();
  await trust(id);
  const { waitingFor } = await until(id, 'waiting');
  assert.equal(waitingFor?.kind, 'network');
  assert.match(onServer().join(), /^\.leads\.xlsx\..*\.dialdesk-part$/);
  queue.tryNow(id);
  await until(id, 'done');
  assert.deepEqual(onServer(), ['leads.xlsx']);
});

test('a link that died without a word, as after sleep or with another address, is left and the upload goes on', async (context) => {
  let link: TcpProxy | undefined;
  const place = await dialdesk(context, {}, async (port) => (link = await startTcpProxy(port)));
  const { add, trust, until, onServer, demo, campaign, queue } = place;
  // beyond the login, in the middle of the file
  link?.afterSent(8_000, () => link?.strand());
  const states: string[] = [];
  queue.subscribe(({ jobs }) => states.push(...jobs.map(({ waitingFor }) => waitingFor?.code ?? '')));
  const id = add();
  await trust(id);
  await until(id, 'done');
  assert.ok(states.includes('connection_lost'), 'the dead link was noticed');
  assert.deepEqual(onServer(), ['leads.xlsx']);
  assert.equal(demo.counters.imports[campaign], 1);
});

test('cancelling an upload that was cut removes what it left on the server', async (context) => {
  const { add, until, trust, queue, onServer, demo } = await dialdesk(context, {
    sftp: [cut],
  });
  const id = add();
  await trust(id);
  await until(id, 'waiting');
  assert.equal(onServer().length, 1);
  assert.equal((await queue.cancel(id)).state, 'cancelled');
  assert.deepEqual(onServer(), []);
  assert.equal(demo.counters.requests.uploadFileServer, 0);
});

test('a list that is still open writes itself, even without its source', async (context) => {
  const { add, until, trust, writer, list, source } = await dialdesk(context);
  const id = randomUUID();
  writer.offer(id, list);
  rmSync(source);
  add(id);
  await trust(id);
  await until(id, 'done');
});

test('a list that was checked in another way meanwhile is read again as it was when the job was added', async (context) => {
  for (const noticed of [true, false]) {
    const { add, until, trust, writer, list, payload } = await dialdesk(context);
    await list.edit([{ row: 2, column: 'called', value: 'no number' }]);
    const id = randomUUID();
    // Noticed by whoever offers the list, or by another number of rows.
    writer.offer(id, list, () => !noticed);
    add(id);
    await trust(id);
    assert.equal((await until(id, 'done')).result?.['rows'], payload.rows);
  }
});

test('a closed list is checked again from its source, in the same way', async (context) => {
  const { add, until, trust, writer, list } = await dialdesk(context);
  await list.close();
  const id = randomUUID();
  writer.offer(id, list);
  add(id);
  await trust(id);
  await until(id, 'done');
});

test('a source that changed since it was checked is not sent', async (context) => {
  const { add, until, list, source, demo } = await dialdesk(context);
  await list.close();
  writeFileSync(source, 'something else');
  const { error } = await until(add(), 'failed');
  assert.equal(error?.code, 'file_changed');
  rmSync(source);
  assert.equal((await until(add(), 'failed')).error?.code, 'file_unreadable');
  assert.equal(demo.counters.sftpLogins, 0);
});

test('edits of the check are made again; another outcome is noticed', async (context) => {
  const { queue, until, trust, list, payload, demo } = await dialdesk(context);
  await list.close();
  // One ready row less: its number is broken on purpose.
  const edits = [{ row: 2, column: 'called' as const, value: 'no number' }];
  const check = { ...payload.check, edits };
  const add = (rows: number) =>
    queue.add({
      kind: 'import',
      name: 'Edited',
      connectionId: randomUUID(),
      payload: { ...payload, check, rows },
    }).id;
  assert.equal((await until(add(payload.rows), 'failed')).error?.details?.['what'], 'outcome');
  const id = add(payload.rows - 1);
  await trust(id);
  assert.equal((await until(id, 'done')).result?.['rows'], payload.rows - 1);
  assert.equal(demo.state.imports.length, 1);
});
