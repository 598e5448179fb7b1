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
  if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d || bytes[start + 10] !== 0x20)
    return recycleFault.format;
  if (bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return recycleFault.format;
  const century = two(bytes, start);
  const yearInCentury = two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if ((century | yearInCentury | month | day | hour | minute | second) < 0) return recycleFault.format;
  const year = century * 100 + yearInCentury;
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

/** The number of two characters; -1 if they are not digits. */
function two(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - 0x30;
  const ones = (bytes[at + 1] as number) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

/** The minute of its day in which a moment lies. A moment is no small integer, and its remainders are slow. */
export function minuteOfDay(moment: number): number {
  const time = moment - Math.floor(moment / 1_000_000) * 1_000_000;
  return Math.trunc(time / 10_000) * 60 + (Math.trunc(time / 100) % 100);
}

/** Writes a moment as it stands in a cell, `yyyy-mm-dd hh:mm:ss`; there is room for it. */
export function writeMoment(moment: number, into: Uint8Array): void {
  let rest = moment;
  for (let at = momentForm.length - 1; at >= 0; at -= 1) {
    const sign = momentForm.charCodeAt(at);
    if (sign !== 0x30) {
      into[at] = sign;
      continue;
    }
    const tenth = Math.floor(rest / 10);
    into[at] = 0x30 + rest - tenth * 10;
    rest = tenth;
  }
}

const momentForm = '0000-00-00 00:00:00';
export const momentLength = momentForm.length;
