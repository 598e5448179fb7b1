import type { Language } from '../../src-main/contract/app.ts';
import { overwriteGetLocale } from '../../src-main/contract/messages/runtime.js';

/*
 * The language of the window. Main decides it (AppState.language); here it is a signal, and every message
 * reads that signal. So words in markup and in $derived change on the spot when the language does, and
 * nothing is mounted anew: open dialogs, focus and half-filled forms stay as they are. The one thing to heed:
 * never read a message into a plain constant.
 */
let current = $state<Language>('en');
overwriteGetLocale(() => current);

export function currentLanguage(): Language {
  return current;
}

/** Shows every word in this language from now on. */
export function showLanguage(language: Language): void {
  current = language;
}

/** The BCP 47 tag for Intl and the page's lang: British English for its 24 hours and day before month. */
export function languageTag(): 'en-GB' | 'zh-CN' {
  return current === 'zh' ? 'zh-CN' : 'en-GB';
}
