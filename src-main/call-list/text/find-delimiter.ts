import type { Delimiter } from '../../contract/call-list.ts';

const candidates: readonly Delimiter[] = [',', '\t', ';', '|'];
const recordsLookedAt = 20;

/**
 * Finds what separates the fields, from the beginning of a file: the candidate that splits the header into most
 * fields while the records below have as many. A list of one column has none; then one that occurs nowhere is
 * taken, so that a comma inside an unquoted `called` does not split it.
 */
export function findDelimiter(sample: string, fileName: string): Delimiter {
  const declared = /^sep=([,;\t|])\r?\n/i.exec(sample);
  if (declared) return declared[1] as Delimiter;
  let best: Delimiter | undefined;
  let bestScore = 0;
  for (const delimiter of candidates) {
    const [header = 1, ...counts] = fieldCounts(sample, delimiter);
    if (header < 2) continue;
    const alike = counts.filter((count) => count === header).length;
    const score = header * (1 + alike) * (delimiter === '\t' && /\.tsv$/i.test(fileName) ? 2 : 1);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best ?? candidates.find((delimiter) => !sample.includes(delimiter)) ?? ',';
}

/** How many fields each of the first records has; the last one of the sample, which may be cut, is left out. */
function fieldCounts(sample: string, delimiter: Delimiter): number[] {
  const counts: number[] = [];
  let fields = 1;
  let quoted = false;
  let atStart = true;
  let isEmpty = true;
  for (const character of sample) {
    if (quoted) {
      if (character === '"') quoted = false; // a doubled one begins again at once
      continue;
    }
    if (character === '"' && (atStart || !isEmpty)) {
      // Only at the start of a field does a quote begin a quoted one; a doubled quote comes back here too.
      if (atStart) quoted = true;
      atStart = false;
      isEmpty = false;
    } else if (character === delimiter) {
      fields += 1;
      atStart = true;
      isEmpty = false;
    } else if (character === '\n' || character === '\r') {
      if (!isEmpty) counts.push(fields);
      if (counts.length > recordsLookedAt) break;
      fields = 1;
      atStart = true;
      isEmpty = true;
    } else {
      atStart = false;
      isEmpty = false;
    }
  }
  if (counts.length === 0) counts.push(fields);
  return counts;
}
