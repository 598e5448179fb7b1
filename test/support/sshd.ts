import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hostKeyInfo } from '../../src-main/sftp/host-key.ts';
import type { HostKeyInfo } from '../../src-main/sftp/host-key.ts';
import { removal } from './temp-folder.ts';

const run = promisify(execFile);
const sftpServer = '/usr/lib/openssh/sftp-server';

/** A real OpenSSH server on loopback that lets the user of the tests in by key. */
export interface Sshd {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** Text of a private key that is let in. */
  readonly privateKey: string;
  /** Path of the same key, for OpenSSH's own clients. */
  readonly identityFile: string;
  /** The public keys it may show. */
  readonly hostKeys: readonly HostKeyInfo[];
  /** A folder for the test's files, on the server. */
  readonly files: string;
  /** Folder with host keys (`ssh_host_ed25519_key.pub` and so on) and the configuration. */
  readonly folder: string;
  /** The listening process; sessions are its descendants. */
  readonly pid: number;
  /** What the server logged so far. */
  log(): string;
  /** Process ids of every session and sftp-server under this sshd. */
  sessionPids(): Promise<number[]>;
  /** Stops listening and ends every session at once, as a crash would. */
  kill(): Promise<void>;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

/** What may differ from the plain server. */
export interface SshdOptions {
  readonly hostKeys?: readonly ('ed25519' | 'rsa' | 'ecdsa')[];
  /** More lines of sshd_config. */
  readonly config?: readonly string[];
  /** Starts again with what a server before it left: host keys, files, port. */
  readonly like?: Pick<Sshd, 'folder' | 'port'>;
  /** What is run for the sftp subsystem, instead of OpenSSH's sftp-server. */
  readonly subsystem?: string;
  /** Where the files go; a folder in the server's own unless given. */
  readonly files?: string;
}

/** A free port of the loopback address; somebody else may take it meanwhile, so callers try again. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function keyPair(file: string, type: string): Promise<void> {
  if (existsSync(file)) return; // of a server before; ssh-keygen would ask whether to overwrite it
  await run('ssh-keygen', [
    '-q',
    '-t',
    type,
    ...(type === 'rsa' ? ['-b', '2048'] : []),
    '-N',
    '',
    '-f',
    file,
  ]);
}

async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-e', '-o', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    for (const [child, ppid] of rows) if (ppid === parent && child !== undefined) found.push(child);
  }
  return found.slice(1);
}

async function listening(port: number, child: ChildProcess, log: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}: ${log()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
    });
    if (open) return;
    await wait(20);
  }
}

/**
 * Starts /usr/sbin/sshd as the current user, root or not, with keys and configuration of its own in a
 * temporary folder. Passwords are refused: checking one needs the machine's accounts; the scripted server
 * stands in for that.
 */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = options.like?.folder ?? (await mkdtemp(path.join(tmpdir(), 'dialdesk-sshd-')));
  const at = (name: string): string => path.join(folder, name);
  const port = options.like?.port ?? (await freePort());
  const types = options.hostKeys ?? ['ed25519'];
  const files = options.files ?? at('files');
  await run('mkdir', ['-p', files]);
  await keyPair(at('id'), 'ed25519');
  for (const type of types) await keyPair(at(`ssh_host_${type}_key`), type);
  await writeFile(at('authorized_keys'), await readFile(at('id.pub')), { mode: 0o600 });
  await writeFile(
    at('sshd_config'),
    [
      ...(options.config ?? []),
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      ...types.map((type) => `HostKey ${at(`ssh_host_${type}_key`)}`),
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'LogLevel VERBOSE',
      `Subsystem sftp ${options.subsystem ?? sftpServer}`,
    ].join('\n'),
  );
  // As root, sshd wants the folder it separates privileges in; packages make it only when the service starts.
  if (userInfo().uid === 0) await run('mkdir', ['-p', '/run/sshd']);
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (data: Buffer) => (log += data.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await listening(port, child, () => log);
  const pid = child.pid ?? 0;
  const kill = async (): Promise<void> => {
    const sessions = child.exitCode === null ? await descendants(pid) : [];
    for (const one of [pid, ...sessions]) {
      try {
        process.kill(one, 'SIGKILL');
      } catch {
        // ended by itself meanwhile
      }
    }
    await exited;
  };
  const publicKey = async (type: string): Promise<HostKeyInfo> => {
    const [, blob = ''] = (await readFile(at(`ssh_host_${type}_key.pub`), 'utf8')).split(' ');
    return hostKeyInfo('127.0.0.1', port, Buffer.from(blob, 'base64'));
  };
  return {
    host: '127.0.0.1',
    port,
    hostKeys: await Promise.all(types.map(publicKey)),
    username: userInfo().username,
    privateKey: await readFile(at('id'), 'utf8'),
    identityFile: at('id'),
    files,
    folder,
    pid,
    log: () => log,
    sessionPids: () => descendants(pid),
    kill,
    stop: async () => {
      await kill();
      await rm(folder, removal);
    },
  };
}
