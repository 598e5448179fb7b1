// What is run in the window, as text: the sources around here are checked without the types of a page.
import type { Page } from 'playwright/test';

/** What was seen of the frames that a page drew. */
export interface Frames {
  /** The longest time between two of them, in milliseconds. */
  readonly longest: number;
  readonly perSecond: number;
}

const watchFrames = `{
  const watch = (window.frameWatch = { frames: 0, first: 0, last: 0, longest: 0, stop: false });
  requestAnimationFrame(function frame(time) {
    if (watch.frames > 0) watch.longest = Math.max(watch.longest, time - watch.last);
    else watch.first = time;
    watch.last = time;
    watch.frames += 1;
    if (!watch.stop) requestAnimationFrame(frame);
  });
}`;
const framesSeen = `(() => {
  const { frames, first, last, longest } = window.frameWatch;
  window.frameWatch.stop = true;
  return { longest, perSecond: ((frames - 1) * 1000) / (last - first) };
})()`;

/** Watches the frames of a page while something is done. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(watchFrames);
  await work();
  return page.evaluate<Frames>(framesSeen);
}

// A check of a warm app may be over before anyone outside of the page has seen it begin.
const cancel = `new Promise((resolve, reject) => {
  let began = null;
  new MutationObserver((_, observer) => {
    const text = document.body.textContent;
    if (began === null) {
      if (/Continue with/.test(text)) reject(new Error('the check was over before it could be stopped'));
      if (!/rows read/.test(text)) return;
      began = performance.now();
      [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Cancel').click();
    }
    if (!text.includes('Check stopped')) return;
    observer.disconnect();
    resolve(performance.now() - began);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
})`;

/**
 * Stops the check that `begin` starts, as soon as rows have been read.
 *
 * @returns milliseconds from the click until the window says that it was stopped
 */
export async function cancelCheck(page: Page, begin: () => Promise<void>): Promise<number> {
  const stopped = page.evaluate<number>(cancel);
  await begin();
  return stopped;
}

/** Notes from now on when progress of a check comes. @returns what gives the times, in milliseconds */
export async function watchProgress(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(`{
    window.progressTimes = [];
    window.dialdesk.callLists.progress(() => window.progressTimes.push(performance.now()));
  }`);
  return () => page.evaluate<number[]>('window.progressTimes');
}

/**
 * Goes down through the table, or another element, for so many milliseconds: by three rows a frame, then by thousands.
 */
export async function scrollThrough(page: Page, duration: number, what = '[role="grid"]'): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const scroller = document.querySelector('${what}');
    const began = performance.now();
    requestAnimationFrame(function step(now) {
      const share = (now - began) / ${duration};
      scroller.scrollTop += share < 0.5 ? 100 : scroller.scrollHeight / 200;
      if (share < 1) requestAnimationFrame(step);
      else resolve();
    });
  })`);
}
