import type { JsonObject } from './request-fields.ts';

/** A call of an interface, as the log of invocations keeps it. */
export interface InvocationRecord {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly path: string;
  /** The body as it came. */
  readonly request: string;
  readonly resultCode: string | null;
  readonly resultDesc: string | null;
  readonly httpStatus: number;
  readonly method: string;
}

/** The log reaches back as far as one question may (0803), and is kept within this many records. */
const keptMs = 7 * 86_400_000;
const mostKept = 50_000;

/** What the call centre's log of invocations holds, oldest first. It is gone when the demo system ends. */
export class InvocationRecords {
  #records: InvocationRecord[] = [];

  add(record: InvocationRecord): void {
    this.#records.push(record);
    // in one go, and not with every call
    if (this.#records.length < 2 * mostKept) return;
    this.#records = this.#records.slice(-mostKept).filter(({ at }) => record.at - at <= keptMs);
  }

  /** Newest first: records up to a moment, of an address if one is given, within the period. */
  find(filter: (record: InvocationRecord) => boolean): InvocationRecord[] {
    return this.#records.filter(filter).toSorted((a, b) => b.at - a.at);
  }
}

/** The code and the description of an answer. */
export function resultOf(answer: object): Pick<InvocationRecord, 'resultCode' | 'resultDesc'> {
  const { resultCode, resultDesc, description } = answer as JsonObject;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { resultCode: text(resultCode), resultDesc: text(resultDesc) ?? text(description) };
}
