import { languageTag } from './language.svelte.ts';

/** Sentences one behind the other; after a Chinese full stop there is no blank. Empty ones are left out. */
export function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .reduce((text, part) => text + (/[。！？]$/.test(text) ? '' : ' ') + part, '')
    .trim();
}

/** A title as a sentence of its own: with the full stop of its language. */
export function asSentence(title: string): string {
  if (title === '' || /[.!?。！？…]$/.test(title)) return title;
  return title + (languageTag().startsWith('zh') ? '。' : '.');
}
