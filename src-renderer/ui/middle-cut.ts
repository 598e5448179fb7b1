/** How much of the end stays in sight: about six Latin letters, or three Chinese characters. */
const room = 6;
/** A beginning that is shorter would be no wider than the dots in its place. */
const shortest = 4;

/**
 * Where a text is parted so that its end, which tells names of one kind apart, is never cut. No character is broken.
 * @returns both parts; together they are the text
 */
export function middleCut(text: string): readonly [head: string, tail: string] {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let from = characters.length;
  for (let taken = 0; from > 0; from -= 1) {
    taken += /[\u2e80-\uffef]/u.test(characters[from - 1] ?? '') ? 2 : 1;
    if (taken > room) break;
  }
  if (from < shortest) return ['', text];
  return [characters.slice(0, from).join(''), characters.slice(from).join('')];
}
