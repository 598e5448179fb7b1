import type { Reservation } from '../../src-main/contract/reservations.ts';
import { compareNames } from '../app/format.ts';
import type { Sorting } from '../ui/column.ts';
import { callTypeWords, reservationState } from './reservation-words.ts';

/** What a list of reservations is sorted by. */
export const reservationColumns = ['time', 'customer', 'agent', 'campaign', 'type', 'state'] as const;
export type ReservationColumn = (typeof reservationColumns)[number];
export type ReservationSorting = Sorting & { readonly by: ReservationColumn };

/** Null where the system does not say. */
type TextOf = (reservation: Reservation, now: number) => string | null;
const texts: Readonly<Record<Exclude<ReservationColumn, 'time'>, TextOf>> = {
  customer: ({ calledNo }) => calledNo,
  agent: ({ agentName, agent }) => agentName ?? agent,
  campaign: ({ taskName, taskId }) => taskName ?? taskId,
  type: (reservation) => callTypeWords(reservation.callType),
  state: (reservation, now) => reservationState(reservation, now).label,
};

/**
 * The place of each text among them, as the language sorts them: comparing by a language is slow, and a list has few
 * agents, campaigns, types and states. Numbers are compared as they are.
 */
function ranksOf(values: readonly (string | null)[], by: ReservationColumn): ReadonlyMap<string, number> {
  const different = [...new Set(values)].filter((value) => value !== null);
  const sorted = by === 'customer' ? different.sort() : different.sort(compareNames);
  return new Map(sorted.map((value, rank) => [value, rank]));
}

/**
 * Sorts reservations by a column. What the system does not say stands at the end either way, and what is alike stays in
 * the system's order.
 * @param now epoch milliseconds, for what is still to come
 */
export function sortReservations(
  rows: readonly Reservation[],
  { by, descending }: ReservationSorting,
  now: number,
): readonly Reservation[] {
  const values = by === 'time' ? null : rows.map((row) => texts[by](row, now));
  const ranks = values && ranksOf(values, by);
  const keyed = rows.map((row, at) => {
    const text = values?.[at] ?? null;
    return { row, key: ranks ? (text === null ? null : (ranks.get(text) ?? null)) : row.appointTime };
  });
  const turn = descending ? -1 : 1;
  return keyed
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return turn * (a.key - b.key);
    })
    .map(({ row }) => row);
}
