import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { removeLeftovers } from '../../../src-main/sftp/transfer/leftovers.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { Packet } from '../../../src-main/sftp/wire/codes.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import type { Deed, Script, ScriptedRequest } from '../../support/scripted-sftp.ts';
import { TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// A replacement in two steps, cut at each of its requests in turn: before the server has it, and after the server has
// carried it out, so that only the answer is lost. Whatever is left, one of old and new has the name in the end, and
// until then the record says where the old one lies.

const hostKey = makeHostKey();
const size = 50_000;
/** How long an answer that never comes is waited for, in ms. */
const patience = 150;

async function setScene(context: TestContext) {
  const script: Script = {};
  const server = await startScriptedServer(script, { hostKey, args: ['-P', 'posix-rename'] });
  const sessions: SftpSession[] = [];
  context.after(async () => {
    for (const session of sessions) session.close();
    await server.close();
  });
  const folder = path.join(tempFolder(context), 'import');
  mkdirSync(folder);
  const file = new TestUpload(tempFolder(context), folder, size);
  writeFileSync(file.remotePath, 'old');
  const connect = async (replyTimeoutMs = 60_000): Promise<SftpSession> => {
    const auth = { kind: 'password', password: 'right' } as const;
    const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth };
    const session = await trustingSession(target, [server.hostKey], { replyTimeoutMs });
    sessions.push(session);
    return session;
  };
  return { script, file, connect };
}

/** Cuts at the n-th request that is asked for; says whether it came to that. */
function cutting(script: Script, nth: number, deed: Deed): () => boolean {
  let asked = 0;
  script.request = () => (asked++ === nth ? deed : undefined);
  return () => asked > nth;
}

/** One of old and new has the name, or the record says that the old one lies aside, and there it is. */
function assertNothingLost(file: TestUpload): void {
  if (existsSync(file.remotePath)) {
    const there = readFileSync(file.remotePath);
    assert.ok(there.equals(file.content) || there.equals(Buffer.from('old')), 'neither old nor new');
    return;
  }
  assert.equal(file.stored?.aside, true, 'nothing has the name, and the record does not say so');
  assert.equal(readFileSync(file.stored.asidePath, 'utf8'), 'old');
}

const attempt = async (session: Promise<SftpSession>, file: TestUpload): Promise<void> => {
  await upload(await session, file.job({ replace: true })).catch(() => undefined);
};

/** How many requests a replacement has when nothing goes wrong. */
async function requestsOf(context: TestContext): Promise<number> {
  const { script, file, connect } = await setScene(context);
  const requests: ScriptedRequest[] = [];
  script.request = (request) => {
    requests.push(request);
    return undefined;
  };
  await upload(await connect(), file.job({ replace: true }));
  file.assertDelivered();
  assert.equal(requests.filter(({ type }) => type === Packet.rename).length, 2);
  return requests.length;
}

suite('a replacement in two steps', () => {
  for (const deed of ['hang up', 'mute'] as const) {
    for (const then of ['goes on', 'is given up'] as const) {
      test(`that is cut at each request (${deed}) and ${then} loses nothing`, async (context) => {
        const all = await requestsOf(context);
        for (let nth = 0; nth < all; nth += 1) {
          const { script, file, connect } = await setScene(context);
          cutting(script, nth, deed);
          await attempt(connect(patience), file).catch(() => undefined);
          assertNothingLost(file);
          delete script.request;
          const { stored } = file;
          if (then === 'goes on') {
            // Whether the last answer was lost or not: doing it once more is safe.
            await upload(await connect(), file.job({ replace: true }));
            file.assertDelivered();
          } else if (stored) {
            await removeLeftovers(await connect(), stored);
            assert.ok(existsSync(file.remotePath), `nothing has the name after a cut at ${nth}`);
            assertNothingLost(file);
            assert.deepEqual(
              file.remoteNames.filter((name) => name.endsWith('.dialdesk-part')),
              [],
            );
          }
        }
      });
    }

    test(`that is cut a second time while it is brought to its end (${deed}) loses nothing`, async (context) => {
      for (let first = 0; first < 2; first += 1) {
        for (let second = 0, reached = true; reached; second += 1) {
          const { script, file, connect } = await setScene(context);
          let renames = 0;
          script.request = ({ type }) =>
            type === Packet.rename && renames++ === first ? 'hang up' : undefined;
          await attempt(connect(), file);
          assertNothingLost(file);
          const came = cutting(script, second, deed);
          await attempt(connect(patience), file).catch(() => undefined);
          reached = came();
          assertNothingLost(file);
          delete script.request;
          await upload(await connect(), file.job({ replace: true }));
          file.assertDelivered();
        }
      }
    });
  }
});
