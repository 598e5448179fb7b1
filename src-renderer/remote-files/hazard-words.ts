import type { NameHazard, RemoteEntry } from '../../src-main/contract/remote-files.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { isFolder } from './folder-order.ts';

/** What is odd about a name on a server. A hazard without words does not compile. */
const odd: Readonly<Record<NameHazard, () => string>> = {
  empty: m.files_hazard_empty,
  dots: m.files_hazard_dots,
  separator: m.files_hazard_separator,
  control: m.files_hazard_control,
  bidi: m.files_hazard_bidi,
  invisible: m.files_hazard_invisible,
  backslash: m.files_hazard_backslash,
  edge_space: m.files_hazard_edge_space,
  not_utf8: m.files_hazard_not_utf8,
  too_long: m.files_hazard_too_long,
};

export const hazardWords = (hazard: NameHazard): string => odd[hazard]();

/** The words for a rule that a new name breaks; undefined for a rule of something else. */
export function newNameWords(rule: string): string | undefined {
  return rule in odd ? m.files_name_unfit({ why: odd[rule as NameHazard]() }) : undefined;
}

/** What a line of a listing is, for those who do not see its icon. */
export function kindWords(entry: RemoteEntry): string {
  if (entry.kind === 'link') return entry.leadsTo === null ? m.files_kind_broken_link() : m.files_kind_link();
  if (isFolder(entry)) return m.files_kind_folder();
  return entry.kind === 'file' ? m.files_kind_file() : m.files_kind_other();
}
