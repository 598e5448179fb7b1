/**
 * Where a text is parted so that its end, which tells names of one kind apart, is never cut. No character is broken.
 * @param room how much of the end, in Latin letters; a Chinese character is as wide as two
 * @returns both parts; together they are the text
 */
export function middleCut(text: string, room: number): readonly [head: string, tail: string] {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let from = characters.length;
  for (let taken = 0; from > 0; from -= 1) {
    taken += /[\u2e80-\uffef]/u.test(characters[from - 1] ?? '') ? 2 : 1;
    if (taken > room) break;
  }
  return [characters.slice(0, from).join(''), characters.slice(from).join('')];
}
