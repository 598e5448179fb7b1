import { app } from 'electron';
import type { Language, LanguageChoice } from '../contract/app.ts';
import { overwriteGetLocale } from '../contract/messages/runtime.js';

/** The language of the first of the system's preferred languages that Dialdesk speaks; English otherwise. */
export function systemLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    if (language === 'zh' || language === 'en') return language;
  }
  return 'en';
}

/** The language in use in main (menu, dialogs, notifications); the window follows it. */
export class LanguageOfMain {
  #choice: LanguageChoice;

  constructor(choice: LanguageChoice) {
    this.#choice = choice;
    overwriteGetLocale(() => this.current);
  }

  get choice(): LanguageChoice {
    return this.#choice;
  }

  set choice(choice: LanguageChoice) {
    this.#choice = choice;
  }

  get current(): Language {
    return this.#choice === 'system' ? systemLanguage(app.getPreferredSystemLanguages()) : this.#choice;
  }
}
