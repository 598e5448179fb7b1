import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { ListFacts, ListId, type ListDays, type ListFault } from '../../contract/do-not-call.ts';
import type { FileFacts } from '../../platform/atomic-file.ts';
import { systemCode } from '../../platform/system-error.ts';
import type { NumberTable } from '../check/number-table.ts';
import type { DoNotCall } from '../do-not-call/read-do-not-call.ts';
import { sorted, type Fingerprints, type NumberCipher } from './fingerprints.ts';
import { form, purpose, writeBlock } from './number-block.ts';
import { NumberFile, writeNumberFile } from './number-file.ts';
import { withoutNumbers } from './without-numbers.ts';

/** The parts of a list's file: its numbers under their likeliest reading, and under everything else they may be. */
export const listPart = { first: 0, others: 1 } as const;

/** What the file of a do-not-call list says of it. No text of its lines: one that was not understood may hold a number. */
export const ListAbout = v.object({
  id: v.pipe(v.string(), v.uuid()),
  /** As it was called when it was added; where it was given another name, the settings have it. */
  name: v.string(),
  facts: ListFacts,
});
export type ListAbout = v.InferOutput<typeof ListAbout>;

/** What whoever adds a list says of it; the rest is what was read. Epoch milliseconds. */
export type ListNamed = Pick<ListAbout, 'id' | 'name'> & Pick<ListFacts, 'readAt' | 'changedAt'>;

const ending = '.list';
const dayMs = 86_400_000;

/** Where a list is, in the folder of the library. */
export function listPath(folder: string, id: string): string {
  return join(folder, `${id}${ending}`);
}

/** The IDs of the lists in a folder; none where there is no such folder. */
export function listIds(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter((id) => v.is(ListId, id));
}

/** Whether a list is older than so many days (0: none is): what counts is the age of its source. Epoch milliseconds. */
export function isOldList({ readAt, changedAt }: ListFacts, days: ListDays, now: number): boolean {
  return days > 0 && Math.min(readAt, changedAt) < now - days * dayMs;
}

/** Writes a list as fingerprints. A list that was there before stays until this one is whole. @throws DialdeskError `local_disk` */
export async function writeList(
  path: string,
  cipher: NumberCipher,
  { numbers: listed, facts }: DoNotCall,
  named: ListNamed,
): Promise<FileFacts & { readonly about: ListAbout }> {
  const { numbers, notUnderstood, mayBeCalled } = facts;
  const { id, name, readAt, changedAt } = named;
  const about: ListAbout = {
    id,
    name: withoutNumbers(name),
    facts: {
      ...{ numbers, notUnderstood, mayBeCalled, readAt, changedAt },
      sourceName: withoutNumbers(facts.name),
      columns: facts.columns.map(({ sheet, column, numbers: count }) => ({
        sheet: sheet === null ? null : shortened(sheet),
        column: shortened(column),
        numbers: count,
      })),
      sheetsWithout: facts.sheetsWithout.map(shortened),
    },
  };
  const { first, others } = listed.keys;
  const parts = [first, others].map((keys) => sorted(fingerprintsOfKeys(keys, cipher)).fingerprints);
  const written = await writeNumberFile(path, { keyId: cipher.keyId, home: listed.home, about }, parts);
  return { ...written, about };
}

/** A first row may have whole paragraphs. */
const longestName = 80;

/** A name without numbers, and then no longer than is shown of one. */
function shortened(name: string): string {
  const kept = withoutNumbers(name);
  return kept.length > longestName ? `${kept.slice(0, longestName).toWellFormed()}…` : kept;
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

/** Opens a list, or says why it cannot be applied: it is never taken for an empty one. */
export function openList(path: string, keyId: string): OpenList | ListFault {
  let file: NumberFile | undefined;
  try {
    file = NumberFile.open(path);
  } catch (error) {
    // where somebody else has it, or its folder cannot be looked into, nobody knows that it is gone
    return systemCode(error) === 'ENOENT' ? 'gone' : 'damaged';
  }
  if (file === undefined) return 'damaged';
  const about = v.safeParse(ListAbout, file.head.about);
  if (about.success && file.head.keyId === keyId && file.head.counts.length === 2) {
    // what was copied over another list has none of that one's numbers
    if (basename(path) === basename(listPath('', about.output.id))) return { file, about: about.output };
  }
  const isOfOtherKey = about.success && file.head.keyId !== keyId;
  file.close();
  return isOfOtherKey ? 'other-key' : 'damaged';
}

/** Whether every block of a list is as it was written. */
export function isIntact({ file }: OpenList): boolean {
  return Object.values(listPart).every((part) => file.read(part, () => undefined));
}
