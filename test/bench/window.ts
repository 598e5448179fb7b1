// The window of the real app while a long list is checked, stopped and looked at. Frames come from the display: on a
// machine without one, Xvfb's, drawn by the processor.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { templateLayout } from '../../src-main/call-list/template-workbook.ts';
import { fromRows, writeWorkbook } from '../../src-main/call-list/write/workbook.ts';
import { launchDialdesk } from '../e2e/launch.ts';
import { goodRow } from './call-list/rows.ts';
import { defineBench } from './framework/bench.ts';
import { cancelCheck, framesDuring, scrollThrough, watchProgress } from './window/in-page.ts';

const count = 500_000;
const goodFile = (folder: string): string => path.join(folder, 'good.xlsx');
const badFile = (folder: string): string => path.join(folder, 'bad.xlsx');
/** How long the list of problems is scrolled, in milliseconds. */
const scrolling = 5_000;

/** A row with one problem: a dash in its number. */
function badRow(number: number): string[] {
  const digits = String(13_000_000_000 + number);
  return ['', `[{"calledNo":"${digits.slice(0, 3)}-${digits.slice(3)}"}]`, '', '', '', ''];
}

async function makeList(target: string, row: (number: number) => string[]): Promise<void> {
  if (existsSync(target)) return;
  function* rows(): Generator<string[]> {
    for (let number = 0; number < count; number += 1) yield row(number);
  }
  await writeWorkbook(target, templateLayout(), fromRows(rows()), { mostRows: count });
}

export default defineBench({
  rounds: 3,
  async prepare(folder) {
    await makeList(goodFile(folder), goodRow);
    await makeList(badFile(folder), badRow);
  },
  tasks: {
    check: ({ folder, measure }) =>
      inTheApp(goodFile(folder), async (page) => {
        await page.getByText(/rows read/).waitFor();
        const cancelMs = await cancelCheck(page);
        const progress = await watchProgress(page);
        const frames = await framesDuring(page, () =>
          measure(async () => {
            await page.getByRole('button', { name: 'Check again' }).click();
            await page.getByRole('button', { name: 'Continue with 500,000 rows' }).waitFor();
          }),
        );
        const times = await progress();
        const gaps = times.slice(1).map((time, index) => time - (times[index] ?? NaN));
        return {
          frameMs: frames.longest,
          progressMs: Math.max(...gaps),
          progressPerSecond: (gaps.length * 1000) / ((times.at(-1) ?? NaN) - (times[0] ?? NaN)),
          cancelMs,
        };
      }),
    scroll: ({ folder, measure }) =>
      inTheApp(badFile(folder), async (page) => {
        await page.getByRole('grid').getByRole('row').nth(5).waitFor();
        const frames = await framesDuring(page, () => measure(() => scrollThrough(page, scrolling)));
        return { scrollFrameMs: frames.longest, scrollPerSecond: frames.perSecond };
      }),
  },
  figures: (median) => [
    {
      figure: 'longest time between two frames while 500,000 rows are checked',
      value: median('check', 'frameMs'),
      unit: 'ms',
      target: { of: 'value', atMost: 34 },
    },
    {
      figure: 'progress while they are checked',
      value: median('check', 'progressPerSecond'),
      unit: 'per second',
      target: { of: 'value', atLeast: 5 },
    },
    { figure: 'longest time without progress', value: median('check', 'progressMs'), unit: 'ms' },
    {
      figure: 'Cancel until the window says so',
      value: median('check', 'cancelMs'),
      unit: 'ms',
      target: { of: 'value', atMost: 200 },
    },
    { figure: 'the check, from the click to the counts', value: median('check', 'seconds'), unit: 's' },
    {
      figure: 'frames while 500,000 problems are scrolled through',
      value: median('scroll', 'scrollPerSecond'),
      unit: 'per second',
      target: { of: 'value', atLeast: 59 },
    },
    {
      figure: 'longest time between two frames while they are scrolled through',
      value: median('scroll', 'scrollFrameMs'),
      unit: 'ms',
      target: { of: 'value', atMost: 50 },
    },
  ],
});

/** Starts the app with its demo system, opens a list there, and ends it. */
async function inTheApp(
  list: string,
  work: (page: Page) => Promise<Readonly<Record<string, number>>>,
): Promise<Readonly<Record<string, number>>> {
  const userData = await mkdtemp(path.join(tmpdir(), 'dialdesk-window-'));
  const { app, page } = await launchDialdesk({ userData });
  try {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, list);
    await page.getByRole('button', { name: 'Start the demo system' }).click();
    await page.getByRole('button', { name: 'New import' }).first().click();
    await page.getByRole('button', { name: 'Choose a file…' }).click();
    return await work(page);
  } finally {
    await app.close();
    await rm(userData, { recursive: true, force: true });
  }
}
