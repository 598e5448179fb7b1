import { stat } from 'node:fs/promises';
import type { DoNotCallList } from '../../contract/call-list.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { cancellable } from '../cancellable.ts';
import { readDoNotCall, type ReadWatch } from '../do-not-call/read-do-not-call.ts';
import { NumberCipher } from './fingerprints.ts';
import { writeList, type ListAbout, type ListNamed } from './list-file.ts';

/** A do-not-call list that is to be kept as fingerprints. */
export interface ListToKeep {
  readonly source: string;
  /** Where the fingerprints go, in the place of any that are there. */
  readonly target: string;
  readonly key: Uint8Array;
  readonly named: Pick<ListNamed, 'id' | 'name'>;
  /** Now, epoch milliseconds. */
  readonly now: number;
}

export interface ListKept {
  readonly about: ListAbout;
  readonly firstNotUnderstood: DoNotCallList['firstNotUnderstood'];
}

/**
 * Reads a do-not-call list and keeps it. What was kept before stays until all of it is read and written.
 * @throws DialdeskError `file_unreadable` as readDoNotCall, `file_changed`, `local_disk`, `cancelled`
 */
export async function keepList(
  { source, target, key, named, now }: ListToKeep,
  watch: ReadWatch = {},
): Promise<ListKept> {
  return cancellable(async () => {
    const before = await changedAt(source);
    const list = await readDoNotCall(source, null, watch);
    if ((await changedAt(source)) !== before) {
      throw new DialdeskError('file_changed', 'The do-not-call list was changed while it was read.', {
        details: { what: 'reading' },
      });
    }
    const about = { ...named, readAt: now, changedAt: before ?? now };
    watch.signal?.throwIfAborted();
    const written = await writeList(target, new NumberCipher(key), list, about);
    return { about: written.about, firstNotUnderstood: list.facts.firstNotUnderstood };
  });
}

/** Epoch milliseconds; null where it cannot be told: reading says what is the matter. */
async function changedAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => Math.floor(mtimeMs),
    () => null,
  );
}
