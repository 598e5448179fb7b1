const nul = 0;
/** What DOS ends a text with. */
const controlZ = 0x1a;
/** More than that is not waited for; it stays, and is a problem of its row. */
const longestPadding = 64 << 20;

/**
 * Chunks without the NULs and Ctrl-Zs at the very end of the text, with which some systems fill the last block of a
 * file. Anywhere else they stay.
 */
export async function* withoutPadding(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let end = chunk.length;
    while (end > 0 && (chunk[end - 1] === nul || chunk[end - 1] === controlZ)) end -= 1;
    if (end === chunk.length && held.length === 0) {
      yield chunk;
      continue;
    }
    if (end > 0 || size > longestPadding) {
      for (const bytes of held) yield bytes;
      held = [];
      size = 0;
    }
    if (end > 0) yield chunk.subarray(0, end);
    // The chunk's memory is another's as soon as the next one is asked for.
    held.push(Buffer.from(chunk.subarray(end)));
    size += chunk.length - end;
  }
}
