import type { ConsoleMessage, Page } from 'playwright/test';

/**
 * Notes what a window is refused by its content policy, from its first byte on. Whatever is refused is a defect:
 * either the page does what it should not, or something of it does not arrive and nobody sees why.
 * @returns what was refused so far, each once, in the browser's words; to be asked also when the window is gone
 */
export async function watchContentPolicy(page: Page): Promise<() => readonly string[]> {
  const refused = new Set<string>();
  const note = (message: ConsoleMessage): void => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy')) {
      refused.add(message.text());
    }
  };
  page.on('console', note);
  for (const message of await page.consoleMessages()) note(message);
  return () => [...refused];
}
