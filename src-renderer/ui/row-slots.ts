/** Which element shows which row of a long list. */
export interface RowSlot {
  /** The element: the same number keeps the same element, whatever it shows. */
  readonly slot: number;
  /** The row's place in the list, from 0. */
  readonly index: number;
}

/**
 * Deals the rows [first, last) to elements. A row that leaves gives its element to the one that enters, and no element
 * is moved among the others, because either makes the browser lay it out from nothing. So while a list is scrolled its
 * elements come in the order in which they stood when it last rested, with `rested` as the first of them; read or
 * walked through by Tab, it is in the order of its rows.
 * @param capacity how many elements there are at most; at least last - first
 */
export function dealRows(
  [first, last]: readonly [first: number, last: number],
  capacity: number,
  rested: number,
): RowSlot[] {
  const from = rested % capacity;
  const placeOf = ({ slot }: RowSlot): number => (slot - from + capacity) % capacity;
  return Array.from({ length: last - first }, (_, at) => ({
    slot: (first + at) % capacity,
    index: first + at,
  })).sort((one, other) => placeOf(one) - placeOf(other));
}
