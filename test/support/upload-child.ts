// node upload-child.ts JOB: an upload in a process that may be killed at any moment. Keeps its state in a file, as
// the app keeps it in its database, and tells its parent how far it is.
import { renameSync, writeFileSync } from 'node:fs';
import { openSession } from '../../src-main/sftp/session.ts';
import type { HostKeyInfo } from '../../src-main/sftp/host-key.ts';
import { MemoryHostKeys } from '../../src-main/sftp/memory-host-keys.ts';
import { BandwidthLimit } from '../../src-main/sftp/transfer/bandwidth.ts';
import { upload } from '../../src-main/sftp/transfer/upload.ts';

/** The orders of the child, as JSON in its first argument. */
export interface ChildJob {
  readonly port: number;
  readonly username: string;
  readonly privateKey: string;
  readonly hostKeys: readonly HostKeyInfo[];
  readonly local: string;
  readonly remotePath: string;
  readonly stateFile: string;
  readonly bytesPerSecond: number;
}

const job = JSON.parse(process.argv[2] ?? '') as ChildJob;
const hostKeys = new MemoryHostKeys();
for (const key of job.hostKeys) hostKeys.remember(key);
const auth = { kind: 'privateKey', key: job.privateKey } as const;
const session = await openSession(
  { host: '127.0.0.1', port: job.port, username: job.username, auth },
  { hostKeys },
);
await upload(session, {
  local: job.local,
  remotePath: job.remotePath,
  replace: false,
  pace: new BandwidthLimit(job.bytesPerSecond),
  onProgress: ({ bytes }) => process.send?.(bytes),
  onState: (state) => {
    writeFileSync(`${job.stateFile}.new`, JSON.stringify(state));
    renameSync(`${job.stateFile}.new`, job.stateFile);
  },
});
session.close();
