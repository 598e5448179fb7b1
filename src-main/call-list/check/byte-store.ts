const segmentSize = 1 << 20;
/** In bytes; a longer text is copied faster by a call. */
const shortText = 32;

/** A part of some bytes; `end` is behind it. */
export interface ByteSlice {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Texts kept as UTF-8 in segments of 1 MB; a text is found again by its place and length. */
export class ByteStore {
  readonly #segments: Buffer[] = [];
  #next = 0;

  /** The bytes that are kept, unused ends of segments included. */
  get size(): number {
    return this.#next;
  }

  /**
   * Keeps a copy of a slice, which is shorter than a segment.
   *
   * @returns its place
   */
  add(from: Buffer, start: number, end: number): number {
    const length = end - start;
    if (this.#next + length > this.#segments.length * segmentSize) {
      this.#next = this.#segments.length * segmentSize;
      this.#segments.push(Buffer.allocUnsafeSlow(segmentSize));
    }
    const place = this.#next;
    if (length > 0) {
      const segment = this.#segments[this.#segments.length - 1] as Buffer;
      const at = place % segmentSize;
      if (length > shortText) from.copy(segment, at, start, end);
      else for (let i = 0; i < length; i += 1) segment[at + i] = from[start + i] as number;
      this.#next += length;
    }
    return place;
  }

  /** Forgets what was kept since the size was so many. */
  cut(size: number): void {
    this.#next = size;
    this.#segments.length = Math.ceil(size / segmentSize);
  }

  /** Whether what is kept at a place begins with a slice. */
  holds(place: number, from: Buffer, start: number, end: number): boolean {
    const kept = this.slice(place);
    return from.compare(kept.bytes, kept.start, kept.start + end - start, start, end) === 0;
  }

  /** Where a text that is kept begins. */
  slice(place: number): { readonly bytes: Buffer; readonly start: number } {
    const bytes = this.#segments[Math.floor(place / segmentSize)] as Buffer;
    return { bytes, start: place % segmentSize };
  }

  text(place: number, length: number): string {
    if (length === 0) return '';
    const start = place % segmentSize;
    return (this.#segments[Math.floor(place / segmentSize)] as Buffer).toString(
      'utf8',
      start,
      start + length,
    );
  }
}
