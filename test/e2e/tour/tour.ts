/**
 * Drives the real app through the main job on the demo system, in both languages, light and dark, and leaves a
 * picture of each screen in build/tour. With `--readme`, the pictures that the READMEs and the manual show are renewed as well;
 * with names behind it, such as `--readme en-dark-check`, only those.
 * `--accept` keeps a picture of every view of the app, and `--compare` says which views differ from those.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { m } from '../../../src-main/contract/messages/messages.js';
import { startKeyring } from '../../support/keyring.ts';
import { removal } from '../../support/temp-folder.ts';
import { ImportPage } from '../imports/import-page.ts';
import { launchDialdesk } from '../launch.ts';
import { tourCampaigns } from './tour-campaigns.ts';
import { tourReservations } from './tour-reservations.ts';
import { acceptViews, compareViews } from './views.ts';

const root = join(import.meta.dirname, '../../..');
const pictures = join(root, 'build', 'tour');
const forReadme = [
  'en-light-check',
  'en-dark-check',
  'zh-light-check',
  'en-light-destination',
  'en-light-sent',
  'en-light-welcome',
  'zh-light-destination',
  'zh-light-sent',
  'zh-light-welcome',
];

async function tour(language: 'en' | 'zh', theme: 'light' | 'dark', env: NodeJS.ProcessEnv): Promise<void> {
  const userData = await mkdtemp(join(tmpdir(), 'dialdesk-tour-'));
  const { app, page } = await launchDialdesk({
    userData,
    language,
    env: env,
  });
  const picture = async (name: string): Promise<void> => {
    // the pointer would leave a tooltip on whatever it was over
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.screenshot({
      path: join(pictures, `${language}-${theme}-${name}.png`),
      animations: 'disabled',
    });
  };
  try {
    await page.evaluate((choice) => window.dialdesk.app.setTheme(choice), theme);
    const imports = new ImportPage(page, language);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await picture('welcome');
    await imports.startDemo();
    await picture('no-imports');
    await imports.open();
    await picture('file');
    await page.getByRole('button', { name: imports.words.sample }).click();
    await page.getByText(imports.words.problems).waitFor();
    await page.getByRole('grid').or(page.getByRole('table')).first().waitFor();
    // what can be mended is counted after the rows are there
    await page.getByRole('button', { name: m.mending_open({ count: '1' }, { locale: language }) }).waitFor();
    await picture('check');
    await imports.toDestination();
    const { campaignId, password } = await imports.hints();
    await imports.fillDestination(campaignId);
    await picture('destination');
    await page.getByRole('button', { name: imports.words.continue, exact: true }).click();
    await page.getByRole('button', { name: imports.words.trust }).waitFor();
    await picture('host-key');
    await page.getByRole('button', { name: imports.words.trust }).click();
    await page.getByRole('textbox', { name: imports.words.password }).fill(password);
    await picture('password');
    await page.getByRole('button', { name: imports.words.usePassword }).click();
    await imports.sendButton.waitFor();
    await picture('review');
    await imports.send();
    // what the call centre itself has made of it, which takes it a moment
    const result = page.getByRole('region', { name: m.results_title({}, { locale: language }) });
    const imported = m.results_all({}, { locale: language });
    await result.getByRole('status').filter({ hasText: imported }).waitFor();
    await picture('sent');
    await tourCampaigns(page, language, picture);
    await tourReservations(page, language, picture);
  } finally {
    await app.close();
    await rm(userData, removal);
  }
}

await mkdir(pictures, { recursive: true });
const keyring = process.platform === 'linux' ? await startKeyring('unlocked') : null;
try {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const env = keyring
    ? { ...keyring.env, ...(DISPLAY && { DISPLAY }), ...(WAYLAND_DISPLAY && { WAYLAND_DISPLAY }) }
    : {};
  const views = join(root, 'build', 'views');
  const accepted = join(import.meta.dirname, 'accepted');
  if (process.argv.includes('--accept')) await acceptViews(views, accepted, env);
  else if (process.argv.includes('--compare'))
    process.exitCode = (await compareViews(views, accepted, env)) > 0 ? 1 : 0;
  else await wholeTour(env);
} finally {
  await keyring?.stop();
}

async function wholeTour(env: NodeJS.ProcessEnv): Promise<void> {
  const asked = process.argv.includes('--readme')
    ? process.argv.slice(process.argv.indexOf('--readme') + 1)
    : [];
  const unknown = asked.filter((name) => !forReadme.includes(name));
  if (unknown.length > 0) throw new Error(`no pictures of a README or the manual: ${unknown.join(', ')}`);
  for (const language of ['en', 'zh'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      if (asked.length > 0 && !asked.some((name) => name.startsWith(`${language}-${theme}-`))) continue;
      await tour(language, theme, env);
      process.stdout.write(`${language} ${theme}: ${pictures}\n`);
    }
  }
  if (process.argv.includes('--readme')) await renew(asked.length > 0 ? asked : forReadme);
}

async function renew(names: readonly string[]): Promise<void> {
  const folder = join(root, 'assets', 'pictures');
  await mkdir(folder, { recursive: true });
  for (const name of names) await copyFile(join(pictures, `${name}.png`), join(folder, `${name}.png`));
}
