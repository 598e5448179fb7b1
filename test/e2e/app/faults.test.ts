import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectionSettings } from '../../../src-main/contract/connections.ts';
import { openDatabase } from '../../../src-main/store/database.ts';
import { jsonColumn } from '../../../src-main/store/json-column.ts';
import { migrations } from '../../../src-main/store/migrations.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { noSmallDisk, smallDisk } from '../../support/small-disk.ts';
import { expect, test } from '../app.ts';
import { ImportPage, sampleList } from '../imports/import-page.ts';
import { OutboxPage } from '../outbox/outbox-page.ts';
import { startUntilEnd } from './refused-start.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

test('a data folder that cannot be written is told in words, and Dialdesk ends in good order', async ({
  cleanUp,
}) => {
  const without = noSmallDisk();
  test.skip(without !== null, without ?? '');
  const disk = smallDisk(cleanUp, 4);
  disk.makeReadOnly();
  const { told, status } = await startUntilEnd(disk.folder);
  expect(told?.title).toBe('Dialdesk cannot start');
  expect(told?.text).toContain(`Dialdesk cannot write to the data folder ${disk.folder}. Nothing was lost.`);
  expect(status).toBe(1);
});

test('a database of a later version is refused in words, and nothing of it is touched', async ({
  userData,
}) => {
  openDatabase(userData, { steps: [...migrations, 'CREATE TABLE later (a TEXT)'] }).database.close();
  const before = await readFile(join(userData, 'dialdesk.db'));
  const { told, status } = await startUntilEnd(userData);
  expect(told?.text).toContain('written by a newer version of Dialdesk. Nothing was changed.');
  expect(status).toBe(1);
  expect((await readFile(join(userData, 'dialdesk.db'))).equals(before)).toBe(true);
  expect((await readdir(userData)).filter((name) => name.startsWith('dialdesk.'))).toEqual(['dialdesk.db']);
});

test('a damaged database is kept aside and told, and what lay in the outbox is found again', async ({
  launch,
  userData,
}) => {
  const first = await launch();
  const imports = new ImportPage(first.page);
  const before = new OutboxPage(first);
  await before.show('imports');
  await imports.open();
  await imports.pick(first.app, sampleList);
  await first.page.getByRole('button', { name: imports.words.continueRows }).click();
  await before.keep('Spring');
  await expect(before.row('Spring').getByText('Prepared', { exact: true })).toBeVisible();
  await first.app.close();
  await writeFile(join(userData, 'dialdesk.db'), 'PK\u0003\u0004 this was a workbook'.repeat(300));

  const second = await launch();
  const { page } = second;
  const notice = page.getByRole('complementary', { name: 'Database' });
  const [kept] = (await readdir(userData)).filter((name) => name.startsWith('dialdesk.damaged.'));
  await expect(notice).toContainText('The database was damaged and has been replaced by a new one');
  await expect(notice).toContainText(kept ?? 'a name');
  await expectAccessibleInBothThemes(page, 'after the loss of the database');
  await notice.getByRole('button', { name: 'Show the outbox' }).click();
  const outbox = new OutboxPage(second);
  await expect(outbox.row('Spring').getByText('Prepared', { exact: true })).toBeVisible();
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
  await second.app.close();

  const third = await launch();
  await new OutboxPage(third).show('outbox');
  await expect(third.page.getByRole('complementary', { name: 'Database' })).toBeHidden();
});

test('a database of an earlier version is brought up to date, and kept as it was', async ({
  launch,
  userData,
}) => {
  const { database } = openDatabase(userData, { steps: migrations.slice(0, 1) });
  database
    .prepare('INSERT INTO connections (id, position, demo, settings) VALUES (?, 1, 0, ?)')
    .run(randomUUID(), jsonColumn(ConnectionSettings).encode(sampleConnection()));
  database.close();
  const { page } = await launch();
  await page.getByRole('button', { name: 'Connections', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Headquarters' })).toBeVisible();
  expect((await readdir(userData)).filter((name) => name.startsWith('dialdesk.version-1.'))).toHaveLength(1);
});

test('a second start shows the window of the first and ends', async ({ launch, userData }) => {
  const { app, page } = await launch();
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    for (const name of ['show', 'focus'] as const) {
      const real = window?.[name].bind(window);
      if (window) window[name] = () => (shown.push(name), real?.());
    }
  });
  const { told, status } = await startUntilEnd(userData);
  expect([told, status]).toEqual([null, 0]);
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { shown: string[] }).shown))
    .toEqual(['show', 'focus']);
  await expect(page.getByRole('navigation')).toBeVisible();
  expect(app.windows()).toHaveLength(1);
});
