import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { Transfer, TransferState } from '../../../src-main/contract/transfers.ts';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import { Packet, Status } from '../../../src-main/sftp/wire/codes.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { eventually } from '../../support/eventually.ts';
import { fileServerPlace, type FileServerPlace } from '../../support/file-server-place.ts';

const MB = 1024 * 1024;
const gbk = Buffer.from([0xb5, 0xbc, 0xba, 0xf4]);

/** Puts a file of random bytes on this computer. */
function localFile({ here }: FileServerPlace, name: string, size: number): { path: string; content: Buffer } {
  const content = randomBytes(size);
  const path = join(here, name);
  writeFileSync(path, content);
  return { path, content };
}

async function send({ dialdesk, place }: FileServerPlace, path: string, replace = false): Promise<void> {
  const token = await dialdesk.drop(path);
  await dialdesk.client.transfers.upload({ place: place(), files: [{ token, replace }] });
}

/** The newest transfer, once it is in that state. */
async function until({ dialdesk }: FileServerPlace, state: TransferState): Promise<Transfer> {
  let last: Transfer | undefined;
  return eventually(async () => {
    last = (await dialdesk.client.transfers.list()).transfers.at(-1);
    return last?.state === state ? last : undefined;
  }).catch((error: unknown) =>
    assert.fail(`${String(error)} ${last?.state} instead of ${state}: ${JSON.stringify(last?.error)}`),
  );
}

/** Resolves once it is so. */
const so = (ask: () => boolean | Promise<boolean>): Promise<true> =>
  eventually(async () => ((await ask()) ? true : undefined));

const parts = (names: readonly string[]): readonly string[] =>
  names.filter((name) => name.includes('dialdesk'));

