import type { RemoteEntry } from '../../src-main/contract/remote-files.ts';
import { compareNames } from '../app/format.ts';

export type SortKey = 'name' | 'size' | 'modified';
export interface Sorting {
  readonly by: SortKey;
  readonly descending: boolean;
}

/** Whether it can be opened as a folder. */
export const isFolder = ({ kind, leadsTo }: RemoteEntry): boolean =>
  kind === 'folder' || leadsTo === 'folder';

/** Whether it can be fetched. */
export const isFile = ({ kind, leadsTo }: RemoteEntry): boolean => kind === 'file' || leadsTo === 'file';

/** Names sorted by the language's rules take long; 10,000 of them are compared once each way. */
const byName = (one: RemoteEntry, other: RemoteEntry): number =>
  compareNames(one.shown, other.shown) || (one.name < other.name ? -1 : 1);

/** A folder's entries in order: folders first, and by name where the rest is the same. Unknown counts as least. */
export function inOrder(entries: readonly RemoteEntry[], { by, descending }: Sorting): RemoteEntry[] {
  const direction = descending ? -1 : 1;
  const compare = (one: RemoteEntry, other: RemoteEntry): number => {
    const folders = Number(isFolder(other)) - Number(isFolder(one));
    if (folders !== 0) return folders;
    if (by === 'name') return direction * byName(one, other);
    // The size of a folder is that of its table of names, which is of no use.
    if (by === 'size' && isFolder(one)) return byName(one, other);
    return direction * ((one[by] ?? -1) - (other[by] ?? -1)) || byName(one, other);
  };
  return [...entries].sort(compare);
}

/** The entries whose shown name contains `text`, whatever the case. */
export function matching(entries: readonly RemoteEntry[], text: string): readonly RemoteEntry[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return entries;
  return entries.filter(({ shown }) => shown.toLocaleLowerCase().includes(wanted));
}
