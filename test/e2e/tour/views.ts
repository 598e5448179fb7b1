import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { visitEverything } from '../app/every-view.ts';
import { launchDialdesk } from '../launch.ts';
import { changeOf, restless, type Mask } from './compare-pictures.ts';
import { readPng, writePng } from './png.ts';

const languages = ['en', 'zh'] as const;

/** Leaves a picture of every screen, step, dialog and menu in a folder, in both languages. */
async function takeViews(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const language of languages) {
    const userData = await mkdtemp(join(tmpdir(), 'dialdesk-views-'));
    const locale = language === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8';
    const dialdesk = await launchDialdesk({ userData, locale, env });
    const { app, page } = dialdesk;
    try {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
      await page.evaluate(() => window.dialdesk.app.setTheme('light'));
      await visitEverything(dialdesk, language, async (name) => {
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        const file = `${language} ${name}`.replace(/[^\w-]+/g, '-');
        await page.screenshot({ path: join(folder, `${file}.png`), animations: 'disabled', caret: 'hide' });
      });
    } finally {
      await app.close();
      await rm(userData, { recursive: true, force: true });
    }
  }
}

const picturesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => /^(?!.*\.mask\.png$).*\.png$/.test(name)) : [];
const pictureAt = async (folder: string, name: string) => readPng(await readFile(join(folder, name)));
const maskName = (name: string): string => name.replace(/\.png$/, '.mask');

/** Takes every view twice: what differs between the two is never compared. The first is what others are held against. */
export async function acceptViews(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [first, second] = [join(folder, 'taken'), join(folder, 'again')];
  await takeViews(first, env);
  await takeViews(second, env);
  const accepted = join(folder, 'accepted');
  await rm(accepted, { recursive: true, force: true });
  await cp(first, accepted, { recursive: true });
  for (const name of picturesIn(first)) {
    const picture = await pictureAt(first, name);
    const mask = existsSync(join(second, name))
      ? restless(picture, await pictureAt(second, name))
      : new Uint8Array(picture.width * picture.height).fill(1);
    await writeFile(join(accepted, maskName(name)), mask);
  }
  process.stdout.write(`accepted: ${picturesIn(accepted).length} views in ${accepted}\n`);
}

/**
 * Takes every view and says which differ from the accepted ones; the differences are pictures in `changed`.
 * @returns how many views changed, came or went
 */
export async function compareViews(folder: string, env: NodeJS.ProcessEnv): Promise<number> {
  const [taken, accepted, changed] = ['taken', 'accepted', 'changed'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  if (picturesIn(accepted).length === 0) {
    throw new Error('nothing was accepted yet: npm run tour -- --accept, before your change');
  }
  await takeViews(taken, env);
  await rm(changed, { recursive: true, force: true });
  await mkdir(changed, { recursive: true });
  const [before, after] = [new Set(picturesIn(accepted)), new Set(picturesIn(taken))];
  const lines: string[] = [];
  for (const name of [...before].filter((one) => !after.has(one))) lines.push(`gone     ${name}`);
  for (const name of after) {
    if (!before.has(name)) {
      lines.push(`new      ${name}`);
      continue;
    }
    const mask: Mask = await readFile(join(accepted, maskName(name)));
    const change = changeOf(await pictureAt(accepted, name), await pictureAt(taken, name), mask);
    if (change === null) continue;
    await writeFile(join(changed, name), writePng(change.shown));
    lines.push(`changed  ${name}  ${change.count} pixels`);
  }
  process.stdout.write(
    `${[...lines, `${lines.length} of ${after.size} views changed; the differences are in ${changed}`].join('\n')}\n`,
  );
  return lines.length;
}
