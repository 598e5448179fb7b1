import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoSystem } from '../../support/demo-system.ts';
import { noSmallDisk, smallDisk, type SmallDisk } from '../../support/small-disk.ts';
import { expect, test, type CleanUp, type Fixtures } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { ImportPage } from '../imports/import-page.ts';

/** So many rows make a workbook of three quarters of a megabyte. */
const rows = 60_000;

/** Dialdesk on a disk of its own, at the last step before a list of many rows is sent. */
async function atReview(launch: Fixtures['launch'], userData: string, cleanUp: CleanUp) {
  const disk = smallDisk(cleanUp, 64);
  const demo = await demoSystem(cleanUp);
  const { app, page } = await launch({ userData: disk.folder });
  await connectTo(page, demo);
  // the list lies elsewhere
  const list = join(userData, 'many.csv');
  const row = (index: number): string => `${index},"[{""calledNo"":""138${10_000_000 + index}""}]"`;
  await writeFile(
    list,
    ['sessionId,called', ...Array.from({ length: rows }, (_, index) => row(index))].join('\n'),
  );
  const imports = new ImportPage(page);
  await imports.fileToReview(app, list, demo);
  return { disk, demo, page, imports };
}

/** Every file of the outbox, by its job's folder and name. */
async function outboxOf({ folder }: SmallDisk): Promise<string[]> {
  const all = await readdir(join(folder, 'outbox'), { recursive: true }).catch(() => []);
  return all.filter((name) => name.includes('/'));
}

const full = "This computer's disk is full";

test.describe('on a full disk', () => {
  const without = noSmallDisk();
  test.skip(without !== null, without ?? '');

  test('an import that cannot be put on record, or whose workbook cannot be written, says so, and goes once there is room', async ({
    launch,
    userData,
    cleanUp,
  }) => {
    const { disk, demo, page, imports } = await atReview(launch, userData, cleanUp);
    const started = page.getByText('Import started', { exact: true });

    await test.step('no room for the job itself', async () => {
      disk.fill();
      await imports.sendButton.click();
      await expect(page.getByText(full).first()).toBeVisible();
      await expect(page.getByText(/Free space on the disk that holds the data folder/).first()).toBeVisible();
      // nothing is lost of what was filled in, and nothing was begun
      await expect(imports.sendButton).toBeEnabled();
      const jobs = await page.evaluate(() => window.dialdesk.outbox.list({}));
      expect(jobs.ok && jobs.value.total).toBe(0);
    });

    await test.step('room for the job, and not for its workbook', async () => {
      disk.empty();
      disk.fill(500_000);
      await imports.sendButton.click();
      const notice = page.getByRole('main').getByRole('alert').filter({ hasText: full });
      await expect(notice).toContainText('No half-written file was kept');
      await expect(notice).toContainText(
        'Nothing was uploaded to the file server, and the import was not started.',
      );
      await expect(notice).toContainText('Free space on the disk that holds the data folder');
      expect(await outboxOf(disk)).toEqual([]);
      expect(demo.counters.requests.uploadFileServer).toBe(0);
      await expectAccessible(page, 'on a full disk');
    });

    disk.empty();
    await page.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(started).toBeVisible({ timeout: 120_000 });
    expect([demo.counters.requests.uploadFileServer, demo.state.imports.length]).toEqual([1, 1]);
  });

  test('an import whose progress cannot be recorded says so, and is not asked for before it is', async ({
    launch,
    userData,
    cleanUp,
  }) => {
    const { disk, demo, page, imports } = await atReview(launch, userData, cleanUp);
    // full as soon as the upload begins: the workbook is local already, and what follows needs the database only
    demo.faults.takeSftpCut = () => {
      disk.fill();
      return undefined;
    };
    await imports.sendButton.click();
    const notice = page.getByRole('status').filter({ hasText: full });
    await expect(notice).toContainText(
      'This continues automatically once there is space on the disk with the data folder.',
    );
    await expectAccessible(page, 'nothing can be recorded');
    expect(demo.counters.requests.uploadFileServer).toBe(0);
    disk.empty();
    await expect(page.getByText('Import started', { exact: true })).toBeVisible({ timeout: 120_000 });
    expect([demo.counters.requests.uploadFileServer, demo.state.imports.length]).toEqual([1, 1]);
  });
});
