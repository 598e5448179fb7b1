// The reservations screen of the real app on the demo system's 20,000 reservations. Frames come from the display: on a
// machine without one, Xvfb's, drawn by the processor.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchDialdesk } from '../e2e/launch.ts';
import { defineBench } from './framework/bench.ts';
import { framesDuring, scrollThrough } from './window/in-page.ts';

/** How long the list is scrolled, in milliseconds. */
const scrolling = 5_000;

/**
 * From the click on the rail until rows are drawn, less what main took to answer the same question right after: what
 * is left is the window's own.
 */
const opening = `(async () => {
  const [{ id }] = (await window.dialdesk.connections.list()).value;
  const button = [...document.querySelectorAll('nav button')].find((one) => one.textContent.trim() === 'Reservations');
  const began = performance.now();
  button.click();
  while (!/\\d{11}/.test(document.querySelector('[role="grid"]')?.textContent ?? '')) {
    await new Promise(requestAnimationFrame);
  }
  const drawn = performance.now() - began;
  const asked = performance.now();
  await window.dialdesk.reservations.list({ connectionId: id, query: { offset: 0, limit: 100 } });
  const answer = performance.now() - asked;
  return { openMs: Math.max(0, drawn - answer), answerMs: answer };
})()`;

export default defineBench({
  rounds: 3,
  tasks: {
    list: async ({ measure }) => {
      const userData = await mkdtemp(path.join(tmpdir(), 'dialdesk-reservations-'));
      const { app, page } = await launchDialdesk({ userData });
      try {
        await page.getByRole('button', { name: 'Start the demo system' }).click();
        await page.getByRole('button', { name: /VDN \d+/ }).waitFor();
        const opened = await page.evaluate<{ openMs: number; answerMs: number }>(opening);
        const frames = await framesDuring(page, () => measure(() => scrollThrough(page, scrolling)));
        return { ...opened, scrollPerSecond: frames.perSecond, scrollFrameMs: frames.longest };
      } finally {
        await app.close();
        await rm(userData, { recursive: true, force: true });
      }
    },
  },
  figures: (median) => [
    {
      figure: '20,000 reservations open after the answer',
      value: median('list', 'openMs'),
      unit: 'ms',
      target: { of: 'value', atMost: 200 },
    },
    { figure: 'the answer itself, a page of 100', value: median('list', 'answerMs'), unit: 'ms' },
    {
      figure: 'frames while they are scrolled through',
      value: median('list', 'scrollPerSecond'),
      unit: 'per second',
      target: { of: 'value', atLeast: 59 },
    },
    {
      figure: 'longest time between two frames while they are scrolled through',
      value: median('list', 'scrollFrameMs'),
      unit: 'ms',
    },
  ],
});
