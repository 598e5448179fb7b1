import { createHash } from 'node:crypto';
import type { ImportPayload } from '../../../src-main/features/imports/job/import-payload.ts';
import type { HostKeyInfo } from '../../../src-main/sftp/host-key.ts';
import { sampleImport } from '../../support/memory-import.ts';

/** The orders of a process that is to be killed. */
export interface CrashOrders {
  readonly folder: string;
  /** IDs of jobs to be added, unless they are there. */
  readonly add: readonly string[];
  /** What the supervisor says about unknown jobs, before the queue is started. */
  readonly decide: readonly { readonly id: string; readonly arrived: boolean }[];
  readonly countingUrl: string;
  readonly server: {
    readonly ip: string;
    readonly port: number;
    readonly filePath: string;
    readonly userName: string;
  };
  readonly identityFile: string;
  readonly hostKeys: readonly HostKeyInfo[];
  /** Where the process kills itself; null when it is killed from outside, or not at all. */
  readonly killAt: { readonly place: string; readonly passing: number } | null;
}

/** The places at which a process kills itself: before and after each thing that lasts. */
export const killPlaces = [
  'before a save',
  'after a save',
  'half written',
  'written',
  'upload sending',
  'upload publishing',
  'upload ended',
  'before the order',
  'order sent',
  'order answered',
] as const;

/** The import of a job: a file of its own on the server. */
export function importOf(id: string, server: CrashOrders['server']): ImportPayload {
  const { destination } = sampleImport();
  if (!destination) throw new Error('the sample has a destination');
  return sampleImport({
    source: { name: id, path: '/nowhere', size: 1, mtimeMs: 1, sha256: null },
    destination: { ...destination, server, folder: 'in', fileName: `${id}.xlsx`, startsAt: null },
  });
}

/** The bytes of a job's workbook: the same each time, 100 to 400 KB. */
export function contentOf(id: string): Buffer {
  const seed = createHash('sha256').update(id).digest();
  const length = 100_000 + (seed.readUInt32BE(0) % 300_000);
  return Buffer.alloc(length - (length % 2), seed);
}
