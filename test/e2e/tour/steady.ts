import type { Page } from 'playwright/test';

/**
 * What is another each time in the same build, and what is drawn instead: times, durations, IDs, ports, free disk space …
 * As much of it is drawn, so that a column that became too narrow still shows.
 */
const restless: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/(?<=\b127\.0\.0\.1|\blocalhost|^):\d{4,5}\b/, ':40000'],
  // of the minutes that the tour takes; other times are the same each time
  [/(?<![\d.])09:[23]\d(:\d\d)?\b/, '09:20'],
  [/(?<=-)\d{8}-\d{4}\b/, '20260310-0920'],
  [/\b\d{15,}\b/, '100000000000000000'],
  [/\b[A-Za-z0-9]+_\d{13,}\b/, 'prompt00_1773134400000'],
  [/(?<=\bdialdesk-views-)\w+/, '000000'],
  // the mark of a list, which is random
  [/\bdd-[0-9a-f]{12}\b/, 'dd-000000000000'],
  // requests of a kind that is repeated until the answer is there
  [/\b\d(?= (?:entries\b|条记录))/, '4'],
  [/^\d{5}$/, '40000'],
  [/\d+(?:\.\d+)?(?= ?(?:(?:ms|s)\b|毫秒|秒))/, '1'],
  [/\d+(?:\.\d+)?(?= ?[GT]B\b)/, '50'],
];

/** What the file system says of files that were just written: its clock is the machine's own. */
function ofToday(): typeof restless {
  const today = new Date().toISOString().slice(0, 10);
  return [[new RegExp(`\\b${today} \\d\\d:\\d\\d\\b`), '2026-03-10 09:20']];
}

/** How long nothing may have changed in the page before a picture is taken, and how long that is waited for, milliseconds. */
const quiet = { for: 150, atMost: 5_000 };

/**
 * Waits until the page changes no more, and draws what is never the same as if it were.
 * @returns puts back what was there
 */
export async function steady(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(becomeQuiet, quiet);
  const rules = [...restless, ...ofToday()].map(([pattern, instead]) => [pattern.source, instead] as const);
  const undo = await page.evaluateHandle(drawSteadily, rules);
  return async () => {
    await undo.evaluate((back) => {
      for (const one of back) one();
    });
    await undo.dispose();
  };
}

/** Runs in the page. */
function becomeQuiet(limits: typeof quiet): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      observer.disconnect();
      clearTimeout(latest);
      resolve();
    };
    let timer = setTimeout(end, limits.for);
    const latest = setTimeout(end, limits.atMost);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(end, limits.for);
    });
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
}

/** Runs in the page. @returns what puts each change back */
function drawSteadily(rules: readonly (readonly [source: string, instead: string])[]): (() => void)[] {
  const patterns = rules.map(([source, instead]) => [new RegExp(source, 'g'), instead] as const);
  const drawn = (text: string): string =>
    patterns.reduce((before, [pattern, instead]) => before.replace(pattern, instead), text);
  const back: (() => void)[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const [text, was] = [node, node.data];
    // a key has groups of letters, each an element of its own
    const now = text.parentElement?.closest('.fingerprint') ? was.replace(/[\w+/]/g, '0') : drawn(was);
    if (now === was) continue;
    text.data = now;
    back.push(() => {
      // unless the app has written another since
      if (text.data === now) text.data = was;
    });
  }
  // text that is cut in its middle is drawn by the two attributes
  for (const cut of document.querySelectorAll<HTMLElement>('[data-head][data-tail]')) {
    const { head = '', tail = '' } = cut.dataset;
    const now = drawn(head + tail);
    if (now === head + tail) continue;
    const at = now.length - tail.length;
    [cut.dataset['head'], cut.dataset['tail']] = [now.slice(0, at), now.slice(at)];
    back.push(() => {
      [cut.dataset['head'], cut.dataset['tail']] = [head, tail];
    });
  }
  // a notice goes by the clock, sooner or later than the walk comes by
  const toasts = document.querySelector<HTMLElement>('.toasts');
  if (toasts) {
    toasts.style.visibility = 'hidden';
    back.push(() => toasts.style.removeProperty('visibility'));
  }
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'input:not([type=checkbox], [type=radio], [type=file]), textarea',
  )) {
    // no event, so that the form does not hear of it
    for (const name of ['value', 'placeholder'] as const) {
      const was = field[name];
      const now = drawn(was);
      if (now === was) continue;
      field[name] = now;
      back.push(() => {
        if (field[name] === now) field[name] = was;
      });
    }
  }
  return back;
}
