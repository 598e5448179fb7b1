import { sheetMax } from '../../src-main/contract/reservation-sheet.ts';
import { mayBeModified, type Reservation } from '../../src-main/contract/reservations.ts';
import type { ReadPage } from './reservation-scan.svelte.ts';

/** Reservations are listed in pages of this many, as many as a bulk change takes. */
const listedPage = 100;

/** What a list showed and a sheet does not have. */
export interface LeftOut {
  /** Reservations that cannot be modified. */
  readonly fixed: number;
  /** The list was longer than a sheet can be. */
  readonly beyond: boolean;
}

export const nothingLeft: LeftOut = { fixed: 0, beyond: false };

/** What of a list can be modified, each reservation once. */
export interface ListedRows {
  readonly reservations: Reservation[];
  readonly left: LeftOut;
}

/**
 * Reads a list to its end, or as far as a sheet goes.
 * @param wanted whether it is still; asked after each page
 * @returns null where it was no longer wanted
 * @throws as the list
 */
export async function readListed(listed: ReadPage, wanted: () => boolean): Promise<ListedRows | null> {
  const found = new Map<string, Reservation>();
  /** Without an ID, nobody knows whether it comes twice. */
  let nameless = 0;
  let beyond = true;
  for (let offset = 0; offset < sheetMax && beyond; offset += listedPage) {
    const page = await listed(offset, listedPage);
    if (!wanted()) return null;
    for (const one of page.reservations) {
      if (one.appointId === null) nameless++;
      else found.set(one.appointId, one);
    }
    const { total, reservations: rows } = page;
    beyond = total === null ? rows.length > 0 : offset + listedPage < total;
  }
  const reservations = [...found.values()].filter(mayBeModified);
  return { reservations, left: { fixed: found.size - reservations.length + nameless, beyond } };
}
