import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ssh2 from 'ssh2';
import { hostKeyInfo, type HostKeyInfo } from '../../src-main/sftp/host-key.ts';
import { tempFolder } from './temp-folder.ts';

/** Debian's Python, for which the package python3-paramiko is installed; another one in the path lacks it. */
const python = '/usr/bin/python3';

/** An SFTP server of paramiko's on loopback, written by other people in another language than all others here. */
export interface ParamikoServer {
  readonly port: number;
  readonly hostKey: HostKeyInfo;
  readonly password: string;
  /** Where its root really is. */
  readonly files: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts it. Fails in words where paramiko is not installed: without it there is no third opinion. */
export async function startParamiko(
  context: { after(done: () => void | Promise<void>): void },
  like?: Pick<ParamikoServer, 'files'>,
): Promise<ParamikoServer> {
  try {
    execFileSync(python, ['-c', 'import paramiko'], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error('python3-paramiko is needed for this test: sudo apt-get install python3-paramiko', {
      cause,
    });
  }
  const folder = tempFolder(context);
  const files = like?.files ?? path.join(folder, 'files');
  mkdirSync(files, { recursive: true });
  const keyFile = path.join(folder, 'host-key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  writeFileSync(keyFile, pem, { mode: 0o600 });
  const password = 'right';
  const script = path.join(import.meta.dirname, 'paramiko-server.py');
  const child = spawn(python, [script, files, keyFile, password], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  context.after(kill);
  const line = await Promise.race([once(child.stdout, 'data'), exited.then(() => null)]);
  const port = Number(String(line?.[0]));
  if (!(port > 0)) throw new Error(`paramiko's server did not start: ${said}`);
  const parsed = ssh2.utils.parseKey(pem);
  if (parsed instanceof Error) throw parsed;
  return { port, hostKey: hostKeyInfo('127.0.0.1', port, parsed.getPublicSSH()), password, files, kill };
}
