const year = '(\\d{4})';
const parts = new RegExp(
  `^${year}[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?(?:[T\\s]*(\\d{1,2})[:：时點点](\\d{1,2})(?:[:：分](\\d{1,2})秒?|分)?)?$`,
  'u',
);

const two = (digits: string): string => digits.padStart(2, '0');

/**
 * A time written year first in another form (2026/1/5 18:30, 2026年1月5日 18:30, 2026-01-05T18:30:00) as
 * `yyyy-mm-dd hh:mm:ss`. A date without a time gets `timeOfDay`, if that is given. Other orders stay: 05/06/2026
 * is May in one office and June in the next. Whether such a day exists is for the checker.
 */
export function recycleTimeForm(value: string, timeOfDay: string | undefined): string {
  const found = parts.exec(value.trim());
  if (!found) return value;
  const [, y = '', mo = '', d = '', h, mi = '', s = '0'] = found;
  const time = h === undefined ? timeOfDay : `${two(h)}:${two(mi)}:${two(s)}`;
  return time === undefined ? value : `${y}-${two(mo)}-${two(d)} ${time}`;
}
