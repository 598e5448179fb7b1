import * as v from 'valibot';

/**
 * Schemas for what the services answer: any field may be missing, null, or of a neighbouring type. What a
 * field cannot be read as becomes null; nothing here fails but a list that is no list.
 */

const anything = v.optional(v.unknown(), null);

/** A text; a number gives its digits, a boolean its name. Blank texts count as absent. */
export const text = v.pipe(
  anything,
  v.transform((value): string | null => {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value : null;
  }),
);

/** As `text`, but a blank one counts as empty, which differs from missing. */
export const textOrEmpty = v.pipe(
  anything,
  v.transform((value) => (typeof value === 'string' && value.trim() === '' ? '' : v.parse(text, value))),
);

/** An integer, or the digits of one. */
export const integer = v.pipe(
  anything,
  v.transform((value): number | null => {
    const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
  }),
);

/** Epoch milliseconds, UTC, as a number, its digits, or a day and a time (`2026-05-06 07:00:00`, which is UTC). */
export const instant = v.pipe(
  anything,
  v.transform((value): number | null => {
    const written = typeof value === 'string' && writtenTime.exec(value);
    const time = written ? Date.parse(`${written[1]}T${written[2]}Z`) : v.parse(integer, value);
    return time !== null && Math.abs(time) <= 8.64e15 ? time : null;
  }),
);
const writtenTime = /^\s*(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(?: ?UTC|Z)?\s*$/;

/** A time for showing: ISO 8601, UTC, of epoch milliseconds; any other text as it came. */
export const timeText = v.pipe(
  text,
  v.transform((value) =>
    value !== null && /^\d{12,14}$/.test(value) ? new Date(Number(value)).toISOString() : value,
  ),
);

/**
 * A moment for showing: ISO 8601, UTC, of a day and a time, or of epoch milliseconds. Any other text as it came: a day
 * alone is none, whatever the zone.
 */
export const momentText = v.pipe(
  text,
  v.transform((value) => {
    if (value === null || !(writtenTime.test(value) || /^\d{12,14}$/.test(value))) return value;
    const at = v.parse(instant, value);
    return at === null ? value : new Date(at).toISOString();
  }),
);

/** A list of objects. Null and missing are an empty one, and what is no object in it is left out. */
export function listOf<Item>(item: v.GenericSchema<unknown, Item>) {
  const object = v.record(v.string(), v.unknown());
  return v.pipe(
    v.nullish(v.array(v.unknown()), []),
    v.transform((list) => list.filter((entry) => v.is(object, entry))),
    v.array(item),
  );
}

/** A list of texts; anything else in it is left out. */
export const texts = v.pipe(
  v.nullish(
    v.union([
      v.array(text),
      v.pipe(
        text,
        v.transform((one) => [one]),
      ),
    ]),
    [],
  ),
  v.transform((list) => list.filter((entry) => entry !== null)),
);
