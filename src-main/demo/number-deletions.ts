import type { ImportedRecord } from './call-numbers.ts';
import type { DemoState, DialState, PlaceRange } from './records.ts';

/** What is deleted: records that fit all that is given. */
export interface NumberChoice {
  readonly sessionId?: string | undefined;
  readonly called?: string | undefined;
  readonly customField?: string | undefined;
}

/** The first imported record that has neither been dialled nor deleted, from a place on. */
export function nextRecord({ runs = [], deleted = [] }: DialState, from?: number): number {
  const last = runs.at(-1);
  let next = Math.max(from ?? 0, last ? last.first + last.count : 0);
  for (const [start, end] of deleted) if (start <= next && next < end) next = end;
  return next;
}

/** Where the deleted records that follow a place begin; infinity where none do. */
export function nextDeletion({ deleted = [] }: DialState, from: number): number {
  return deleted.find(([start]) => start >= from)?.[0] ?? Infinity;
}

/** How many of the records from a place on are deleted. */
export function deletedFrom({ deleted = [] }: DialState, from: number): number {
  return deleted.reduce((sum, [start, end]) => sum + Math.max(0, end - Math.max(start, from)), 0);
}

/**
 * Deletes records that have not been dialled, and lets their numbers be imported again.
 * @param inCall how many of the next ones are in a call, and stay
 */
export function deleteRecords(
  state: DemoState,
  campaignId: string,
  dial: DialState,
  choice: NumberChoice,
  inCall: number,
): ImportedRecord[] {
  const records = state.imported.get(campaignId);
  const known = state.numbers.get(campaignId);
  const deleted: ImportedRecord[] = [];
  const places: number[] = [];
  let spared = inCall;
  const size = records?.size ?? 0;
  for (let at = nextRecord(dial); records && at < size; at = nextRecord(dial, at + 1)) {
    if (spared-- > 0) continue;
    const record = records.at(at);
    if (!fits(record, choice)) continue;
    places.push(at);
    deleted.push(record);
    for (const number of record.numbers) known?.delete(number);
  }
  dial.deleted = joined([...(dial.deleted ?? []), ...places.map((at): PlaceRange => [at, at + 1])]);
  dial.total -= deleted.length;
  return deleted;
}

function fits(record: ImportedRecord, { sessionId, called, customField }: NumberChoice): boolean {
  return (
    (customField === undefined || record.customField === customField) &&
    (sessionId === undefined || record.sessionId === sessionId) &&
    (called === undefined || record.numbers.includes(called))
  );
}

function joined(ranges: readonly PlaceRange[]): PlaceRange[] {
  const all: [number, number][] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && last[1] >= from) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
