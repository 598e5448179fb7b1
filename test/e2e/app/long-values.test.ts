import { basename, join } from 'node:path';
import type { ElectronApplication } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';
import { openStore } from '../../../src-main/store/store.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { lengthen, longList, takeNames, writeAll } from '../../support/long-values.ts';
import { tone } from '../../support/tone.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';
import { addWorkingDay } from '../../support/working-day.ts';
import { expect, test } from '../app.ts';
import { connectTo } from '../call-centre.ts';
import { answerDialogs } from '../desktop.ts';
import { ImportPage } from '../imports/import-page.ts';
import { expectToFit } from '../layout.ts';

const resize = (app: ElectronApplication, width: number): Promise<void> =>
  app.evaluate(({ BrowserWindow }, to) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(to, 760);
  }, width);

for (const language of ['en', 'zh'] as const) {
  const at = { locale: language };

  test(`every screen holds the longest values there are (${language})`, async ({
    launch,
    userData,
    cleanUp,
  }, info) => {
    test.setTimeout(600_000);
    // whatever is imported has been called at once
    const demo = await demoSystem(cleanUp, { callsPerMinute: 100_000_000 });
    lengthen(demo);
    const store = openStore(userData);
    addWorkingDay(store, Date.now());
    store.close();
    const { app, page } = await launch({ locale: language === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8' });
    const main = page.getByRole('main');
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    const imports = new ImportPage(page, language);
    let seen = 0;
    /** Looks at what is shown now in every width. */
    const look = async (name: string): Promise<void> => {
      seen++;
      for (const width of [1400, 1280, 1024]) {
        await resize(app, width);
        await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
        await page.screenshot({ path: info.outputPath(`${name}-${width}.png`) });
        await expectToFit(page, `${name} at ${width}`, m.reservations_day_grid({}, at));
      }
    };
    const screen = async (name: string): Promise<void> => {
      const entry = page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
      await entry.click();
      await expect(entry).toHaveAttribute('aria-current', 'page');
    };
    const press = (name: string): Promise<void> => main.getByRole('button', { name, exact: true }).click();
    const leave = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    };
    await connectTo(page, demo, m.shell_nav_imports({}, at));

    // --- an import ---------------------------------------------------------------------------------
    const list = await longList(userData);
    await imports.open();
    await imports.pick(app, list);
    await expect(page.getByText(m.mapping_title({}, at)).first()).toBeVisible();
    await look('mapping');
    // so that Dialdesk marks the rows
    await page
      .getByLabel(m.mapping_source({ column: 'customField' }, at), { exact: true })
      .selectOption('none');
    await press(m.imports_file_check({}, at));
    await expect(page.getByText(imports.words.problems)).toBeVisible();
    await look('check');
    await imports.toDestination();
    await imports.fillDestination([...demo.state.campaigns.keys()][0] ?? '');
    await look('destination');
    await imports.toReview(demo.sftp.password);
    await look('review');
    await imports.send();
    await look('sent');
    const results = main.getByRole('region', { name: m.call_results_title({}, at), exact: true });
    await expect(main.getByText(m.results_imported({}, at)).first()).toBeVisible({ timeout: 60_000 });
    const saved = `${basename(list, '.csv')}_results.xlsx`;
    await answerDialogs(app, { save: join(userData, saved) });
    await results.getByRole('button', { name: m.call_results_fetch({}, at) }).click();
    await expect(results.getByText(saved)).toBeVisible({ timeout: 60_000 });
    await look('results');
    await results.getByRole('button', { name: m.call_results_again_open({}, at) }).click();
    await expect(dialog).toBeVisible();
    await look('call again');
    await leave();
    await press(m.takeback_action({}, at));
    await expect(dialog).toBeVisible();
    await look('take back');
    await dialog.getByRole('button', { name: m.takeback_confirm({}, at), exact: true }).click();
    const takenBack = main.getByText(new RegExp(`^${m.results_taken_back({}, at)}`)).first();
    await expect(takenBack).toBeVisible({ timeout: 60_000 });
    await look('taken back');
    await press(m.imports_back_to_list({}, at));

    // --- reservations ------------------------------------------------------------------------------
    await screen(m.shell_nav_reservations({}, at));
    await expect(page.getByRole('row').nth(2)).toBeVisible();
    await look('reservations');
    await press(m.reservations_create({}, at));
    await expect(dialog).toBeVisible();
    await look('new reservation');
    await leave();
    for (const row of [0, 1, 2, 3]) await page.getByRole('grid').getByRole('checkbox').nth(row).check();
    await look('reservations ticked');
    await press(m.reservations_change_ticked({}, at));
    await expect(page.getByRole('row').nth(2)).toBeVisible();
    await look('change many');
    await press(m.bulk_back({}, at));
    await expect(page.getByRole('grid', { name: m.bulk_rows({}, at) })).toBeHidden();
    await press(m.bulk_back({}, at));
    await page.getByText(m.reservations_view_day({}, at), { exact: true }).click();
    await page.getByRole('button', { name: m.reservations_day_after({}, at) }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    await look('day');

    // --- campaigns, voice files ----------------------------------------------------------------------
    await screen(m.shell_nav_campaigns({}, at));
    await expect(page.getByRole('row').nth(2)).toBeVisible();
    await look('campaigns');
    await page.getByRole('row').nth(1).getByRole('button').first().click();
    await expect(page.getByText(m.campaigns_windows_note({}, at))).toBeVisible();
    await look('a campaign');
    await screen(m.shell_nav_voice({}, at));
    const sound = wav(pcm16(tone(440, 22_050, 1)), { tag: 1, bits: 16, channels: 1, sampleRate: 22_050 });
    await answerDialogs(app, { open: await writeAll(join(userData, 'studio'), takeNames, sound) });
    await press(m.voice_pick({}, at));
    const convert = main.getByRole('button', { name: language === 'zh' ? /^转换 \d+/ : /^Convert \d+/ });
    await expect(convert).toBeVisible();
    await look('voice');
    await convert.click();
    await main.getByRole('button', { name: language === 'zh' ? /^上传 \d+/ : /^Upload \d+/ }).click();
    await expect(main.getByText(m.voice_state_uploaded({}, at), { exact: true })).toHaveCount(
      takeNames.length,
    );
    await look('voice uploaded');
    await press(m.voice_library({}, at));
    await expect(page.getByRole('gridcell').first()).toBeVisible();
    await look('voice library');

    // --- file servers --------------------------------------------------------------------------------
    await screen(m.shell_nav_servers({}, at));
    await expect(page.getByRole('row').nth(2)).toBeVisible();
    await look('file servers');
    await page
      .getByRole('row')
      .filter({ hasText: '/home/isales' })
      .getByRole('button', { name: /^127/ })
      .click();
    await expect(page.getByRole('tab').first()).toBeVisible();
    await look('a file server');
    await page.getByRole('tab', { name: m.files_tab({}, at) }).click();
    await expect(page.getByRole('gridcell').first()).toBeVisible();
    await look('files');

    // --- the rest ------------------------------------------------------------------------------------
    for (const [name, entry] of [
      ['imports', m.shell_nav_imports({}, at)],
      ['outbox', m.shell_nav_outbox({}, at)],
      ['activity', m.shell_nav_activity({}, at)],
    ] as const) {
      await screen(entry);
      await expect(page.getByRole('row').nth(2)).toBeVisible();
      await look(name);
    }
    await page.getByRole('row').nth(2).click();
    await look('activity opened');
    await screen(m.shell_nav_connections({}, at));
    await expect(page.getByText('Shenzhen production').first()).toBeVisible();
    await look('connections');
    await screen(m.shell_nav_settings({}, at));
    await look('settings');
    expect(seen).toBeGreaterThan(20);
  });
}
