import { isUtf8 } from 'node:buffer';
import type { EncodingCertainty, TextEncodingName } from '../../contract/call-list.ts';
import { giveBack, type RandomAccess } from '../random-access.ts';
import { incompleteTail } from '../xlsx/utf8-chunks.ts';
import { encodingShapes } from './encoding-shapes.ts';
import { utf16Unmarked } from './utf16-form.ts';
import { utf32Form } from './utf32.ts';

const chunkSize = 1 << 20;

/** The encoding of a text, and how well it is known. */
export interface FoundEncoding {
  readonly encoding: TextEncodingName;
  readonly certainty: EncodingCertainty;
  /** Some of the text that is not ASCII, as it is read with it, for whoever must judge. Empty where it is certain. */
  readonly examples: readonly string[];
}

const certain = (encoding: TextEncodingName): FoundEncoding => ({
  encoding,
  certainty: 'certain',
  examples: [],
});

/**
 * Finds the encoding of a text file: a byte order mark; zero bytes in every second place, or in two and more of four; UTF-8 if the whole file
 * is valid UTF-8, which no other text of some length is by chance, or all of it but a few damaged characters. Else it
 * is a guess, by what people write: GB18030, what Excel and older systems write in China (GBK and GB2312 are parts of
 * it), or what they write elsewhere.
 */
export async function findEncoding(file: RandomAccess): Promise<FoundEncoding> {
  const head = await file.read(0, 4096);
  const utf32 = utf32Form(head);
  if (utf32 !== undefined) return certain(utf32);
  if (head[0] === 0xff && head[1] === 0xfe) return certain('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return certain('utf-16be');
  const unmarked = utf16Unmarked(head);
  if (unmarked !== undefined) return certain(unmarked);
  if (await isAllUtf8(file)) return certain('utf-8');
  const { sample, damagedShare } = await sampleOf(file);
  if (damagedShare <= mostDamaged) return certain('utf-8');
  return guess(sample, damagedShare);
}

/** Of the characters of a UTF-8 text that are not ASCII, as many may be damaged; in other texts, most seem to be. */
const mostDamaged = 0.25;

/** Below this share of usual characters a text is not what it is taken for. */
const wellFormed = 0.75;
/** In a text of few characters, a name that is seldom written weighs much. */
const halfFormed = 0.6;
/** Two encodings this close to each other cannot be told apart. */
const clearMargin = 0.15;
/** In fewer characters than that, anything looks like anything. */
const enoughBytes = 6;

function guess(sample: Buffer, damagedShare: number): FoundEncoding {
  const others = encodingShapes.map(([encoding, shape]) => ({ encoding, score: shape(sample) }));
  // A short text with few characters and one of them damaged: the whole ones are in UTF-8 by no chance.
  const scores = [...others, { encoding: 'utf-8' as const, score: 1 - damagedShare }].sort(
    (a, b) => b.score - a.score,
  );
  const best = scores[0] as Scored;
  const text = decoded(best.encoding, sample);
  // Another encoding in which the text is the same is no doubt about the text.
  const other = scores.slice(1).find(({ encoding }) => decoded(encoding, sample) !== text);
  const isClear =
    best.score >= wellFormed &&
    best.score - (other?.score ?? 0) >= clearMargin &&
    sample.filter((byte) => byte >= 0x80).length >= enoughBytes;
  if (isClear) return { encoding: best.encoding, certainty: 'guessed', examples: examplesOf(text) };
  const { encoding } = likelier(best, scores);
  return { encoding, certainty: 'doubtful', examples: examplesOf(decoded(encoding, sample)) };
}

interface Scored {
  readonly encoding: TextEncodingName;
  readonly score: number;
}

/** Where it is ambiguous, it is what most lists here are in, unless that looks much worse. */
function likelier(best: Scored, scores: readonly Scored[]): Scored {
  const chinese = scores.find(({ encoding }) => encoding === 'gb18030');
  return chinese && chinese.score >= halfFormed && chinese.score > best.score - 2 * clearMargin
    ? chinese
    : best;
}

const decoded = (encoding: TextEncodingName, bytes: Buffer): string =>
  new TextDecoder(encoding).decode(bytes);

const mostExamples = 6;
const longestExample = 24;

/** The first words that are not ASCII alone, each once. */
function examplesOf(text: string): string[] {
  const found = new Set<string>();
  for (const word of text.split(/[\s,;|"{}[\]:=\t]/u)) {
    if (!hasOther(word)) continue;
    const characters = Array.from(word);
    // What is cut shows it: as a whole it would look like another name.
    found.add(characters.slice(0, longestExample).join('') + (characters.length > longestExample ? '…' : ''));
    if (found.size === mostExamples) break;
  }
  return [...found];
}

function hasOther(word: string): boolean {
  for (const character of word) if (character >= '\u0080') return true;
  return false;
}

async function isAllUtf8(file: RandomAccess): Promise<boolean> {
  for (let position = 0; position < file.size;) {
    const chunk = await file.read(position, chunkSize);
    const isLast = position + chunk.length >= file.size;
    const cut = isLast ? 0 : incompleteTail(chunk);
    if (!isUtf8(chunk.subarray(0, chunk.length - cut))) return false;
    position += chunk.length - cut;
    giveBack(chunk);
  }
  return true;
}

/** What is not ASCII is looked for in each megabyte of the file, and of each so much is looked at. */
const samplePerChunk = 16 << 10;
const longestSample = 256 << 10;

/** Lines with something that is not ASCII, from the whole file; and how much of that is damaged, if it is UTF-8. */
async function sampleOf(file: RandomAccess): Promise<{ sample: Buffer; damagedShare: number }> {
  const pieces: Buffer[] = [];
  let size = 0;
  let damaged = 0;
  let others = 0;
  for (let position = 0; position < file.size && size < longestSample;) {
    const chunk = await file.read(position, chunkSize);
    const isLast = position + chunk.length >= file.size;
    const whole = isLast ? chunk.length : chunk.length - incompleteTail(chunk);
    for (const character of chunk.toString('utf8', 0, whole)) {
      if (character < '\u0080') continue;
      others += 1;
      if (character === '\ufffd') damaged += 1;
    }
    const piece = Buffer.from(linesWithOthers(chunk.subarray(0, whole)));
    pieces.push(piece);
    size += piece.length;
    position += whole;
    giveBack(chunk);
  }
  return { sample: Buffer.concat(pieces), damagedShare: others === 0 ? 0 : damaged / others };
}

function linesWithOthers(chunk: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let size = 0;
  for (let start = 0; start < chunk.length && size < samplePerChunk;) {
    const lineFeed = chunk.indexOf(0x0a, start);
    const end = lineFeed === -1 ? chunk.length : lineFeed + 1;
    let p = start;
    while (p < end && (chunk[p] as number) < 0x80) p += 1;
    if (p < end) {
      const piece = chunk.subarray(start, Math.min(end, start + samplePerChunk));
      pieces.push(piece);
      size += piece.length;
    }
    start = end;
  }
  return Buffer.concat(pieces);
}
