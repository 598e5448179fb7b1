import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { DetailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { lookFor } from '../look.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import type { Attributes } from '../wire/attributes.ts';
import { hashRemote } from './compare.ts';
import type { UploadState } from './upload-state.ts';

const verifyFailed = (path: string, found: Omit<DetailsOf['verify_failed'], 'path'>): DialdeskError =>
  new DialdeskError('verify_failed', `${path} is not what was sent`, { details: { path, ...found } });

/**
 * Compares the size of a part file with the local file's: by its open handle, and where the server says nothing or
 * zero there (some count only what is closed), by its name. Rejects with `verify_failed`, details.expected and
 * found. Where the size cannot be seen at all, every byte was acknowledged, and that has to do.
 */
export async function checkSize(
  session: SftpSession,
  state: UploadState,
  attributes: Attributes | undefined,
): Promise<void> {
  const expected = state.localSize;
  let size: number | null = attributes?.size ?? null;
  if (size === expected) return;
  if (size === null || size === 0) {
    const seen = await lookFor(session, state.partPath);
    // A name that is said to be missing, although its file was just written, says no more than a refusal.
    size = seen === null || seen === 'unseen' ? null : seen.size;
    if (size === null || size === expected) return;
  }
  throw verifyFailed(state.remotePath, { expected, found: size });
}

/** Compares the local file's digest with the one it should have: `file_changed` when it is another. */
export function checkSource(path: string, digest: string, expected: string | undefined): void {
  if (expected === undefined || digest === expected.toLowerCase()) return;
  throw new DialdeskError('file_changed', `${path} is no longer what was checked`, {
    details: { path, sha256: digest, expected },
  });
}

/** Reads the part file back and compares SHA-256: `verify_failed`, details.expected and found, in hex. */
export async function checkContent(
  session: SftpSession,
  state: UploadState,
  expected: string,
  options: { window: number; signal: AbortSignal | undefined },
): Promise<void> {
  const handle = await session.requests.open(state.partPath, Open.read);
  const hash: Hash = createHash('sha256');
  try {
    const pair = { session, handle, signal: options.signal };
    await hashRemote(pair, state.localSize, hash, options.window);
  } finally {
    session.requests.close(handle).catch(() => undefined);
  }
  const found = hash.digest('hex');
  if (found !== expected) throw verifyFailed(state.remotePath, { expected, found });
}
