import { randomNumbers } from '../../../support/random-numbers.ts';
import { shown, type RandomList } from './random-list.ts';

/** A list as delimited text (RFC 4180), and how it is to be read. */
export interface DelimitedText {
  readonly bytes: Buffer;
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly encoding: 'utf-8' | 'utf-16le';
}

/** A list as text, in one of the ways in which programs write it. */
export function delimitedText(list: RandomList, seed: number): DelimitedText {
  const below = randomNumbers(seed);
  const delimiter = ([',', ';', '\t', '|'] as const)[below(4)] ?? ',';
  const lineEnd = ['\r\n', '\n', '\r'][below(3)] as string;
  const quotesAll = below(3) === 0;
  const field = (text: string): string =>
    quotesAll || /["\r\n]/.test(text) || text.includes(delimiter) || below(8) === 0
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const lines = list.map((row) => row.map((cell) => field(shown(cell))).join(delimiter));
  const text = lines.join(lineEnd) + (below(2) === 0 ? lineEnd : '');
  const way = below(4);
  const isUtf16 = way === 0;
  const bytes = Buffer.from(way < 2 ? `\ufeff${text}` : text, isUtf16 ? 'utf16le' : 'utf8');
  return { bytes, delimiter, encoding: isUtf16 ? 'utf-16le' : 'utf-8' };
}
