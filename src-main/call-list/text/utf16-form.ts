/** More of the characters than this would be control characters in no text. */
const mostControls = 0.01;

/**
 * Whether bytes without a byte order mark are UTF-16, and in which order: any list has digits, delimiters and line
 * ends, whose high bytes are zero; in a text of one byte a character there are none.
 */
export function utf16Unmarked(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const length = head.length - (head.length % 2);
  let even = 0;
  let odd = 0;
  for (let p = 0; p < length; p += 2) {
    if (head[p] === 0) even += 1;
    if (head[p + 1] === 0) odd += 1;
  }
  // A few characters have a zero low byte (U+4E00 and U+5F00 are among them); padding has zeros in both places.
  const [high, low] = odd > even ? [odd, even] : [even, odd];
  if (high < length / 40 || low > high / 3) return undefined;
  const order = odd > even ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(order).decode(head.subarray(0, length));
  // A NUL that got into another text makes neither line ends nor a text of which half is ASCII.
  const hasLines = /[\n\r]/.test(text) || high > length / 4;
  return hasLines && isPlausible(text) ? order : undefined;
}

function isPlausible(text: string): boolean {
  let controls = 0;
  for (const character of text.trimEnd()) {
    if ((character < ' ' && !'\t\n\r\f'.includes(character)) || character === '\ufffd') controls += 1;
  }
  return controls <= 1 + text.length * mostControls;
}
