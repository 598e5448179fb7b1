import type { FileReason } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';

/**
 * The system's name for what went wrong, such as `ENOSPC`. Where several addresses were tried, that of the group or
 * else of the first. Undefined for an error that does not come from the system.
 */
export function systemCode(error: unknown): string | undefined {
  if (error === null || typeof error !== 'object' || error instanceof DialdeskError) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'errors' in error && Array.isArray(error.errors) ? systemCode(error.errors[0]) : undefined;
}

/** How another machine could not be reached. */
export type NetworkCode = 'name_not_resolved' | 'connection_refused' | 'timed_out';

/** What the system's codes mean where another machine was to be reached. Any other is up to the protocol. */
export const networkFailures: ReadonlyMap<string, NetworkCode> = new Map([
  ['ENOTFOUND', 'name_not_resolved'],
  ['EAI_AGAIN', 'name_not_resolved'],
  ['EAI_NODATA', 'name_not_resolved'],
  ['EAI_NONAME', 'name_not_resolved'],
  ['ECONNREFUSED', 'connection_refused'],
  ['ETIMEDOUT', 'timed_out'],
]);

/**
 * A failure of this machine's disk as `local_disk`, with the system's code as details.cause. What is a DialdeskError
 * already, an abort, and what does not come from the system pass unchanged.
 *
 * @param where for the log: the file, or what it belongs to
 */
export function diskError(error: unknown, where: string, details: { readonly path?: string } = {}): unknown {
  const cause = systemCode(error);
  if (cause === undefined || cause === 'ABORT_ERR') return error;
  return new DialdeskError('local_disk', `${where}: ${cause}`, {
    details: { cause, ...details },
    cause: error,
  });
}

/** Why a file could not be read, by the system's codes. Any other code says only that reading failed. */
const readReasons = new Map<string, readonly [reason: FileReason, message: string]>([
  ['ENOENT', ['not-found', 'The file does not exist.']],
  ['ENOTDIR', ['not-found', 'The file does not exist.']],
  ['EISDIR', ['not-a-file', 'This is a folder, not a file.']],
  ['EACCES', ['no-permission', 'The file may not be read.']],
  ['EPERM', ['no-permission', 'The file may not be read.']],
]);

/**
 * A failure to read a file that the user chose as `file_unreadable`, with the reason and with the system's code as
 * details.cause. What does not come from the system, and a DialdeskError, pass unchanged.
 *
 * @param name the file's name, without its folders, where the window does not know which file it was
 */
export function readError(error: unknown, name?: string): unknown {
  const code = systemCode(error);
  if (code === undefined || code === 'ABORT_ERR') return error;
  const [reason, message] = readReasons.get(code) ?? ['read-failed', `Reading the file failed: ${code}.`];
  return new DialdeskError('file_unreadable', message, {
    details: { reason, cause: code, ...(name !== undefined && { name }) },
    cause: error,
  });
}

/** Awaits work on the disk. @throws as `diskError` */
export async function onDisk<T>(work: Promise<T>, where: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw diskError(error, where);
  }
}
