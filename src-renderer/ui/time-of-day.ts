/** A time of day, 24 hours. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** Reads one part of a time as typed: up to two digits, full-width ones too. undefined when it is not one. */
export function parseTimePart(text: string, max: number): number | undefined {
  const plain = text.normalize('NFKC').trim();
  if (!/^\d{1,2}$/.test(plain)) return undefined;
  const value = Number(plain);
  return value <= max ? value : undefined;
}

/** Reads a whole time as pasted: 18:30, 8.05, 1830, 18：30. undefined when it is not one. */
export function parseTimeOfDay(text: string): TimeOfDay | undefined {
  const match = /^(\d{1,2})[:.h]?(\d{2})$/.exec(text.normalize('NFKC').trim());
  const hour = parseTimePart(match?.[1] ?? '', 23);
  const minute = parseTimePart(match?.[2] ?? '', 59);
  return hour === undefined || minute === undefined ? undefined : { hour, minute };
}
