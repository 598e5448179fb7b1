import type { JobKindName } from '../../../src-main/contract/jobs.ts';
import type { Reservation } from '../../../src-main/demo/records.ts';
import { silence, wav } from '../../support/wav-builder.ts';

/** A job of the crash test: what it is, and a name that no other one has. */
export interface CrashJob {
  /** No import is taken back while the app is killed here. */
  readonly kind: Exclude<JobKindName, 'take-back' | 'call-results'>;
  readonly name: string;
  /** What it changes, as it was before; no other job has it. One alone is a change that was left to the outbox. */
  readonly reservations: readonly Reservation[];
  /** Known once the app has said that the job is on record. */
  id: string | null;
}

/** How many rows a list has: a workbook of several pieces, which still goes in a second. */
const rows = 4_000;

/** The session IDs of a job's list, by which its rows are known again. */
export function rowsOfList({ name }: CrashJob): string[] {
  return Array.from({ length: rows }, (_, row) => `${name}-${row}`);
}

/** A job's call list as CSV in template form. */
export function listOf(job: CrashJob): string {
  const called = (row: number): string => `"[{""calledNo"":""138${10_000_000 + row}""}]"`;
  const lines = rowsOfList(job).map((id, row) => `${id},${called(row)}`);
  return ['sessionId,called', ...lines, ''].join('\r\n');
}

/** A job's voice file: a few seconds of near silence that no other job has. */
export function voiceFileOf({ name }: CrashJob): Buffer {
  return wav(Buffer.concat([Buffer.from(name), silence(32_000)]));
}

/** What the outbox calls a job. */
export const titleOf = ({ kind, name }: CrashJob): string => (kind === 'voice-upload' ? `${name}.wav` : name);
