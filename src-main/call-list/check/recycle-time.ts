/** What is wrong with a recycle time, where it is not a moment. */
export const recycleFault = { format: -1, notReal: -2 } as const;

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a recycle time in `yyyy-mm-dd hh:mm:ss` (Table 2, 1.5), exactly so: no other separator, no spaces around.
 *
 * @returns the moment as the number yyyymmddhhmmss, which compares as the moments do; or a `recycleFault`
 */
export function readRecycleTime(bytes: Buffer, start: number, end: number): number {
  if (end - start !== 19) return recycleFault.format;
  for (let i = 0; i < 19; i += 1) {
    const byte = bytes[start + i] as number;
    const separator = i === 4 || i === 7 ? 0x2d : i === 10 ? 0x20 : i === 13 || i === 16 ? 0x3a : 0;
    if (separator === 0 ? byte < 0x30 || byte > 0x39 : byte !== separator) return recycleFault.format;
  }
  const year = two(bytes, start) * 100 + two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if (year === 0 || month === 0 || month > 12 || day === 0) return recycleFault.notReal;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && isLeap ? 29 : (daysInMonth[month - 1] as number);
  if (day > last || hour > 23 || minute > 59 || second > 59) return recycleFault.notReal;
  return ((((year * 100 + month) * 100 + day) * 100 + hour) * 100 + minute) * 100 + second;
}

/** A moment of the local clock in the same form. Which zone the server means is not documented; it is near enough for a warning. */
export function recycleTimeOf(moment: Date): number {
  const date = (moment.getFullYear() * 100 + moment.getMonth() + 1) * 100 + moment.getDate();
  return ((date * 100 + moment.getHours()) * 100 + moment.getMinutes()) * 100 + moment.getSeconds();
}

function two(bytes: Buffer, at: number): number {
  return ((bytes[at] as number) - 0x30) * 10 + (bytes[at + 1] as number) - 0x30;
}
