import * as v from 'valibot';
import { callDataTemplate } from './call-data-template.ts';

/** Table 2, 1.4: a customField is no longer than this, in UTF-16 code units. */
const longest = callDataTemplate.columns.find(({ name }) => name === 'customField')?.maxLength ?? 200;

/**
 * What the ready rows of a list carry in customField: nothing, one and the same value, or values of their own. Rows of
 * which only some carry one are `own`: no single value stands for all of them.
 */
export const CarriedFields = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('one'), value: v.string(), rows: v.number() }),
  v.object({ kind: v.literal('own') }),
]);
export type CarriedFields = v.InferOutput<typeof CarriedFields>;

/**
 * Where the mark of a list comes from, or why it has none.
 * `dialdesk`: written into every row by Dialdesk, and in no other list; `list`: the one value that all rows carried
 * already, which other lists may carry too; `off`: the supervisor did not want one; `rows`: rows carry values of their own;
 * `unknown`: it was put together before lists had marks.
 */
export const MarkOrigin = v.picklist(['dialdesk', 'list', 'off', 'rows', 'unknown']);
export type MarkOrigin = v.InferOutput<typeof MarkOrigin>;

/**
 * The customField that all rows of an import carry in the call centre: its statistics, deletion and results go by it.
 * `mark` is null exactly where `markOrigin` is neither `dialdesk` nor `list`.
 */
export const ListMark = v.object({
  mark: v.nullable(v.pipe(v.string(), v.maxLength(longest))),
  markOrigin: MarkOrigin,
});
export type ListMark = v.InferOutput<typeof ListMark>;

export const noMarkKnown: ListMark = { mark: null, markOrigin: 'unknown' };

/**
 * The mark that Dialdesk makes for an open list: of letters, digits and `-`, in lower case alone, because a database may
 * not distinguish the cases. An open list's ID is random, and 48 bits of it are enough for no two lists to share a mark.
 * Parts of a list that is split have marks of their own, none of which begins another.
 * @param list the ID of the open list, a version 4 UUID
 * @param part counted from 1
 */
export function madeMark(list: string, part = 1, of = 1): string {
  const base = `dd-${list.replaceAll('-', '').slice(0, 12).toLowerCase()}`;
  return of === 1 ? base : `${base}-${part}of${of}`;
}

/** Whether all rows carry one value. That of a single row is the row's own: a customer's, and not for keeping. */
export function isShared(carried: CarriedFields): carried is Extract<CarriedFields, { kind: 'one' }> {
  return carried.kind === 'one' && carried.rows > 1;
}

/** The mark of an import of rows that carry this. @param made what Dialdesk would write into them; null: it must not */
export function markFor(carried: CarriedFields, made: string | null): ListMark {
  if (isShared(carried)) return { mark: carried.value, markOrigin: 'list' };
  if (carried.kind !== 'none') return { mark: null, markOrigin: 'rows' };
  return made === null ? { mark: null, markOrigin: 'off' } : { mark: made, markOrigin: 'dialdesk' };
}
