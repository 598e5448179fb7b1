import type { Locator, Page } from 'playwright/test';

/** What the page classes of all features have in common: the window, and the words of one language. */
export function pageObject<Words extends Readonly<Record<'en' | 'zh', object>>>(words: Words) {
  return class {
    readonly page: Page;
    readonly words: Words['en' | 'zh'];

    constructor(page: Page, language: 'en' | 'zh' = 'en') {
      this.page = page;
      this.words = words[language];
    }

    button(name: string | RegExp): Locator {
      return this.page.getByRole('button', { name, exact: true });
    }
  };
}
