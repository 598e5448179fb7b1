import type { FormatToken } from './format-code.ts';

const secondsPerDay = 86_400;

/** A number of days as hours, minutes or seconds altogether, in the form that the section has. */
export function elapsedText(days: number, tokens: readonly FormatToken[]): string {
  const places = tokens.filter(({ kind }) => kind === 'digit').length;
  const scale = 10 ** Math.min(places, 3);
  const units = Math.round(Math.abs(days) * secondsPerDay * scale);
  const seconds = Math.floor(units / scale);
  const fraction = String(units % scale).padStart(Math.min(places, 3), '0');
  let fractionPlace = 0;
  const text = tokens
    .map((token) => {
      if (token.kind === 'elapsed') return pad(altogether(token.letter, seconds), token.count);
      if (token.kind === 'date') return pad(within(token.letter, seconds), token.count);
      if (token.kind === 'digit') return fraction[fractionPlace++] ?? '0';
      if (token.kind === 'point') return '.';
      return token.kind === 'literal' ? token.text : '';
    })
    .join('');
  return days < 0 && units > 0 ? `-${text}` : text;
}

function altogether(letter: string, seconds: number): number {
  if (letter === 'h') return Math.floor(seconds / 3600);
  return letter === 'm' ? Math.floor(seconds / 60) : seconds;
}

function within(letter: string, seconds: number): number {
  if (letter === 'h') return Math.floor(seconds / 3600) % 24;
  return letter === 'm' ? Math.floor(seconds / 60) % 60 : seconds % 60;
}

const pad = (value: number, width: number): string => String(value).padStart(Math.min(width, 20), '0');
