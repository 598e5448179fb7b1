/** A name, with the letters of any language and perhaps a dot at its end, or an address without brackets. */
const name = /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}._-]*[\p{L}\p{N}\p{M}_])?\.?$/u;
/** An IPv6 address, if the URL standard takes what is in front of a zone (RFC 4007) for one. */
const address = /^([0-9A-Fa-f:.]+)(?:%[\w.-]+)?$/;

/** What the URL standard reads as an IPv4 address: its last part is a number, in digits of any script. */
const endsInNumber = /(?:^|\.)(?:\p{N}+|0x[\da-f]*)\.?$/iu;

/**
 * Whether a text can be a host at all. What a resolver might cut short or read as something else (NUL, `%`, `#`, `?`,
 * blanks, brackets, a scheme, a path) is none: a filter would be shown one host, and the socket would reach another. So
 * an IPv4 address has one form: to a resolver 010.0.0.1 is 8.0.0.1, and both 127.1 and 2130706433 are 127.0.0.1.
 */
export function isHost(text: string): boolean {
  if (text.length > 253) return false;
  if (text.includes(':')) return isAddress(text);
  if (endsInNumber.test(text)) return URL.parse(`http://${text}`)?.hostname === text;
  return name.test(text);
}

function isAddress(text: string): boolean {
  const [, bare] = address.exec(text) ?? [];
  return bare !== undefined && URL.canParse(`http://[${bare}]`);
}

/** The same of a host as a connection has it: an IPv6 address may stand in brackets, and a name has Latin letters. */
export function isServiceHost(text: string): boolean {
  const [, inside] = /^\[(.*)\]$/.exec(text) ?? [];
  return inside === undefined ? /^[ -~]*$/.test(text) && isHost(text) : isAddress(inside);
}
