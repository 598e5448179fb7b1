import { currentLanguage } from './language.svelte.ts';

/** A country's name in the language of the moment, by its code (ISO 3166-1); the code where it has none. */
export function countryName(country: string): string {
  return new Intl.DisplayNames([currentLanguage()], { type: 'region' }).of(country) ?? country;
}
