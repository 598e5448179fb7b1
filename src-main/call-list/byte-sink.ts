/** Up to here a loop is quicker than a call out of JavaScript. */
const shortCopy = 160;

/** Copies a slice to `at` in a buffer that has room for it. For the many short slices of a list. */
export function copyBytes(from: Buffer, start: number, end: number, to: Buffer, at: number): void {
  if (end - start > shortCopy) {
    from.copy(to, at, start, end);
    return;
  }
  const shift = at - start;
  for (let p = start; p < end; p += 1) to[p + shift] = from[p] as number;
}

/**
 * Bytes that grow at the end: where decoded cells of a row are put. Growing replaces the buffer, so slices that
 * were handed out before stay good; `reset` keeps the room.
 */
export class ByteSink {
  bytes: Buffer;
  length = 0;

  constructor(room = 4096) {
    this.bytes = Buffer.allocUnsafeSlow(room);
  }

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  reset(): void {
    this.length = 0;
  }

  /** Appends ASCII text. */
  ascii(text: string): void {
    this.reserve(text.length);
    this.length += this.bytes.write(text, this.length, 'latin1');
  }

  /** Appends text as UTF-8. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length, 'utf8');
  }

  /** Appends a slice. */
  slice(from: Buffer, start: number, end: number): void {
    this.reserve(end - start);
    copyBytes(from, start, end, this.bytes, this.length);
    this.length += end - start;
  }

  /** Appends one code point as UTF-8. */
  codePoint(point: number): void {
    this.reserve(4);
    const { bytes } = this;
    if (point < 0x80) {
      bytes[this.length++] = point;
    } else if (point < 0x800) {
      bytes[this.length++] = 0xc0 | (point >> 6);
      bytes[this.length++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      bytes[this.length++] = 0xe0 | (point >> 12);
      bytes[this.length++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[this.length++] = 0x80 | (point & 0x3f);
    } else {
      bytes[this.length++] = 0xf0 | (point >> 18);
      bytes[this.length++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[this.length++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[this.length++] = 0x80 | (point & 0x3f);
    }
  }
}
