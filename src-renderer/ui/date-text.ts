const two = (part: number): string => String(part).padStart(2, '0');

/** The day if the calendar has it: no 30 February. */
function real(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const fits =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return fits && year >= 1970 ? `${year}-${two(month)}-${two(day)}` : undefined;
}

/**
 * Reads a day as typed or pasted, the year first as it is shown: 2026-05-06, 2026/5/6, 20260506, 2026年5月6日.
 * Without a year (05-06, 0506) the next such day from `today` on is meant. undefined when it is no day.
 */
export function parseDate(text: string, today: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const whole =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  if (whole) return real(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const short = /^(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  if (!short) return undefined;
  const year = Number(today.slice(0, 4));
  for (let later = 0; later < 8; later++) {
    const day = real(year + later, Number(short[1]), Number(short[2]));
    if (day !== undefined && day >= today) return day;
  }
  return undefined;
}

/** The day so many days later, or earlier. */
export function stepDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
