import * as v from 'valibot';
import { DoNotCallList } from '../../contract/call-list.ts';
import type { FileFacts } from '../../platform/atomic-file.ts';
import type { NumberTable } from '../check/number-table.ts';
import type { DoNotCall } from '../do-not-call/read-do-not-call.ts';
import { sorted, type Fingerprints, type NumberCipher } from './fingerprints.ts';
import { form, purpose, writeBlock } from './number-block.ts';
import { NumberFile, writeNumberFile } from './number-file.ts';

/** The parts of a list's file: its numbers under their likeliest reading, and under everything else they may be. */
export const listPart = { first: 0, others: 1 } as const;

/** What the file of a do-not-call list says of it. No text of its lines: one that was not understood may hold a number. */
export const ListAbout = v.object({
  id: v.pipe(v.string(), v.uuid()),
  name: v.string(),
  sourceName: v.string(),
  /** When it was read from its source, epoch milliseconds: by this a list is old. */
  readAt: v.number(),
  ...v.pick(DoNotCallList, ['numbers', 'columns', 'notUnderstood', 'mayBeCalled', 'sheetsWithout']).entries,
});
export type ListAbout = v.InferOutput<typeof ListAbout>;

/** What whoever adds a list says of it; the rest is what was read. */
export type ListNamed = Pick<ListAbout, 'id' | 'name' | 'readAt'>;

/** Writes a list as fingerprints. A list that was there before stays until this one is whole. @throws DialdeskError `local_disk` */
export async function writeList(
  path: string,
  cipher: NumberCipher,
  { numbers: listed, facts }: DoNotCall,
  named: ListNamed,
): Promise<FileFacts> {
  const { numbers, columns, notUnderstood, mayBeCalled, sheetsWithout } = facts;
  const read = { numbers, columns, notUnderstood, mayBeCalled, sheetsWithout };
  const about: ListAbout = { ...named, sourceName: facts.name, ...read };
  const { first, others } = listed.keys;
  const parts = [first, others].map((keys) => sorted(fingerprintsOfKeys(keys, cipher)).fingerprints);
  return writeNumberFile(path, { keyId: cipher.keyId, home: listed.home, about }, parts);
}

function fingerprintsOfKeys(keys: NumberTable, cipher: NumberCipher): Fingerprints {
  return cipher.fingerprints(keys.count, (id, into, at) => {
    writeKey(keys.text(id), into, at);
  });
}

/** Writes a key (see ListedNumbers) into a block. @returns false where it does not fit: nothing is listed under it */
export function writeKey(key: string, into: Uint32Array, at: number): boolean {
  if (key.startsWith('#')) return writeBlock(purpose.doNotCall, form.international, key.slice(1), into, at);
  if (key.startsWith('**')) return writeBlock(purpose.doNotCall, form.unknown, key.slice(2), into, at);
  return writeBlock(purpose.doNotCall, form.national, key.slice(1), into, at);
}

/** A list that is open. Whoever opens it closes its file. */
export interface OpenList {
  readonly file: NumberFile;
  readonly about: ListAbout;
}

/** Opens a list; null where it is damaged, unreadable, or was made with another key: never taken for an empty one. */
export function openList(path: string, keyId: string): OpenList | null {
  let file: NumberFile | undefined;
  try {
    file = NumberFile.open(path);
  } catch {
    // gone, or somebody else has it: that it could not be applied is said
    return null;
  }
  if (file === undefined) return null;
  const about = v.safeParse(ListAbout, file.head.about);
  if (about.success && file.head.keyId === keyId && file.head.counts.length === 2)
    return { file, about: about.output };
  file.close();
  return null;
}
