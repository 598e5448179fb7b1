import { isUtf8 } from 'node:buffer';
import type { TextEncodingName } from '../../contract/call-list.ts';
import { incompleteTail } from '../xlsx/utf8-chunks.ts';
import { isUtf32, Utf32Decoder } from './utf32.ts';

interface Options {
  readonly isCut?: boolean;
}

/**
 * A text's bytes as UTF-8 without a byte order mark, each chunk ending between two characters, however the
 * chunks that come in are cut. Bytes that the encoding does not have become U+FFFD, one damaged character each.
 *
 * @param options.isCut the bytes are only the beginning of a text: a character cut at the end is dropped
 */
export async function* decodedChunks(
  encoding: TextEncodingName,
  chunks: AsyncIterable<Buffer>,
  options: Options = {},
): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') yield* checkedUtf8(chunks, options);
  else yield* transcoded(encoding, chunks, options);
}

/** UTF-8 stays as it is: looked through, without the byte order mark, and without being made into a string. */
async function* checkedUtf8(chunks: AsyncIterable<Buffer>, options: Options): AsyncGenerator<Buffer> {
  /** What the chunk before has left: the beginning of a character, or of a file too short to have a mark yet. */
  let carry: Buffer = Buffer.alloc(0);
  let isStart = true;
  for await (const chunk of chunks) {
    let bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    if (isStart) {
      // Some programs put another mark in front of the one that is there.
      while (bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)) {
        bytes = bytes.subarray(byteOrderMark.length);
      }
      if (bytes.length < byteOrderMark.length) {
        carry = Buffer.from(bytes);
        continue;
      }
    }
    isStart = false;
    const whole = bytes.length - incompleteTail(bytes);
    carry = Buffer.from(bytes.subarray(whole));
    if (whole > 0) yield checked(bytes.subarray(0, whole));
  }
  const whole = options.isCut === true ? carry.length - incompleteTail(carry) : carry.length;
  if (whole > 0) yield checked(carry.subarray(0, whole));
}

function checked(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

async function* transcoded(
  encoding: TextEncodingName,
  chunks: AsyncIterable<Buffer>,
  options: Options,
): AsyncGenerator<Buffer> {
  // One decoder for all: it keeps the bytes of a character that is cut, and skips the byte order mark.
  const decoder = isUtf32(encoding) ? new Utf32Decoder(encoding) : new TextDecoder(encoding);
  let isStart = true;
  for await (const chunk of chunks) {
    let text = decoder.decode(chunk, { stream: true });
    if (isStart) text = withoutMarks(text);
    if (text.length === 0) continue;
    isStart = false;
    yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (options.isCut !== true && rest.length > 0) yield Buffer.from(rest);
}

/** Without the byte order marks that follow the first. */
function withoutMarks(text: string): string {
  let at = 0;
  while (text[at] === '\ufeff') at += 1;
  return text.slice(at);
}
