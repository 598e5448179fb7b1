/** NEL, with which mainframes end lines, and the line and paragraph separators of Unicode, as UTF-8. */
const separators = ['\u0085', '\u2028', '\u2029'].map((separator) => Buffer.from(separator));

/**
 * Chunks in which lines end with LF, where a text has no other line ends than those of few programs. In any other text
 * these are characters of their fields.
 *
 * @param chunks UTF-8, each chunk ending between two characters; the first one shows how lines end
 */
export async function* withLineFeeds(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isOdd: boolean | undefined;
  for await (const chunk of chunks) {
    isOdd ??=
      !chunk.includes(0x0a) && !chunk.includes(0x0d) && separators.some((bytes) => chunk.includes(bytes));
    yield isOdd ? withLineFeed(chunk) : chunk;
  }
}

function withLineFeed(chunk: Buffer): Buffer {
  let text = chunk.toString('utf8');
  for (const separator of separators) text = text.replaceAll(separator.toString('utf8'), '\n');
  return Buffer.from(text);
}