suite('transfers by hand', () => {
  test('put a file under its name, whole, with what was asked for', async (context) => {
    const here = await fileServerPlace(context);
    const { transfers } = here.dialdesk.client;
    const { path, content } = localFile(here, 'leads.xlsx', 3 * MB);
    await transfers.setSettings({ bandwidth: null, verify: 'sha256' });
    await send(here, path);
    const done = await until(here, 'done');
    assert.ok(readFileSync(join(here.files, 'leads.xlsx')).equals(content));
    assert.deepEqual(
      [done.name, done.folder, done.bytes, done.total, done.verify, done.replaced],
      ['leads.xlsx', here.files, content.length, content.length, 'sha256', 'nothing'],
    );
    assert.match(done.sha256 ?? '', /^[0-9a-f]{64}$/);
    await transfers.clear({});
    assert.deepEqual((await transfers.list()).transfers, []);
  });

  test('say beforehand what has the name, and never replace unasked', async (context) => {
    const here = await fileServerPlace(context);
    const { transfers } = here.dialdesk.client;
    const { path, content } = localFile(here, 'leads.xlsx', 1000);
    const bad = localFile(here, 'gpj.\u202Eexe', 1);
    writeFileSync(join(here.files, 'leads.xlsx'), 'old');
    const tokens = [await here.dialdesk.drop(path), await here.dialdesk.drop(bad.path)];
    const [first, second] = await transfers.planUpload({ place: here.place(), tokens });
    assert.deepEqual([first?.name, first?.size, first?.existing?.size], ['leads.xlsx', 1000, 3]);
    assert.ok(Math.abs((first?.existing?.modified ?? 0) - Date.now()) < 600_000);
    assert.equal(second?.unfit, 'bidi');

    await send(here, path);
    const { id, error } = await until(here, 'failed');
    assert.deepEqual([error?.code, error?.details?.['size']], ['file_exists', 3]);
    assert.deepEqual(readdirSync(here.files), ['leads.xlsx']);
    assert.equal(readFileSync(join(here.files, 'leads.xlsx'), 'utf8'), 'old');
    await transfers.resume({ id, replace: true });
    assert.equal((await until(here, 'done')).replaced, 'atomically');
    assert.ok(readFileSync(join(here.files, 'leads.xlsx')).equals(content));
  });

  test('stop for later and go on from there, both ways', async (context) => {
    const here = await fileServerPlace(context);
    const { transfers } = here.dialdesk.client;
    const { path, content } = localFile(here, 'leads.bin', 6 * MB);
    const limited = { bandwidth: 4 * MB, verify: 'size' } as const;
    for (const direction of ['upload', 'download'] as const) {
      await transfers.setSettings(limited);
      here.dialdesk.dialogs.save = join(here.here, 'back.bin');
      if (direction === 'upload') await send(here, path);
      else await transfers.download({ place: here.place(), names: ['leads.bin'] });
      const { id } = await until(here, 'running');
      await so(async () => {
        const now = (await transfers.list()).transfers.find((one) => one.id === id);
        return (now?.bytes ?? 0) > MB;
      });
      await transfers.pause({ id });
      const paused = await until(here, 'paused');
      assert.ok(paused.bytes > 0 && paused.bytes < content.length);
      assert.equal(parts(readdirSync(direction === 'upload' ? here.files : here.here)).length, 1);
      assert.ok(!readdirSync(direction === 'upload' ? here.files : here.here).includes('back.bin'));
      let moved = 0;
      here.script.request = ({ type }) => {
        if (type === Packet.write) moved++;
        return undefined;
      };
      await transfers.setSettings({ ...limited, bandwidth: null });
      await transfers.resume({ id });
      await until(here, 'done');
      if (direction === 'upload') assert.ok(moved * 128 * 1024 < content.length, 'not all over again');
      assert.deepEqual(parts([...readdirSync(here.files), ...readdirSync(here.here)]), []);
    }
    assert.ok(readFileSync(join(here.files, 'leads.bin')).equals(content));
    assert.ok(readFileSync(join(here.here, 'back.bin')).equals(content));
  });

  test('wait while the server is away and go on by themselves', async (context) => {
    const here = await fileServerPlace(context);
    const { path, content } = localFile(here, 'leads.bin', 3 * MB);
    let died: Promise<void> | undefined;
    here.script.request = ({ type, nth }) => {
      if (type !== Packet.write || nth < 8) return undefined;
      died ??= here.down();
      return 'hang up';
    };
    await send(here, path);
    const waiting = await until(here, 'waiting');
    assert.ok((waiting.retryAt ?? 0) > waiting.createdAt);
    await died;
    assert.ok(!readdirSync(here.files).includes('leads.bin'), 'nothing half-written under the final name');
    delete here.script.request;
    await here.up();
    await until(here, 'done');
    assert.deepEqual(readdirSync(here.files), ['leads.bin']);
    assert.ok(readFileSync(join(here.files, 'leads.bin')).equals(content));
  });

  for (const [fault, code] of [
    ['password', 'login_refused'],
    ['host key', 'host_key_changed'],
  ] as const) {
    test(`whose server changes its ${fault} meanwhile stop, and go on after the answer`, async (context) => {
      const here = await fileServerPlace(context);
      const { client } = here.dialdesk;
      const { path, content } = localFile(here, 'leads.bin', 3 * MB);
      let died: Promise<void> | undefined;
      here.script.request = ({ type, nth }) => {
        if (type !== Packet.write || nth < 12) return undefined;
        died ??= here.down();
        return 'hang up';
      };
      await send(here, path);
      const { id } = await until(here, 'waiting');
      await died;
      delete here.script.request;
      const newKey = makeHostKey();
      if (fault === 'password') here.script.password = 'another';
      const before = here.server().hostKey;
      await here.up(fault === 'host key' ? newKey : undefined);
      const failed = await until(here, 'failed');
      assert.equal(failed.error?.code, code);
      assert.ok(!readdirSync(here.files).includes('leads.bin'));
      if (fault === 'host key') {
        assert.deepEqual(here.server().credentials, [], 'nothing secret was sent to a stranger');
        await client.hostKeys.replace({ known: before, offered: here.server().hostKey });
      } else {
        const { connectionId, serverId } = here;
        await client.servers.savePassword({ connectionId, serverId, password: 'another' });
      }
      await client.transfers.resume({ id });
      await until(here, 'done');
      assert.deepEqual(readdirSync(here.files), ['leads.bin']);
      assert.ok(readFileSync(join(here.files, 'leads.bin')).equals(content));
    });
  }

  test('that are given up leave nothing on either side', async (context) => {
    const here = await fileServerPlace(context);
    const { transfers } = here.dialdesk.client;
    const { path } = localFile(here, 'up.bin', 6 * MB);
    writeFileSync(join(here.files, 'down.bin'), randomBytes(6 * MB));
    await transfers.setSettings({ bandwidth: MB, verify: 'size' });
    here.dialdesk.dialogs.save = join(here.here, 'down.bin');
    await send(here, path);
    await transfers.download({ place: here.place(), names: ['down.bin'] });
    await so(() => parts([...readdirSync(here.files), ...readdirSync(here.here)]).length === 2);
    const [up, down] = (await transfers.list()).transfers;
    await transfers.cancel({ id: up?.id ?? '' });
    // Also one that was paused before: what it left is known.
    await transfers.pause({ id: down?.id ?? '' });
    await transfers.cancel({ id: down?.id ?? '' });
    assert.deepEqual(readdirSync(here.files), ['down.bin']);
    assert.deepEqual(readdirSync(here.here), ['up.bin']);
    assert.deepEqual(
      (await transfers.list()).transfers.map(({ state }) => state),
      ['cancelled', 'cancelled'],
    );
  });

  test('never use more than two sessions of a server, and none a second time at once', async (context) => {
    const here = await fileServerPlace(context);
    const { transfers } = here.dialdesk.client;
    const files = Array.from({ length: 6 }, (_, nth) => localFile(here, `${nth}.bin`, 300_000));
    let most = 0;
    const tokens = await Promise.all(files.map(({ path }) => here.dialdesk.drop(path)));
    await transfers.setSettings({ bandwidth: 2 * MB, verify: 'size' });
    await transfers.upload({
      place: here.place(),
      files: tokens.map((token) => ({ token, replace: false })),
    });
    await so(async () => {
      const { transfers: now } = await transfers.list();
      most = Math.max(most, now.filter(({ state }) => state === 'running').length);
      return now.every(({ state }) => state === 'done');
    });
    assert.equal(most, 2);
    assert.equal(here.server().credentials.length, 2, 'sessions are used again');
    assert.equal(readdirSync(here.files).length, 6);
  });

  test('fetch under safe names that replace nothing', async (context) => {
    const here = await fileServerPlace(context);
    const { transfers } = here.dialdesk.client;
    writeFileSync(join(here.files, 'con.txt'), 'device');
    writeFileSync(join(here.files, 'a.csv'), 'new');
    writeFileSync(join(here.files, 'A.csv'), 'other');
    writeFileSync(Buffer.concat([Buffer.from(`${here.files}/`), gbk]), 'list');
    writeFileSync(join(here.here, 'a.csv'), 'mine');
    const { entries } = await here.dialdesk.client.remoteFiles.list(here.place());
    here.dialdesk.dialogs.open = [here.here];
    assert.equal(
      await transfers.download({ place: here.place(), names: entries.map(({ name }) => name).sort() }),
      true,
    );
    await so(async () => (await transfers.list()).transfers.every(({ state }) => state === 'done'));
    const fetched = Object.fromEntries(
      readdirSync(here.here).map((name) => [name, readFileSync(join(here.here, name), 'utf8')]),
    );
    assert.deepEqual(fetched, {
      '_con.txt': 'device',
      'A.csv': 'other',
      'a (2).csv': 'new',
      'a.csv': 'mine',
      '⟨B5⟩⟨BC⟩⟨BA⟩⟨F4⟩': 'list',
    });
    here.dialdesk.dialogs.save = null;
    assert.equal(await transfers.download({ place: here.place(), names: ['a.csv'] }), false);
  });

  test('reach into folders whose names are no UTF-8', async (context) => {
    const here = await fileServerPlace(context);
    const folder = Buffer.concat([Buffer.from(`${here.files}/`), gbk]);
    mkdirSync(folder);
    const { client } = here.dialdesk;
    const [entry] = (await client.remoteFiles.list(here.place())).entries;
    const place = here.place(entry?.name ?? '');
    const { path, content } = localFile(here, 'leads.bin', 2 * MB);
    const token = await here.dialdesk.drop(path);
    await client.transfers.upload({ place, files: [{ token, replace: false }] });
    await until(here, 'done');
    assert.deepEqual(readdirSync(folder), ['leads.bin']);
    here.dialdesk.dialogs.save = join(here.here, 'back');
    await client.transfers.download({ place, names: ['leads.bin'] });
    await until(here, 'done');
    assert.ok(readFileSync(join(here.here, 'back')).equals(content));
  });

  test('that fail for good say why, and what they left is removed with their line', async (context) => {
    const here = await fileServerPlace(context);
    const { transfers } = here.dialdesk.client;
    here.dialdesk.dialogs.save = join(here.here, 'x');
    await transfers.download({ place: here.place(), names: ['not there'] });
    const gone = await until(here, 'failed');
    assert.equal(gone.error?.code, 'no_such_path');
    const { path } = localFile(here, 'leads.bin', 2 * MB);
    here.script.request = ({ type, nth }) =>
      type === Packet.write && nth >= 4 ? { status: Status.permissionDenied } : undefined;
    await send(here, path);
    const refused = await until(here, 'failed');
    assert.equal(refused.error?.code, 'permission_denied');
    await transfers.clear({ id: gone.id });
    await transfers.clear({ id: refused.id });
    assert.deepEqual((await transfers.list()).transfers, []);
    assert.deepEqual(readdirSync(here.files), []);
    assert.ok(!existsSync(join(here.here, 'x')));
    await assert.rejects(async () => transfers.cancel({ id: gone.id }), dialdeskError('not_found'));
  });

  test('end with the app, and take what arrived with them', async (context) => {
    const here = await fileServerPlace(context);
    const { path } = localFile(here, 'leads.bin', 6 * MB);
    await here.dialdesk.client.transfers.setSettings({ bandwidth: MB, verify: 'size' });
    await send(here, path);
    await so(() => parts(readdirSync(here.files)).length === 1);
    await here.dialdesk.close();
    assert.deepEqual(readdirSync(here.files), []);
  });
});
