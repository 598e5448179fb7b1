// node sftp-sender.mjs: sends one file by our own client and prints what it took, as JSON. The bench bundles it,
// because a process that strips types carries a compiler that the packaged app does not have.
import { peakMemory } from '../bench/framework/peak-memory.ts';
import { hostKeyInfo } from '../../src-main/sftp/host-key.ts';
import { MemoryHostKeys } from '../../src-main/sftp/memory-host-keys.ts';
import { openSession } from '../../src-main/sftp/session.ts';
import { upload } from '../../src-main/sftp/transfer/upload.ts';

/** The orders of the sender, as JSON in its first argument. */
export interface Errand {
  readonly port: number;
  readonly username: string;
  readonly privateKey: string;
  /** The server's public key, base64. */
  readonly hostKey: string;
  readonly local: string;
  readonly remotePath: string;
}

/** What the sender says, as JSON: from before connecting until the file has its name and all is closed. */
export interface Outcome {
  readonly seconds: number;
  /** 10^6 bytes. */
  readonly peakMB: number;
  readonly cpuSeconds: number;
}

const errand = JSON.parse(process.argv[2] ?? '') as Errand;
const { port, username, local, remotePath } = errand;
const host = '127.0.0.1';
const hostKeys = new MemoryHostKeys();
hostKeys.remember(hostKeyInfo(host, port, Buffer.from(errand.hostKey, 'base64')));

const start = performance.now();
const target = { host, port, username, auth: { kind: 'privateKey', key: errand.privateKey } } as const;
const session = await openSession(target, { hostKeys });
await upload(session, { local, remotePath, replace: true });
session.close();
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage();
const outcome: Outcome = { seconds, peakMB: peakMemory() / 1e6, cpuSeconds: (user + system) / 1e6 };
console.log(JSON.stringify(outcome));
