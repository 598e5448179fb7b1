/** What stands for bytes that a text's encoding does not have. */
export const damagedCharacter = Buffer.from('\ufffd');
/** What stands in front of a text, to show its encoding. */
export const byteOrderMark = Buffer.from('\ufeff');

/**
 * Whether one of them is in a text. Their first byte begins few others, and one byte is found several times as fast as
 * three.
 */
export function hasCharacter(chunk: Buffer, character: Buffer): boolean {
  const first = character[0] as number;
  let at = chunk.indexOf(first);
  for (let looks = 0; at !== -1; looks += 1) {
    if (chunk[at + 1] === character[1] && chunk[at + 2] === character[2]) return true;
    if (looks === 100) return chunk.includes(character, at + 1);
    at = chunk.indexOf(first, at + 1);
  }
  return false;
}
