import type { TextEncodingName } from '../../contract/call-list.ts';
import { unreadable } from '../unreadable.ts';

/**
 * A text's bytes as UTF-8 without a byte order mark, each chunk ending between two characters, however the
 * chunks that come in are cut.
 *
 * @param options.isCut the bytes are only the beginning of a text: a character cut at the end is dropped
 * @throws DialdeskError `file_unreadable`, `bad-encoding`
 */
export async function* decodedChunks(
  encoding: TextEncodingName,
  chunks: AsyncIterable<Buffer>,
  options: { readonly isCut?: boolean } = {},
): AsyncGenerator<Buffer> {
  // One decoder for all: it keeps the bytes of a character that is cut, and skips the byte order mark.
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.length > 0) yield Buffer.from(text);
    }
    if (options.isCut !== true) decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw unreadable('bad-encoding', `The file has bytes that ${encoding} does not have.`, {
      cause,
      details: { encoding },
    });
  }
}
