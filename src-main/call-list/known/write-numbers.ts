import type { Checker } from '../check/checker.ts';
import { homeOfTable } from '../check/home-of-table.ts';
import { rowState } from '../check/row-states.ts';
import type { CleanPart } from '../write-outputs.ts';
import { NumberCipher, sorted } from './fingerprints.ts';
import { NormalNumbers } from './normal-numbers.ts';
import { purpose } from './number-block.ts';
import { writeNumberFile } from './number-file.ts';

/** What is to be known of a list once it is sent. */
export interface NumbersToWrite {
  readonly path: string;
  readonly key: Uint8Array;
  /** Which of the ready rows; left out, all. */
  readonly part?: CleanPart | undefined;
}

/** Writes the fingerprints of the numbers that ready rows call. @returns how many different ones @throws DialdeskError `local_disk` */
export async function writeNumbers(checker: Checker, { path, key, part }: NumbersToWrite): Promise<number> {
  const from = part?.from ?? 0;
  const until = from + (part?.count ?? Number.POSITIVE_INFINITY);
  const { calledRows, numbers: table, states } = checker;
  const isWanted = new Uint8Array(calledRows.countNumbers());
  let ready = 0;
  let count = 0;
  calledRows.each((row, numbers) => {
    if (states.state(row) !== rowState.ready) return;
    ready += 1;
    if (ready <= from || ready > until) return;
    for (let i = 0; i < numbers.length; i += 1) {
      const number = numbers[i] as number;
      if (isWanted[number] === 0) count += 1;
      isWanted[number] = 1;
    }
  });
  const home = checker.plan?.reader.rules.code ?? homeOfTable(table);
  const normal = new NormalNumbers(table, home, purpose.sent);
  const cipher = new NumberCipher(key);
  let next = -1;
  const fingerprints = cipher.fingerprints(count, (_, into, at) => {
    do next += 1;
    while (isWanted[next] === 0);
    normal.write(next, into, at);
  });
  const head = { keyId: cipher.keyId, home, about: null };
  const { counts } = await writeNumberFile(path, head, [sorted(fingerprints).fingerprints]);
  return counts[0] as number;
}
