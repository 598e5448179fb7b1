import type { Language } from '../../contract/app.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { ManualPlace } from '../../contract/manual.ts';

/** Where the build puts a place of the manual (scripts/manual.mjs), as a path below the app's origin. */
export function manualPath(place: ManualPlace, language: Language): string {
  const page = place.kind === 'page' ? `${place.page}.html` : `troubleshooting.html#${place.code}`;
  return `/manual/${language}/${page}`;
}

/** @param show shows a path of ours in the manual's window */
export function manualHandlers(show: (path: string) => void, language: () => Language): Handlers['manual'] {
  return { open: (place) => show(manualPath(place, language())) };
}
