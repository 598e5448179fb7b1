/** A name, with the letters of any language and perhaps a dot at its end, or an address without brackets. */
const name = /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}._-]*[\p{L}\p{N}\p{M}_])?\.?$/u;
/** An IPv6 address, if there is a colon in it; a zone (RFC 4007) may follow. */
const address = /^[0-9A-Fa-f:.]+(?:%[\w.-]+)?$/;

/**
 * Whether a text can be a host at all. What a resolver might cut short or read as something else (NUL, `%`, `#`, `?`,
 * blanks, brackets, a scheme, a path) is none: a filter would be shown one host, and the socket would reach another.
 */
export function isHost(text: string): boolean {
  return text.length <= 253 && (name.test(text) || (text.includes(':') && address.test(text)));
}
