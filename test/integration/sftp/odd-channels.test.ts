import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import type { SessionOptions, SftpSession } from '../../../src-main/sftp/session.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { Packet, Status } from '../../../src-main/sftp/wire/codes.ts';
import { encodePacket } from '../../../src-main/sftp/wire/packet.ts';
import { doAll } from '../../support/all-on-a-server.ts';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-sftp.ts';
import { rejection, TestUpload, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

// Servers that are odd below SFTP's requests: in how much they take at once, in which order and how often they answer.

const hostKey = makeHostKey();
const connectTo = (server: ScriptedServer, options: Partial<SessionOptions> = {}): Promise<SftpSession> => {
  const auth = { kind: 'password', password: 'right' } as const;
  const target = { host: '127.0.0.1', port: server.port, username: 'importer', auth };
  return trustingSession(target, [server.hostKey], { replyTimeoutMs: 60_000, ...options });
};

/** Answers that are kept back until everything that came with them is answered, then said last first. */
function lastFirst(): NonNullable<Script['answer']> {
  let kept: (() => void)[] = [];
  return (packet, _request, send) => {
    if (kept.length === 0) {
      setTimeout(() => {
        const said = kept.toReversed();
        kept = [];
        for (const say of said) say();
      }, 2);
    }
    kept.push(() => send(packet));
  };
}

const oddServers: Readonly<Record<string, Script>> = {
  'takes 100 bytes at once, in packets of 64': { channel: { window: 100, packet: 64 } },
  'takes 4 KB at once, in packets of 1 KB': { channel: { window: 4096, packet: 1024 } },
  'takes as much as there can be': { channel: { window: 0xffff_ffff, packet: 0xffff_ffff } },
  'says everything twice': {
    answer: (packet, _request, send) => {
      send(packet);
      send(packet);
    },
  },
  'answers the last question first': { answer: lastFirst() },
  'answers byte by byte': {
    answer: (packet, { type }, send) => {
      const cut = type === Packet.read ? 40 : packet.length;
      for (let at = 0; at < cut; at += 1) send(packet.subarray(at, at + 1));
      if (cut < packet.length) send(packet.subarray(cut));
    },
  },
};

suite('a server that', () => {
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), 'dialdesk-odd-channels-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  for (const [what, script] of Object.entries(oddServers)) {
    test(`${what}: all works`, async (context) => {
      const server = await startScriptedServer(script, { hostKey });
      context.after(() => server.close());
      const session = await connectTo(server);
      context.after(() => session.close());
      const worked = await doAll(session, root, []);
      assert.deepEqual(
        Object.keys(worked).filter((one) => !worked[one]),
        [],
      );
    });
  }
});

async function setScene(context: TestContext, script: Script = {}) {
  const server = await startScriptedServer(script, { hostKey });
  const sessions: SftpSession[] = [];
  context.after(async () => {
    for (const session of sessions) session.close();
    await server.close();
  });
  const folder = path.join(tempFolder(context), 'import');
  mkdirSync(folder);
  const connect = async (options: Partial<SessionOptions> = {}): Promise<SftpSession> => {
    const session = await connectTo(server, options);
    sessions.push(session);
    return session;
  };
  return { server, script, folder, connect, file: new TestUpload(tempFolder(context), folder, 200_000) };
}

test('a server that takes nothing for long is waited for as long as it lives', async (context) => {
  const { server, script, connect, file } = await setScene(context);
  script.channel = { window: 0, packet: 32_768 };
  /** Longer than a silent link may last: it answers meanwhile to being asked whether it is there. */
  const forLong = async (): Promise<void> => {
    let asked = 0;
    await new Promise<void>((resolve) => {
      script.onKeepalive = () => {
        if ((asked += 1) === 6) resolve();
      };
    });
  };
  const opening = connect();
  await forLong();
  server.widen(50);
  const session = await opening;
  const sent = upload(session, file.job());
  await forLong();
  server.widen(1_000_000);
  await sent;
  file.assertDelivered();
});

test('a server that takes packets of no length is refused at once, in words', async (context) => {
  const { script, connect } = await setScene(context);
  script.channel = { window: 1_000_000, packet: 0 };
  const error = await rejection(connect(), 'ssh_failed');
  assert.equal(error.details?.['reason'], 'protocol');
});

test('a server that takes long to close a file is waited for as long as it lives', async (context) => {
  const { script, connect, file } = await setScene(context);
  let held = 0;
  script.answer = (packet, { type }, send) => {
    if (type !== Packet.close) {
      send(packet);
      return;
    }
    held += 1;
    let asked = 0;
    script.onKeepalive = () => {
      if ((asked += 1) === 3) send(packet);
    };
  };
  // longer than another answer may take, while it says that it is there
  const session = await connect({ keepaliveMs: 1_000, replyTimeoutMs: 2_000 });
  await upload(session, file.job());
  file.assertDelivered();
  assert.ok(held > 0);
});

test('a server that answers what was not asked ends the session, and nothing half has the name', async (context) => {
  const { script, connect, file } = await setScene(context);
  let writes = 0;
  script.answer = (packet, { type }, send) => {
    if (type === Packet.write && (writes += 1) === 2)
      send(encodePacket(Packet.status, [1_000_000, Status.ok, Buffer.from(''), Buffer.from('')]));
    send(packet);
  };
  const error = await rejection(upload(await connect(), file.job()), 'ssh_failed');
  assert.equal(error.details?.['reason'], 'garbled');
  file.assertStateTrue();
  delete script.answer;
  await upload(await connect(), file.job());
  file.assertDelivered();
});

test('saying the same for ever is no sign of life', async (context) => {
  const { script, connect, file } = await setScene(context);
  let timer: NodeJS.Timeout | undefined;
  context.after(() => clearInterval(timer));
  let last: Buffer | undefined;
  script.answer = (packet, { type }, send) => {
    const before = last;
    last = packet;
    if (type !== Packet.open || before === undefined) send(packet);
    else timer ??= setInterval(() => send(before), 10);
  };
  const session = await connect({ replyTimeoutMs: 2_000 });
  await rejection(upload(session, file.job()), 'timed_out');
});

test('a channel that ends where CLOSE is to be answered is a cut, and the upload goes on behind it', async (context) => {
  const { script, connect, file } = await setScene(context);
  script.request = ({ type }) => (type === Packet.close ? 'end of data' : undefined);
  const error = await rejection(upload(await connect(), file.job()), 'connection_lost');
  assert.equal(error.details?.['cause'], 'closed');
  file.assertStateTrue();
  delete script.request;
  const { sentBytes } = await upload(await connect(), file.job());
  assert.equal(sentBytes, 0);
  file.assertDelivered();
});

test('a change of keys in the middle of a transfer, by the server, is no interruption', async (context) => {
  const { server, script, connect, file } = await setScene(context);
  let changes = 0;
  script.request = ({ type, nth }) => {
    if ((type === Packet.write || type === Packet.read) && nth % 2 === 1) {
      for (const connection of server.connections) connection.rekey(() => (changes += 1));
    }
    return undefined;
  };
  await upload(await connect(), file.job({ verify: 'sha256' }));
  file.assertDelivered();
  assert.ok(changes >= 2, `${changes} changes`);
});
