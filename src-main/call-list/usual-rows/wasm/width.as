/** One more than the last column of the rows taken. */
export let width: u32 = 0;

export function noteWidth(columns: u32): void {
  if (columns > width) width = columns;
}

export function forgetWidth(): void {
  width = 0;
}
