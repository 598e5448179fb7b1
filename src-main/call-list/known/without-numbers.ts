/**
 * Seven digits or more in any script, with the signs that people group them by: up to three between two of them, as in
 * 139 - 0077 - 0000, marks that nobody sees among them.
 */
const digitsInText = /[+＋]?\p{Nd}(?:[\s\p{P}\p{Cf}\u2212+＋~|]{0,3}\p{Nd}){6,}/gu;
/** A day, and perhaps a time of it: many lists have one in their name. */
const moment =
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?$/;

/** A name without what may be a phone number in it: names are written down, and numbers never are. */
export function withoutNumbers(name: string): string {
  return name.replace(digitsInText, (found) => {
    const plain = found.normalize('NFKC');
    return !plain.startsWith('+') && moment.test(plain.replace(/\D/g, '')) ? found : '•••';
  });
}
