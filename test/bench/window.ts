// The window of the real app while a long list is checked, stopped and looked at, and while results come. Frames come from the display: on a
// machine without one, Xvfb's, drawn by the processor.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright/test';
import { templateLayout } from '../../src-main/call-list/template-workbook.ts';
import { fromRows, writeWorkbook } from '../../src-main/call-list/write/workbook.ts';
import { connectTo } from '../e2e/call-centre.ts';
import { answerDialogs } from '../e2e/desktop.ts';
import { ImportPage } from '../e2e/imports/import-page.ts';
import { launchDialdesk } from '../e2e/launch.ts';
import { demoSystem } from '../support/demo-system.ts';
import { runningCampaign } from '../support/imported-records.ts';
import { goodRow } from './call-list/rows.ts';
import { defineBench } from './framework/bench.ts';
import { cancelCheck, framesDuring, scrollThrough, watchProgress } from './window/in-page.ts';

const count = 500_000;
const goodFile = (folder: string): string => path.join(folder, 'good.xlsx');
const badFile = (folder: string): string => path.join(folder, 'bad.xlsx');
/** So many results come in a dozen groups of pages, with the pause between them that the vendor asks for. */
const called = 60_000;
const calledFile = (folder: string): string => path.join(folder, 'called.xlsx');
/** How long the list of problems is scrolled, in milliseconds. */
const scrolling = 5_000;

/** A row with one problem: a dash in its number. */
function badRow(number: number): string[] {
  const digits = String(13_000_000_000 + number);
  return ['', `[{"calledNo":"${digits.slice(0, 3)}-${digits.slice(3)}"}]`, '', '', '', ''];
}

/** A row that Dialdesk marks. */
function calledRow(number: number): string[] {
  return ['', `[{"calledNo":"${13_000_000_000 + number}"}]`, '', '', '', ''];
}

async function makeList(
  target: string,
  row: (number: number) => string[],
  length: number = count,
): Promise<void> {
  if (existsSync(target)) return;
  function* rows(): Generator<string[]> {
    for (let number = 0; number < length; number += 1) yield row(number);
  }
  await writeWorkbook(target, templateLayout(), fromRows(rows()), { mostRows: length });
}

export default defineBench({
  rounds: 3,
  async prepare(folder) {
    await makeList(goodFile(folder), goodRow);
    await makeList(badFile(folder), badRow);
    await makeList(calledFile(folder), calledRow, called);
  },
  tasks: {
    check: ({ folder, measure }) =>
      inNewImport(goodFile(folder), async (page, choose) => {
        const cancelMs = await cancelCheck(page, choose);
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
      inNewImport(badFile(folder), async (page, choose) => {
        await choose();
        await page.getByRole('grid').getByRole('row').nth(5).waitFor();
        const frames = await framesDuring(page, () => measure(() => scrollThrough(page, scrolling)));
        return { scrollFrameMs: frames.longest, scrollPerSecond: frames.perSecond };
      }),
    results: ({ folder, measure }) =>
      inTheApp(async (page, app, userData) => {
        const ends: (() => void | Promise<void>)[] = [];
        const demo = await demoSystem(
          { after: (done) => ends.push(done) },
          { callsPerMinute: 1_000_000_000 },
        );
        try {
          await connectTo(page, demo);
          const imports = new ImportPage(page);
          await imports.fileToReview(app, calledFile(folder), demo, runningCampaign(demo).id);
          await imports.send();
          await answerDialogs(app, { save: path.join(userData, 'results.xlsx') });
          const frames = await framesDuring(page, () =>
            measure(async () => {
              await page.getByRole('button', { name: 'Get results…' }).click();
              await page.getByText('results.xlsx').first().waitFor({ timeout: 300_000 });
            }),
          );
          return { resultsFrameMs: frames.longest, resultsPerSecond: frames.perSecond };
        } finally {
          for (const end of ends) await end();
        }
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
    {
      figure: `longest time between two frames while results of ${called.toLocaleString('en')} rows come`,
      value: median('results', 'resultsFrameMs'),
      unit: 'ms',
      target: { of: 'value', atMost: 50 },
    },
    {
      figure: 'frames while they come',
      value: median('results', 'resultsPerSecond'),
      unit: 'per second',
    },
  ],
});

/** Starts the app with its demo system and a new import, in which `work` chooses the list, and ends it. */
function inNewImport(
  list: string,
  work: (page: Page, choose: () => Promise<void>) => Promise<Readonly<Record<string, number>>>,
): Promise<Readonly<Record<string, number>>> {
  return inTheApp(async (page, app) => {
    await answerDialogs(app, { open: [list] });
    await page.getByRole('button', { name: 'Start the demo system' }).click();
    await page.getByRole('button', { name: 'New import' }).first().click();
    return work(page, () => page.getByRole('button', { name: 'Choose a file…' }).click());
  });
}

/** Starts the app in a folder of its own, and ends it. */
async function inTheApp(
  work: (page: Page, app: ElectronApplication, userData: string) => Promise<Readonly<Record<string, number>>>,
): Promise<Readonly<Record<string, number>>> {
  const userData = await mkdtemp(path.join(tmpdir(), 'dialdesk-window-'));
  const { app, page } = await launchDialdesk({ userData });
  try {
    return await work(page, app, userData);
  } finally {
    await app.close();
    await rm(userData, { recursive: true, force: true });
  }
}
