// The reservations screen of the real app on the demo system's 20,000 reservations and 5,000 campaigns. Frames come from
// the display: on a machine without one, Xvfb's, drawn by the processor.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { launchDialdesk } from '../e2e/launch.ts';
import { defineBench } from './framework/bench.ts';
import { framesDuring, scrollThrough } from './window/in-page.ts';

/** How long a list is scrolled, in milliseconds. */
const scrolling = 5_000;
const campaigns = 5_000;

/**
 * From a click until rows are drawn, less what main took to answer the same question right after: what is left is the
 * window's own.
 */
const opening = (click: string, drawn: string, ask: string): string => `(async () => {
  const [{ id }] = (await window.dialdesk.connections.list()).value;
  const began = performance.now();
  ${click};
  while (!(${drawn})) await new Promise(requestAnimationFrame);
  const open = performance.now() - began;
  const asked = performance.now();
  await ${ask};
  const answer = performance.now() - asked;
  return { openMs: Math.max(0, open - answer), answerMs: answer };
})()`;

const openList = opening(
  `[...document.querySelectorAll('nav button')].find((one) => one.textContent.trim() === 'Reservations').click()`,
  `/\\d{11}/.test(document.querySelector('[role="grid"]')?.textContent ?? '')`,
  'window.dialdesk.reservations.list({ connectionId: id, query: { offset: 0, limit: 100 } })',
);

const field = `document.querySelector('[role="search"] [placeholder][role="combobox"]')`;
const openCampaigns = opening(
  `${field}.focus(); ${field}.click()`,
  `document.querySelectorAll(':popover-open [role="option"]').length >= 100`,
  `window.dialdesk.campaigns.find({ connectionId: id, search: '', page: 1 })`,
);

/** Scrolls to the end, page after page, until all of them are there. */
const allCampaigns = `(async () => {
  const list = document.querySelector(':popover-open');
  while (list.querySelectorAll('[role="option"]').length < ${campaigns}) {
    list.scrollTop = list.scrollHeight;
    await new Promise(requestAnimationFrame);
  }
  list.scrollTop = 0;
})()`;

interface Opened {
  readonly openMs: number;
  readonly answerMs: number;
}

/** Runs on the demo system, whose lists are full. */
async function onDemoSystem<Figures>(work: (page: Page) => Promise<Figures>): Promise<Figures> {
  const userData = await mkdtemp(path.join(tmpdir(), 'dialdesk-reservations-'));
  const { app, page } = await launchDialdesk({ userData });
  try {
    await page.getByRole('button', { name: 'Start the demo system' }).click();
    await page.getByRole('button', { name: /VDN \d+/ }).waitFor();
    return await work(page);
  } finally {
    await app.close();
    await rm(userData, { recursive: true, force: true });
  }
}

export default defineBench({
  rounds: 3,
  tasks: {
    list: ({ measure }) =>
      onDemoSystem(async (page) => {
        const opened = await page.evaluate<Opened>(openList);
        const frames = await framesDuring(page, () => measure(() => scrollThrough(page, scrolling)));
        return { ...opened, scrollPerSecond: frames.perSecond, scrollFrameMs: frames.longest };
      }),
    campaigns: ({ measure }) =>
      onDemoSystem(async (page) => {
        await page.evaluate(openList);
        const opened = await page.evaluate<Opened>(openCampaigns);
        await page.evaluate(allCampaigns);
        const frames = await framesDuring(page, () =>
          measure(() => scrollThrough(page, scrolling, ':popover-open')),
        );
        return { ...opened, scrollPerSecond: frames.perSecond, scrollFrameMs: frames.longest };
      }),
  },
  figures: (median) =>
    (
      [
        ['list', '20,000 reservations'],
        ['campaigns', '5,000 campaigns'],
      ] as const
    ).flatMap(([task, what]) => [
      {
        figure: `${what}: open after the answer`,
        value: median(task, 'openMs'),
        unit: 'ms',
        target: { of: 'value', atMost: 200 } as const,
      },
      { figure: `${what}: the answer itself, a page of 100`, value: median(task, 'answerMs'), unit: 'ms' },
      {
        figure: `${what}: frames while scrolled through`,
        value: median(task, 'scrollPerSecond'),
        unit: 'per second',
        target: { of: 'value', atLeast: 59 } as const,
      },
      {
        figure: `${what}: longest time between two frames`,
        value: median(task, 'scrollFrameMs'),
        unit: 'ms',
      },
    ]),
});
