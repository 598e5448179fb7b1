// Uploads against OpenSSH's own sftp: the same real sshd, the same cipher, in turn. Ours is timed from before
// connecting until the file is flushed, measured and renamed; sftp from its start to its end.
import { execFile, spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { MemoryHostKeys } from '../../src-main/sftp/memory-host-keys.ts';
import { openSession } from '../../src-main/sftp/session.ts';
import { upload } from '../../src-main/sftp/transfer/upload.ts';
import type { UploadState } from '../../src-main/sftp/transfer/upload-state.ts';
import type { Errand, Outcome } from '../support/sftp-sender.ts';
import { startSshd } from '../support/sshd.ts';
import type { Sshd } from '../support/sshd.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { defineBench } from './framework/bench.ts';
import type { Task } from './framework/bench.ts';

const run = promisify(execFile);
const size = 200 * 1024 * 1024;
/** In each direction, so that a round trip takes 40 ms. */
const delay = 20;
const root = fileURLToPath(new URL('../../', import.meta.url));
const sender = path.join(root, 'build/bench/sftp-sender.mjs');

/**
 * ssh2's optional native crypto is compiled for the Node that npm runs on, and loads in no other and not in Electron.
 * What going without it costs is measured there, if that Node is another than ours; undefined where it is not there.
 */
const nodeOfNpm = process.env['npm_node_execpath'];
const native = path.join(root, 'node_modules/ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');
const nodeWithNative =
  nodeOfNpm !== undefined && spawnSync(nodeOfNpm, ['-e', `require(${JSON.stringify(native)})`]).status === 0
    ? nodeOfNpm
    : undefined;

async function withServer<T>(delayMs: number, work: (sshd: Sshd, port: number) => Promise<T>): Promise<T> {
  // In memory where the system has that: disks of test machines stall now and then.
  const files = existsSync('/dev/shm') ? `/dev/shm/dialdesk-bench-${process.pid}` : undefined;
  const sshd = await startSshd(files === undefined ? {} : { files });
  const proxy = await startTcpProxy(sshd.port, { delay: delayMs });
  try {
    return await work(sshd, delayMs === 0 ? sshd.port : proxy.port);
  } finally {
    await proxy.close();
    await sshd.stop();
    if (files !== undefined) await rm(files, { recursive: true, force: true });
  }
}

const ours =
  (delayMs: number, program: readonly [string, ...string[]] = [process.execPath]): Task =>
  async ({ folder }) =>
    withServer(delayMs, async (sshd, port) => {
      const errand: Errand = {
        port,
        username: sshd.username,
        privateKey: sshd.privateKey,
        hostKey: sshd.hostKeys[0]?.keyBase64 ?? '',
        local: path.join(folder, 'random.bin'),
        remotePath: path.join(sshd.files, 'ours.bin'),
      };
      const { stdout } = await run(program[0], [...program.slice(1), sender, JSON.stringify(errand)]);
      // These stand for the framework's own figures, which are of this process and not of the sender.
      return { ...(JSON.parse(stdout) as Outcome) };
    });

const openSsh =
  (delayMs: number): Task =>
  async ({ folder, measure }) =>
    withServer(delayMs, async (sshd, port) => {
      const batch = path.join(sshd.folder, 'batch');
      await writeFile(batch, `put ${path.join(folder, 'random.bin')} ${path.join(sshd.files, 'peer.bin')}\n`);
      const settings = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
      const flags = [...settings, 'Ciphers=aes128-gcm@openssh.com', `Port=${port}`].flatMap((one) => [
        '-o',
        one,
      ]);
      const login = ['-i', sshd.identityFile, '-F', '/dev/null', `${sshd.username}@${sshd.host}`];
      await measure(() => run('sftp', ['-q', '-b', batch, ...flags, ...login]));
      return undefined;
    });

/** Cuts the link at 60 % and goes on; counts what left for the server beyond the size of the file. */
const cutAt60: Task = async ({ folder, measure }) =>
  withServer(0, async (sshd) => {
    const proxy = await startTcpProxy(sshd.port);
    const { host, username, privateKey: key } = sshd;
    const target = { host, port: proxy.port, username, auth: { kind: 'privateKey', key } as const };
    const hostKeys = new MemoryHostKeys();
    for (const known of sshd.hostKeys) hostKeys.remember({ ...known, port: proxy.port });
    let state: UploadState | undefined;
    const attempt = async (): Promise<void> => {
      const session = await openSession(target, { hostKeys });
      const local = path.join(folder, 'random.bin');
      const remotePath = path.join(sshd.files, 'cut.bin');
      const onState = (now: UploadState | null): void => {
        if (now) state = now;
      };
      await upload(session, { local, remotePath, replace: true, resume: state, onState });
      session.close();
    };
    proxy.afterSent(size * 0.6, () => {
      proxy.cut();
    });
    try {
      await measure(async () => {
        await attempt().catch(() => undefined);
        await attempt();
      });
      return { sentTwiceMB: (proxy.sent() - size) / 1e6 };
    } finally {
      await proxy.close();
    }
  });

export default defineBench({
  rounds: 5,
  prepare: async (folder) => {
    const file = path.join(folder, 'random.bin');
    if (!existsSync(file) || statSync(file).size !== size) {
      const handle = await open(file, 'w');
      const block = Buffer.alloc(1024 * 1024);
      for (let written = 0; written < size; written += block.length)
        await handle.write(randomFillSync(block));
      await handle.close();
    }
    await mkdir(path.dirname(sender), { recursive: true });
    const bundle = await rolldown({
      input: path.join(root, 'test/support/sftp-sender.ts'),
      platform: 'node',
      external: ['ssh2'],
    });
    await bundle.write({ file: sender, format: 'esm' });
    await bundle.close();
  },
  tasks: {
    'ours, no delay': ours(0),
    'OpenSSH sftp, no delay': openSsh(0),
    'ours, 40 ms': ours(delay),
    'OpenSSH sftp, 40 ms': openSsh(delay),
    'cut at 60 %': cutAt60,
    ...(nodeWithNative !== undefined && {
      'ours, native crypto': ours(0, [nodeWithNative]),
      'ours, same Node without it': ours(0, [nodeWithNative, '--no-addons']),
    }),
  },
  figures: (median) => {
    const against = (way: string) => {
      const [value, peer] = [median(`ours, ${way}`, 'seconds'), median(`OpenSSH sftp, ${way}`, 'seconds')];
      return {
        figure: `upload of 200 MB, ${way}`,
        value,
        unit: 's',
        peer: 'OpenSSH sftp',
        ratio: value / peer,
        target: { of: 'ratio', atMost: 1.05 },
      } as const;
    };
    return [
      against('no delay'),
      against('40 ms'),
      {
        figure: 'peak memory of our process',
        value: Math.max(median('ours, no delay', 'peakMB'), median('ours, 40 ms', 'peakMB')),
        unit: 'MB',
        target: { of: 'value', atMost: 110 },
      },
      {
        figure: 'processor time of our process, no delay',
        value: median('ours, no delay', 'cpuSeconds'),
        unit: 's',
      },
      {
        figure: 'sent twice after a cut at 60 %, protocol included',
        value: median('cut at 60 %', 'sentTwiceMB'),
        unit: 'MB',
        target: { of: 'value', atMost: 2 },
      },
      ...(nodeWithNative === undefined
        ? []
        : [
            {
              figure: 'processor time without ssh2’s native crypto',
              value: median('ours, same Node without it', 'cpuSeconds'),
              unit: 's',
              peer: 'with it',
              ratio:
                median('ours, same Node without it', 'cpuSeconds') /
                median('ours, native crypto', 'cpuSeconds'),
            },
          ]),
    ];
  },
});
