import * as v from 'valibot';

/** What a column's text turned out to be. */
export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** A column that holds JSON: an envelope `{ "v": version, "value": … }`, so that its shape may change. */
export interface JsonColumn<T> {
  encode(value: T): string;
  decode(text: unknown): Decoded<T>;
}

const Envelope = v.object({ v: v.pipe(v.number(), v.integer(), v.minValue(1)), value: v.unknown() });

/**
 * Makes the codec of a JSON column.
 * @param schema the shape of the newest version
 * @param upgrades one function for each older version: `upgrades[0]` makes version 2 of version 1. The newest
 * version is therefore `upgrades.length + 1`.
 */
export function jsonColumn<T>(
  schema: v.GenericSchema<unknown, T>,
  upgrades: readonly ((older: unknown) => unknown)[] = [],
): JsonColumn<T> {
  const newest = upgrades.length + 1;
  return {
    encode: (value) => JSON.stringify({ v: newest, value }),
    decode: (text) => {
      try {
        const envelope = v.parse(Envelope, JSON.parse(String(text)));
        if (envelope.v > newest)
          return { ok: false, reason: `version ${envelope.v} is newer than ${newest}` };
        let value = envelope.value;
        for (const upgrade of upgrades.slice(envelope.v - 1)) value = upgrade(value);
        const parsed = v.safeParse(schema, value);
        if (parsed.success) return { ok: true, value: parsed.output };
        const [issue] = parsed.issues;
        return { ok: false, reason: `${v.getDotPath(issue) ?? 'value'}: ${issue.message}` };
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
