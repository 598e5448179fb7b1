import type { CallResultRow } from '../../contract/call-result-rows.ts';
import { ownPages } from '../../platform/own-pages.ts';

/** Slots for the first rows; half as many more when three quarters of them are taken. */
const firstSlots = 1 << 16;
const [fullAt, growth] = [0.75, 1.5];

/**
 * Which rows have come already, as calls (`callHash`) or as numbers (`numberHash`), which may have been called several
 * times. Of each only its hash of 53 bits is kept, 11 to 16 bytes a row: among a million rows the chance that any two
 * share one is 1 in 18,000.
 */
export class SeenRows {
  #slots = slots(firstSlots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns false for a row that has come before */
  add(hash: number): boolean {
    if (!this.#put(hash)) return false;
    this.#size += 1;
    if (this.#size > this.#slots.length * fullAt) this.#grow();
    return true;
  }

  #put(hash: number): boolean {
    const { length } = this.#slots;
    for (let slot = hash % length; ; slot = (slot + 1) % length) {
      const there = this.#slots[slot];
      if (there === hash) return false;
      if (there !== 0) continue;
      this.#slots[slot] = hash;
      return true;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = slots(Math.ceil(before.length * growth));
    for (const hash of before) if (hash !== 0) this.#put(hash);
  }
}

const slots = (count: number): Float64Array => new Float64Array(ownPages(count * 8));

/** What a row is known by as a number with its session; as a call, where it names no number. */
export function numberHash(row: CallResultRow): number {
  const { called, sessionId } = row;
  return called === null ? callHash(row) : hashOf(['number', called, sessionId].join('\0'));
}

/** What a row is known by as a call. */
export function callHash(row: CallResultRow): number {
  return hashOf(keyOf(row));
}

/** A call is known by its ID; where a system gives none, by all that it says. */
function keyOf({ called, sessionId, callId, time, failCode, outcome }: CallResultRow): string {
  return callId === null
    ? ['', called, sessionId, time, failCode, outcome].join('\0')
    : [callId, called].join('\0');
}

/** Two different FNV-1a hashes in one number, never 0. */
function hashOf(text: string): number {
  let low = 2_166_136_261;
  let high = 84_696_351;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 16_777_619) >>> 0;
    high = Math.imul((high ^ unit) + 0x9e37, 0x01000193) >>> 0;
  }
  return ((high ^ (high >>> 13)) & 0x1f_ffff) * 4_294_967_296 + low || 1;
}
