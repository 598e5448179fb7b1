import { blockWords, form, purpose, writeBlock, writeReading } from '../../call-list/known/number-block.ts';
import { Fingerprints, type NumberCipher } from '../../call-list/known/fingerprints.ts';
import { NumberFile, writeNumberFile } from '../../call-list/known/number-file.ts';
import { readingsOf, writtenNumber } from '../../call-list/do-not-call/number-readings.ts';

/**
 * Takes a number out of a file, under whatever it may have been written: with or without its country's code.
 * @returns `unreadable` where the file is damaged, or was made with another key
 * @throws DialdeskError `local_disk`
 */
export async function withoutNumber(
  path: string,
  cipher: NumberCipher,
  number: string,
): Promise<'removed' | 'not-there' | 'unreadable'> {
  const file = open(path);
  if (file === undefined) return 'unreadable';
  let kept: Fingerprints;
  try {
    if (file.head.keyId !== cipher.keyId) return 'unreadable';
    const sought = fingerprintsOf(number, file.head.home, cipher);
    const isThere = Array.from({ length: sought.count }, (_, i) => file.has(0, sought, i)).some(Boolean);
    if (!isThere) return 'not-there';
    const all = file.all(0);
    if (all === undefined) return 'unreadable';
    kept = without(all, sought);
  } finally {
    file.close();
  }
  const { keyId, home, about } = file.head;
  await writeNumberFile(path, { keyId, home, about }, [kept]);
  return 'removed';
}

function open(path: string): NumberFile | undefined {
  try {
    return NumberFile.open(path);
  } catch {
    return undefined;
  }
}

/** Of every reading the number has, as its list may have been read. */
function fingerprintsOf(number: string, home: string, cipher: NumberCipher): Fingerprints {
  const plus = /^\s*\+/.test(number);
  const digits = number.replace(/[^\d*#]/g, '');
  // A list may have its country's code with nothing in front.
  const bare = { digits: digits.replace(/^00(?=[1-9])/, ''), international: false };
  const written = [writtenNumber(digits, plus), writtenNumber(digits, false), bare];
  const readings = written.flatMap((each) => [...readingsOf(each, home), ...readingsOf(each, '86')]);
  const blocks = new Uint32Array((readings.length + 1) * blockWords);
  let count = 0;
  for (const reading of readings) {
    if (writeReading(purpose.sent, reading, blocks, count * blockWords)) count += 1;
  }
  if (writeBlock(purpose.sent, form.unknown, digits, blocks, count * blockWords)) count += 1;
  return cipher.fingerprints(count, (index, into, at) => {
    into.set(blocks.subarray(index * blockWords, (index + 1) * blockWords), at);
  });
}

function without(all: Fingerprints, out: Fingerprints): Fingerprints {
  const stay: number[] = [];
  for (let i = 0; i < all.count; i += 1) {
    let isOut = false;
    for (let k = 0; k < out.count && !isOut; k += 1) isOut = all.compare(i, out, k) === 0;
    if (!isOut) stay.push(i);
  }
  const kept = new Fingerprints(stay.length);
  stay.forEach((from, to) => kept.copy(to, all, from));
  return kept;
}
