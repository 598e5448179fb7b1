/**
 * A text without what it has too much of at its ends. Expressions such as `/=+$/` do the same in time that grows with the
 * square of a run in the middle.
 *
 * @param isEdge whether a UTF-16 code unit is taken off
 */
export function withoutEdges(text: string, isEdge: (unit: number) => boolean): string {
  let start = 0;
  while (start < text.length && isEdge(text.charCodeAt(start))) start += 1;
  return withoutEnd(text.slice(start), isEdge);
}

/** The same at the end only. */
export function withoutEnd(text: string, isEdge: (unit: number) => boolean): string {
  let end = text.length;
  while (end > 0 && isEdge(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** For `withoutEdges` and `withoutEnd`: any of these characters. */
export const anyOf =
  (characters: string): ((unit: number) => boolean) =>
  (unit) =>
    characters.includes(String.fromCharCode(unit));

/** The text before the first of these characters; all of it where there is none. */
export function before(text: string, characters: string): string {
  for (let at = 0; at < text.length; at += 1)
    if (characters.includes(text.charAt(at))) return text.slice(0, at);
  return text;
}
