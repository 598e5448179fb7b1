import { join } from 'node:path';
import { expect, type ElectronApplication, type Locator, type Page } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';
import { writeLeads } from '../../support/sent-import.ts';
import { answerDialogs } from '../desktop.ts';
import { ImportPage } from '../imports/import-page.ts';

/** What a walk over all views lends to a part of it. */
export interface Walk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  readonly language: 'en' | 'zh';
  readonly visit: (name: string) => Promise<void>;
  readonly screen: (name: string) => Promise<void>;
  /** Opens a dialog by its opener, visits it, and leaves it by Escape. */
  readonly glance: (name: string, opener: Locator) => Promise<void>;
}

const rows = 8;
/** How long the demo system takes for each number: it dials by the clock. */
const perNumberMs = 1_500;

/** A campaign that runs, and is not the one that the demo system proposes. */
async function anotherCampaign(page: Page, proposed: string): Promise<string> {
  const found = await page.evaluate(async () => {
    const listed = await window.dialdesk.connections.list();
    const connectionId = (listed.ok && listed.value[0]?.id) || '';
    const page = await window.dialdesk.campaigns.find({ connectionId, search: '', page: 1 });
    return page.ok ? page.value.campaigns : [];
  });
  const other = found.find(({ id, status }) => status === '2' && id !== proposed);
  if (!other) throw new Error('no other campaign runs');
  return other.id;
}

/**
 * Sends a short list that Dialdesk marks, waits until all of it has been called, and shows what became of it: its
 * results, which are called again, and the prepared import that this makes.
 */
export async function visitResults(walk: Walk): Promise<void> {
  const { app, page, userData, language, visit, screen, glance } = walk;
  const at = { locale: language };
  const main = page.getByRole('main');
  const imports = new ImportPage(page, language);
  const { campaignId } = await imports.hints();
  await screen(m.shell_nav_imports({}, at));
  await imports.open();
  await imports.pick(app, await writeLeads(userData, rows));
  await imports.toDestination();
  await imports.fillDestination(await anotherCampaign(page, campaignId));
  await page.getByRole('button', { name: imports.words.continue, exact: true }).click();
  await imports.send();
  const result = main.getByRole('region', { name: m.results_title({}, at) });
  await expect(result.getByRole('status').first()).toHaveText(m.results_all({}, at), { timeout: 30_000 });
  const called = await page.evaluate((ms) => Date.now() + ms, (rows + 1) * perNumberMs);
  await expect.poll(() => page.evaluate(() => Date.now()), { timeout: 60_000 }).toBeGreaterThan(called);

  const card = main.getByRole('region', { name: m.call_results_title({}, at), exact: true });
  await answerDialogs(app, { save: join(userData, 'leads-results.xlsx') });
  await card.getByRole('button', { name: m.call_results_fetch({}, at) }).click();
  await expect(card.getByText('leads-results.xlsx')).toBeVisible({ timeout: 60_000 });
  await toTop(card);
  await visit('import: results of calls');
  const again = card.getByRole('button', { name: m.call_results_again_open({}, at) });
  await glance('import: call again', again);
  await again.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: new RegExp(`^${m.call_results_again_make({}, at)}`) }).click();
  await expect(dialog).toBeHidden();
  const edit = main.getByRole('button', { name: m.prepared_edit({}, at) });
  await expect(edit).toBeVisible();
  await visit('a prepared import');
  await edit.click();
  await expect(page.getByRole('heading', { level: 1, name: m.prepared_edit_title({}, at) })).toBeVisible();
  await visit('a prepared import: edit');
  await main.getByRole('button', { name: m.common_cancel({}, at), exact: true }).click();
}

/** Takes the list of `visitResults` back: the question, and what is shown afterwards. The job goes on for minutes. */
export async function visitTakeBack({ page, language, visit, screen, glance }: Walk): Promise<void> {
  const at = { locale: language };
  const main = page.getByRole('main');
  await screen(m.shell_nav_imports({}, at));
  await main.getByRole('button', { name: 'leads', exact: true }).click();
  const card = main.getByRole('region', { name: m.takeback_card({}, at), exact: true });
  const action = card.getByRole('button', { name: m.takeback_action({}, at) });
  await glance('import: take back', action);
  await action.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: m.takeback_confirm({}, at), exact: true }).click();
  await expect(dialog).toBeHidden();
  // its numbers were all called, so that nothing is left to delete; they are counted when the statistics may be asked
  const takenBack = new RegExp(`^${m.results_taken_back({}, at)}`);
  await expect(main.getByText(takenBack).first()).toBeVisible({ timeout: 60_000 });
  await visit('import: taken back');
  await card.getByRole('button', { name: m.takeback_open({}, at) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await visit('a take-back');
}

/** As somebody scrolls who wishes to read it. */
const toTop = (card: Locator): Promise<void> =>
  card.evaluate((element) => element.scrollIntoView({ block: 'start' }));
