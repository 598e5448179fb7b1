import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture, four bytes a pixel (red, green, blue, opacity), row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** What PNG's filters predict a byte from: the one to the left, above, and above left (PNG 1.2, 6). */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/**
 * Reads a PNG as browsers write screenshots, 8 bit, with or without opacity, not interlaced; or one of a palette.
 * @throws Error for any other
 */
export function readPng(file: Buffer): Picture {
  if (!file.subarray(0, 8).equals(signature)) throw new Error('this is no PNG');
  const parts: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  let palette: Buffer | null = null;
  for (let at = 8; at + 8 <= file.length;) {
    const length = file.readUInt32BE(at);
    const kind = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      channels = [0, 0, 3, 1, 0, 0, 4][body[9] ?? 0] ?? 0;
      if (body[8] !== 8 || channels === 0 || body[12] !== 0)
        throw new Error('a PNG of a kind that is not read');
    }
    if (kind === 'PLTE') palette = body;
    if (kind === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const bytes = new Uint8Array(line * height);
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x++) {
      const at = y * line + x;
      const left = x >= channels ? (bytes[at - channels] ?? 0) : 0;
      const up = y > 0 ? (bytes[at - line] ?? 0) : 0;
      const corner = x >= channels && y > 0 ? (bytes[at - line - channels] ?? 0) : 0;
      bytes[at] = (raw[y * (line + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
      pixels[(y * width + Math.floor(x / channels)) * 4 + (x % channels)] = bytes[at] ?? 0;
    }
  }
  if (channels === 1) fromPalette(pixels, bytes, palette);
  return { width, height, pixels };
}

function fromPalette(pixels: Uint8Array, bytes: Uint8Array, palette: Buffer | null): void {
  if (palette === null) throw new Error('a PNG without its palette');
  for (const [at, colour] of bytes.entries())
    pixels.set(palette.subarray(colour * 3, colour * 3 + 3), at * 4);
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** The colours of a picture in the order they come, as red, green and blue in one number; null for too many. */
function colours({ pixels }: Picture): Map<number, number> | null {
  const found = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = colourAt(pixels, at);
    if (!found.has(colour)) found.set(colour, found.size);
    if (found.size > 256 || pixels[at + 3] !== 255) return null;
  }
  return found;
}
const colourAt = (pixels: Uint8Array, at: number): number =>
  ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);

/** Writes a picture as a PNG; one of at most 256 colours with a palette, which is a third as large. */
export function writePng(picture: Picture): Buffer {
  const { width, height, pixels } = picture;
  const palette = colours(picture);
  const channels = palette ? 1 : 4;
  const line = width * channels + 1;
  const raw = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    if (palette === null) raw.set(pixels.subarray(y * width * 4, (y + 1) * width * 4), y * line + 1);
    else {
      for (let x = 0; x < width; x++) {
        raw[y * line + 1 + x] = palette.get(colourAt(pixels, (y * width + x) * 4)) ?? 0;
      }
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, palette ? 3 : 6, 0, 0, 0], 8);
  const listed = Buffer.from(
    [...(palette?.keys() ?? [])].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
  );
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...(palette ? [chunk('PLTE', listed)] : []),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
