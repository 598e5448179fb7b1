import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DialdeskError } from '../../src-main/contract/errors.ts';
import type { ErrorCode } from '../../src-main/contract/errors.ts';
import type { HostKeyInfo } from '../../src-main/sftp/host-key.ts';
import { MemoryHostKeys } from '../../src-main/sftp/memory-host-keys.ts';
import { openSession } from '../../src-main/sftp/session.ts';
import type { SessionOptions, SftpSession } from '../../src-main/sftp/session.ts';
import type { SftpTarget } from '../../src-main/sftp/target.ts';
import type { UploadJob } from '../../src-main/sftp/transfer/upload.ts';
import type { UploadState } from '../../src-main/sftp/transfer/upload-state.ts';

/** Waits for a promise to be rejected with a DialdeskError of that code, and returns the error. */
export async function rejection(promise: Promise<unknown>, code: ErrorCode): Promise<DialdeskError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof DialdeskError, `not a DialdeskError: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail(`not rejected; expected ${code}`);
}

/**
 * Opens a session to a server whose keys are known; the port is the target's, so that a proxy may stand between.
 * Links are found dead after 1.2 s.
 */
export async function trustingSession(
  target: SftpTarget,
  known: readonly HostKeyInfo[],
  options: Partial<SessionOptions> = {},
): Promise<SftpSession> {
  const hostKeys = new MemoryHostKeys();
  for (const key of known) hostKeys.remember({ ...key, port: target.port });
  return openSession(target, { keepaliveMs: 400, hostKeys, ...options });
}

/** A file of random bytes to be sent, and everything its uploads tell. */
export class TestUpload {
  readonly local: string;
  readonly content: Buffer;
  readonly remoteFolder: string;
  readonly remotePath: string;
  /** Every state given to `onState`, in order. */
  readonly states: (UploadState | null)[] = [];

  constructor(localFolder: string, remoteFolder: string, size: number) {
    this.content = randomBytes(size);
    this.local = path.join(localFolder, 'leads.bin');
    this.remoteFolder = remoteFolder;
    this.remotePath = path.join(remoteFolder, 'leads.bin');
    writeFileSync(this.local, this.content);
  }

  /** The job, going on from the state stored last. */
  job(more: Partial<UploadJob> = {}): UploadJob {
    return {
      local: this.local,
      remotePath: this.remotePath,
      replace: false,
      resume: this.stored ?? undefined,
      onState: (state) => {
        // By way of JSON, as a database keeps it.
        this.states.push(JSON.parse(JSON.stringify(state)) as UploadState | null);
      },
      ...more,
    };
  }

  get stored(): UploadState | null {
    return this.states.at(-1) ?? null;
  }

  /** All names in the remote folder. */
  get remoteNames(): string[] {
    return readdirSync(this.remoteFolder).sort();
  }

  /** Asserts that the file, and nothing else of ours, is on the server, and that nothing is left to do. */
  assertDelivered(): void {
    assert.deepEqual(this.remoteNames, ['leads.bin']);
    assert.ok(readFileSync(this.remotePath).equals(this.content), 'the remote file differs');
    assert.equal(this.stored, null);
  }

  /** Asserts that the final name is free and that what the state claims is on the server indeed. */
  assertStateTrue(): void {
    assert.ok(!this.remoteNames.includes('leads.bin'), 'something has the final name');
    const { stored } = this;
    if (!stored) {
      assert.deepEqual(this.remoteNames, []);
      return;
    }
    const part = path.basename(stored.partPath);
    const there = this.remoteNames.includes(part)
      ? readFileSync(path.join(this.remoteFolder, part))
      : Buffer.alloc(0);
    const claimed = stored.acknowledgedBytes;
    assert.ok(there.length >= claimed, `${claimed} bytes claimed, ${there.length} there`);
    assert.ok(there.subarray(0, claimed).equals(this.content.subarray(0, claimed)), 'the prefix differs');
  }
}

/** A pace that sends at full speed and does something, once, when so many bytes have been asked for. */
export function actAfter(bytes: number, act: () => void | Promise<void>): NonNullable<UploadJob['pace']> {
  let asked = 0;
  let acted = false;
  return {
    take: async (count) => {
      asked += count;
      if (acted || asked < bytes) return;
      acted = true;
      await act();
    },
  };
}
