import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerOptions } from 'node:worker_threads';
import { removal } from '../../support/temp-folder.ts';
import { visitEverything } from '../app/every-view.ts';
import { launchDialdesk, type Dialdesk } from '../launch.ts';
import { changeOf, reduced } from './compare-pictures.ts';
import { readPng, writePng, type Picture } from './png.ts';
import { steady } from './steady.ts';

const languages = ['en', 'zh'] as const;
const themes = ['light', 'dark'] as const;
const clock = join(import.meta.dirname, 'fixed-clock.mjs');

/** Gives each view's name and its screenshot: every screen, step, dialog and menu, in both languages and themes. */
async function takeViews(
  env: NodeJS.ProcessEnv,
  give: (name: string, png: Buffer) => Promise<void>,
): Promise<void> {
  for (const language of languages) {
    const userData = await mkdtemp(join(tmpdir(), 'dialdesk-views-'));
    const dialdesk = await launchDialdesk({
      userData,
      language,
      before: clock,
      env: { ...env, TZ: 'UTC' },
    });
    const { app, page } = dialdesk;
    try {
      await fixClock(dialdesk);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
      await page.evaluate(() => window.dialdesk.app.setTheme('light'));
      await visitEverything(dialdesk, language, async (name) => {
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        const putBack = await steady(page);
        for (const theme of themes) {
          // the attribute alone, as the settings are a view too
          await page.evaluate((shown) => (document.documentElement.dataset['theme'] = shown), theme);
          const file = `${language}-${theme}-${name.replace(/[^\w-]+/g, '-')}`;
          await give(`${file}.png`, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
        }
        await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'));
        await putBack();
      });
    } finally {
      await app.close();
      await rm(userData, removal);
    }
  }
}

/** Moves the clocks of the workers that main will start, and of the window, to the morning of fixed-clock.mjs. */
async function fixClock({ app, page }: Dialdesk): Promise<void> {
  await app.evaluate((_electron, file) => {
    const { syncBuiltinESMExports } = process.getBuiltinModule('node:module');
    const threads = process.getBuiltinModule('node:worker_threads');
    const { Worker } = threads;
    threads.Worker = class extends Worker {
      constructor(entry: string | URL, options?: WorkerOptions) {
        super(entry, { ...options, execArgv: ['--require', file] });
      }
    };
    syncBuiltinESMExports();
  }, clock);
  await page.evaluate(readFileSync(clock, 'utf8'));
}

const picturesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.png')) : [];

/**
 * What the views are now, beside what was accepted.
 * @param taken gets each view as it is; emptied before
 */
async function differences(taken: string, accepted: string, env: NodeJS.ProcessEnv) {
  await rm(taken, { recursive: true, force: true });
  await mkdir(taken, { recursive: true });
  const gone = new Set(picturesIn(accepted));
  const changed: {
    readonly name: string;
    readonly now: Picture;
    readonly change: ReturnType<typeof changeOf>;
  }[] = [];
  let count = 0;
  await takeViews(env, async (name, png) => {
    count++;
    await writeFile(join(taken, name), png);
    const now = readPng(png);
    if (!gone.delete(name)) {
      changed.push({ name, now, change: null });
      return;
    }
    const change = changeOf(readPng(readFileSync(join(accepted, name))), now);
    if (change !== null) changed.push({ name, now, change });
  });
  return { gone: [...gone], changed, count };
}

/** Takes every view and keeps, reduced, what differs from what was accepted before: the others stay as they are. */
export async function acceptViews(folder: string, accepted: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { gone, changed, count } = await differences(join(folder, 'taken'), accepted, env);
  await mkdir(accepted, { recursive: true });
  for (const name of gone) await rm(join(accepted, name));
  for (const { name, now } of changed) await writeFile(join(accepted, name), writePng(reduced(now)));
  process.stdout.write(
    `accepted ${changed.length} of ${count} views, removed ${gone.length}; the others are as they were\n`,
  );
}

/**
 * Takes every view and says which differ from the accepted ones; the differences are pictures in `changed`.
 * @returns how many views changed, came or went
 */
export async function compareViews(
  folder: string,
  accepted: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const shown = join(folder, 'changed');
  const { gone, changed, count } = await differences(join(folder, 'taken'), accepted, env);
  await rm(shown, { recursive: true, force: true });
  await mkdir(shown, { recursive: true });
  const lines = gone.map((name) => `gone     ${name}`);
  for (const { name, now, change } of changed) {
    await writeFile(join(shown, name), writePng(change?.shown ?? now));
    lines.push(change ? `changed  ${name}  ${change.count} blocks` : `new      ${name}`);
  }
  process.stdout.write(
    `${[...lines, `${lines.length} of ${count} views changed; the differences are in ${shown}`].join('\n')}\n`,
  );
  return lines.length;
}
