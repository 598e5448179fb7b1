import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import {
  addImport,
  checkedList,
  placeWithDemo,
  readyServer,
  type DemoPlace,
} from '../../support/demo-import.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { noSmallDisk, smallDisk, type SmallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface Place extends DemoPlace {
  readonly disk: SmallDisk;
  readonly serverId: string;
  /** Puts an import of 20,000 rows in the outbox and gives its ID. */
  readonly send: () => Promise<string>;
  /** How often an import was asked for. */
  readonly asked: () => number;
}

/** Dialdesk whose data folder is on a disk of its own, with a list ready to be sent. */
async function place(context: TestContext): Promise<Place> {
  const disk = smallDisk(context, 8);
  const there = await placeWithDemo(context, {}, undefined, disk.folder);
  const { dialdesk, demo } = there;
  dialdesk.logErrors.expected = true;
  const serverId = await readyServer(there);
  const file = join(tempFolder(context), 'many.csv');
  const row = (index: number): string => `${index},"[{""calledNo"":""138${10_000_000 + index}""}]"`;
  writeFileSync(
    file,
    ['sessionId,called', ...Array.from({ length: 20_000 }, (_, index) => row(index))].join('\n'),
  );
  const list = await checkedList(there, file);
  return {
    ...there,
    disk,
    serverId,
    asked: () => demo.counters.requests.uploadFileServer,
    send: () => addImport(there, serverId, list, 'many'),
  };
}

suite('on a full disk', { skip: noSmallDisk() ?? false }, () => {
  test('a workbook that does not fit fails its import in words, leaves no half file, and goes once there is room', async (context) => {
    const { dialdesk, folder, disk, send, asked } = await place(context);
    disk.fill(200_000);
    const id = await send();
    const { error } = await dialdesk.until(id, 'failed');
    assert.deepEqual([error?.code, error?.details?.['cause']], ['local_disk', 'ENOSPC']);
    assert.equal(existsSync(join(folder, 'outbox', id, 'clean.xlsx')), false);
    assert.equal(asked(), 0);
    disk.empty();
    await dialdesk.client.outbox.retry({ id });
    await dialdesk.until(id, 'done');
    assert.equal(asked(), 1);
  });

  test('an import is not asked for while the mark before it cannot be written', async (context) => {
    const { dialdesk, demo, disk, send, asked } = await place(context);
    const refused = new EventEmitter();
    const { jobs } = dialdesk.store;
    const save = jobs.save.bind(jobs);
    jobs.save = (...row) => {
      try {
        return save(...row);
      } catch (error) {
        assert.ok(error instanceof DialdeskError);
        assert.equal(error.code, 'local_disk');
        refused.emit('save');
        throw error;
      }
    };
    // full as soon as the upload begins: the file is local already, and what follows needs the journal only
    demo.faults.takeSftpCut = () => {
      disk.fill();
      return undefined;
    };
    const late = AbortSignal.timeout(120_000);
    const first = once(refused, 'save', { signal: late });
    const id = await send();
    await first;
    await once(refused, 'save', { signal: late });
    assert.equal(asked(), 0);
    assert.equal(dialdesk.store.jobs.get(id)?.state, 'running');
    disk.empty();
    await dialdesk.until(id, 'done');
    assert.equal(asked(), 1);
  });

  test('what cannot be saved is refused and did not happen; what was saved is there at the next start', async (context) => {
    const { dialdesk, disk, id, reopen } = await place(context);
    const { client } = dialdesk;
    const names = async (from = client): Promise<string[]> =>
      (await from.connections.list()).map(({ name }) => name);
    const [before] = await names();
    disk.fill();
    let made = 0;
    const make = () =>
      client.connections.create({ settings: sampleConnection({ name: `Branch ${made}` }), secretKey: 'key' });
    // the journal may have room of its own for a few
    await assert.rejects(
      async () => {
        for (; made < 1_000; made++) await make();
      },
      dialdeskError('local_disk', { cause: 'SQLITE_FULL' }),
    );
    assert.equal((await names()).length, made + 1);
    await assert.rejects(client.connections.remove({ id }), dialdeskError('local_disk'));
    assert.ok((await names()).includes(before ?? ''));

    // the disk is still full at the next start
    const again = await reopen();
    again.logErrors.expected = true;
    assert.equal(again.store.report.kind, 'opened');
    assert.equal((await names(again.client)).length, made + 1);
    disk.empty();
    await again.client.connections.remove({ id });
    assert.equal((await names(again.client)).length, made);
  });
});
