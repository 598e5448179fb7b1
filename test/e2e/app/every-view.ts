import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright/test';
import { expect } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';
import { ImportPage } from '../imports/import-page.ts';
import type { Dialdesk } from '../launch.ts';
import { ServersPage } from '../servers/servers-page.ts';
import { visitResults, visitTakeBack, type Walk } from './sent-list-views.ts';

type Language = 'en' | 'zh';

/** Called for each screen, step, dialog and menu of the app, once it is shown. */
export type Visit = (name: string) => Promise<void>;

/**
 * Goes over every screen of the app in one start, on the demo system: what is empty, what is filled in, each step of
 * each wizard, each dialog and menu. After a dialog or menu has been left, the focus must be back at what opened it.
 */
export async function visitEverything(
  { app, page, userData }: Dialdesk,
  language: Language,
  visit: Visit,
): Promise<void> {
  const at = { locale: language };
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  const button = (name: string | RegExp, within: Locator = main): Locator =>
    within.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
  const screen = async (name: string): Promise<void> => {
    const entry = button(name, page.getByRole('navigation'));
    await entry.click();
    await expect(entry).toHaveAttribute('aria-current', 'page');
  };
  /** Opens a dialog or a menu by the keyboard, visits it, and leaves it by Escape. */
  const glance = async (name: string, opener: Locator, role: 'dialog' | 'menu' = 'dialog'): Promise<void> => {
    // the element itself: the same words may find another row once the table has scrolled
    const element = await opener.elementHandle();
    await element.focus();
    await page.keyboard.press('Enter');
    const shown = role === 'menu' ? page.getByRole('menu') : dialog;
    await expect(shown).toBeVisible();
    await visit(name);
    await page.keyboard.press('Escape');
    await expect(shown).toBeHidden();
    await expect
      .poll(() => element.evaluate((control) => control === document.activeElement), {
        message: `${name}: the focus is back at what opened it`,
      })
      .toBe(true);
  };

  const walk: Walk = { app, page, userData, language, visit, screen, glance };

  await visit('welcome');
  await button(m.connections_welcome_connect_action({}, at)).click();
  await expect(page.getByRole('form')).toBeVisible();
  await visit('a new connection');
  await screen(m.shell_nav_servers({}, at));
  await visit('file servers without a connection');
  await screen(m.shell_nav_campaigns({}, at));
  await visit('campaigns without a connection');
  await screen(m.shell_nav_reservations({}, at));
  await visit('reservations without a connection');
  await screen(m.shell_nav_activity({}, at));
  await visit('no activity');
  await screen(m.shell_nav_connections({}, at));

  const imports = new ImportPage(page, language);
  await imports.startDemo();
  await screen(m.shell_nav_imports({}, at));
  await visit('no imports');
  await glance('imports: template', button(m.imports_template({}, at)), 'menu');
  await screen(m.shell_nav_outbox({}, at));
  await visit('an empty outbox');

  // --- an import, step by step ---------------------------------------------------------------------
  const { campaignId, password } = await imports.hints();
  await screen(m.shell_nav_imports({}, at));
  await imports.open();
  await visit('import: file');
  const list = join(userData, 'crm.csv');
  await writeFile(list, '姓名,手机号,城市\n林子航,138 0013 8000,深圳\n王芳,13900139000,广州\n');
  await imports.pick(app, list);
  await expect(page.getByText(m.mapping_title({}, at)).first()).toBeVisible();
  await visit('import: mapping');
  await screen(m.shell_nav_imports({}, at));
  await visit('imports: one under way');
  await button(m.imports_aside_discard({}, at)).click();
  await expect(dialog).toBeVisible();
  await visit('a question before leaving');
  await dialog.getByRole('button').last().click();
  await imports.takeSample();
  const fix = button(m.mending_open({ count: '1' }, at));
  await expect(fix).toBeVisible();
  await visit('import: check');
  await glance('import: mend', fix);
  await imports.toDestination();
  await imports.fillDestination(campaignId);
  await visit('import: destination');
  await page.getByRole('button', { name: imports.words.continue, exact: true }).click();
  await expect(page.getByRole('button', { name: imports.words.trust })).toBeVisible();
  await visit('import: host key');
  await page.getByRole('button', { name: imports.words.trust }).click();
  const asked = page.getByRole('textbox', { name: imports.words.password });
  await expect(asked).toBeVisible();
  await visit('import: password');
  await asked.fill(password);
  await page.getByRole('button', { name: imports.words.usePassword }).click();
  await expect(imports.sendButton).toBeVisible();
  await visit('import: review');
  await glance('import: keep as prepared', button(m.prepared_keep({}, at)));
  await imports.send();
  await expect(page.getByText(/^\d{18,}$/).first()).toBeVisible();
  // the call centre's own result, which takes it a moment
  const result = main.getByRole('region', { name: m.results_title({}, at) });
  await expect(result.getByRole('status').first()).toHaveText(m.results_all({}, at), { timeout: 30_000 });
  await visit('import: sent');
  await screen(m.shell_nav_imports({}, at));
  await visit('imports');
  await screen(m.shell_nav_outbox({}, at));
  await visit('outbox');
  await visitResults(walk);

  // --- campaigns -----------------------------------------------------------------------------------
  await screen(m.shell_nav_campaigns({}, at));
  await expect(page.getByRole('row').nth(2)).toBeVisible();
  await visit('campaigns');
  await glance(
    'campaigns: pause',
    main.getByRole('button', { name: language === 'zh' ? /^暂停 / : /^Pause / }).first(),
  );
  await main.getByRole('searchbox').fill('no campaign is called so');
  await expect(page.getByText(m.campaigns_none_title({}, at))).toBeVisible();
  await visit('campaigns: none found');
  await button(m.campaigns_none_clear({}, at)).click();
  await page.getByRole('row').nth(1).getByRole('button').first().click();
  await expect(page.getByText(m.campaigns_windows_note({}, at))).toBeVisible();
  await visit('a campaign');
  await glance('a campaign: pause', button(m.campaigns_pause({}, at)));

  // --- voice files ---------------------------------------------------------------------------------
  await screen(m.shell_nav_voice({}, at));
  await visit('no voice files');
  await button(m.voice_sample({}, at)).click();
  const convert = main.getByRole('button', { name: language === 'zh' ? /^转换 \d+/ : /^Convert \d+/ });
  await expect(convert).toBeVisible();
  await visit('voice files');
  await convert.click();
  await expect(main.getByRole('radio')).toHaveCount(2);
  await glance('voice: details', button('sample-prompt.wav'));
  await glance(
    'voice: options',
    main.getByRole('button', { name: language === 'zh' ? /^转换选项/ : /^Conversion options/ }),
  );
  await main.getByRole('button', { name: language === 'zh' ? /^上传 \d+/ : /^Upload \d+/ }).click();
  await expect(main.getByText(m.voice_state_uploaded({}, at), { exact: true })).toBeVisible();
  await visit('voice: uploaded');
  await button(m.voice_library({}, at)).click();
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  await visit('voice: library');

  // --- reservations --------------------------------------------------------------------------------
  await screen(m.shell_nav_reservations({}, at));
  await expect(page.getByRole('row').nth(2)).toBeVisible();
  await visit('reservations: list');
  await page.getByRole('grid').getByRole('checkbox').first().check();
  await visit('reservations: ticked');
  await page.getByRole('grid').getByRole('checkbox').first().uncheck();
  await glance('reservations: by ID', button(m.reservations_modify_by_id({}, at)));
  await glance('reservations: create', button(m.reservations_create({}, at)));
  await glance('reservations: change many', button(m.bulk_open({}, at)), 'menu');
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })
    .first();
  await glance(
    'reservations: modify',
    row.getByRole('button', { name: language === 'zh' ? /^(修改|打开)/ : /^(Modify|Open)/ }),
  );
  await glance(
    'reservations: cancel',
    row.getByRole('button', { name: language === 'zh' ? /^取消/ : /^Cancel/ }),
  );
  await page.getByText(m.reservations_view_day({}, at), { exact: true }).click();
  await page.getByRole('button', { name: m.reservations_day_after({}, at) }).click();
  const day = page.getByRole('grid');
  await expect(day).toBeVisible();
  await day.focus();
  await page.keyboard.press('Control+ArrowRight');
  await expect(day).toHaveAttribute('aria-activedescendant', /./);
  await visit('reservations: day');
  await glance('reservations: an hour', day);
  await page.getByText(m.reservations_view_book({}, at), { exact: true }).click();
  await visit('reservations: done here');
  await button(m.bulk_open({}, at)).click();
  await page.getByRole('menuitem', { name: m.bulk_from_sheet({}, at) }).click();
  await visit('reservations: a sheet of changes');
  await page.getByLabel(m.bulk_paste({}, at)).fill('id\ttime\n1\t2030-01-01 10:00\n2\tsoon\n');
  await button(m.bulk_take({}, at)).click();
  await expect(page.getByRole('table').or(page.getByRole('grid'))).toBeVisible();
  await visit('reservations: changes checked');

  // --- file servers --------------------------------------------------------------------------------
  const servers = new ServersPage(page, language);
  await screen(m.shell_nav_servers({}, at));
  if (await dialog.isVisible()) await dialog.getByRole('button').last().click();
  await expect(servers.row('/home/isales')).toBeVisible();
  await visit('file servers');
  await button(m.servers_add({}, at)).click();
  await expect(page.getByRole('form')).toBeVisible();
  await visit('add a file server');
  await screen(m.shell_nav_servers({}, at));
  await servers.row('/home/isales').getByRole('button', { name: /^127/ }).click();
  await expect(page.getByRole('tab').first()).toBeVisible();
  await visit('a file server');
  await glance(
    'a file server: menu',
    main.getByRole('button', { name: language === 'zh' ? /更多/ : /^More actions/ }),
    'menu',
  );
  await page.getByRole('tab', { name: m.servers_tab_reach({}, at) }).click();
  await visit('a file server: from this computer');
  await page.getByRole('tab', { name: m.files_tab({}, at) }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await visit('a file server: files');
  await glance('a file server: new folder', button(m.files_new_folder({}, at)));
  await page.getByRole('tab', { name: m.servers_tab_overview({}, at) }).click();
  await servers.button(servers.words.modify).click();
  await visit('modify a file server');
  await servers.field(servers.words.path).fill('/data/outbound');
  await servers.button(servers.words.continue).click();
  await expect(page.getByRole('table', { name: servers.words.changes })).toBeVisible();
  await visit('modify a file server: review');

  // --- connections, activity, settings -------------------------------------------------------------
  await screen(m.shell_nav_connections({}, at));
  if (await dialog.isVisible()) await dialog.getByRole('button').last().click();
  await visit('connections');
  await glance(
    'connections: menu',
    main.getByRole('button', { name: language === 'zh' ? /更多/ : /^More actions/ }).first(),
    'menu',
  );
  await glance('switch connection', page.getByRole('button', { name: /VDN \d+/ }).first(), 'menu');
  await screen(m.shell_nav_activity({}, at));
  // jobs alone: how many look-ups there were, and in how many lines, depends on how fast the answers came
  await main.getByRole('combobox', { name: m.activity_filter_kind({}, at) }).selectOption('job');
  await expect(page.getByText(m.activity_interface_reservation_list({}, at))).toBeHidden();
  // under the day
  await page.getByRole('row').nth(2).click();
  await visit('activity');
  await screen(m.shell_nav_settings({}, at));
  await visit('settings');
  await glance('settings: export', button(m.backup_export({}, at)));
  await glance('settings: licences', button(m.settings_licences({}, at)));
  // last of all: its job goes on until the statistics are given again
  await visitTakeBack(walk);
}
