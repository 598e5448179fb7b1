import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoSystem } from '../../support/demo-system.ts';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-sftp.ts';
import { freePort } from '../../support/sshd.ts';
import type { ElectronApplication, Page } from 'playwright/test';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import { Packet } from '../../../src-main/sftp/wire/codes.ts';
import { expect, test, type Fixtures } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ConnectionPage } from '../connections/connection-page.ts';
import { ImportPage, sampleList } from '../imports/import-page.ts';

/*
 * OpenSSH's sftp-server does the files; ssh2 stands before it, because the machine's own sshd checks passwords
 * against the machine's accounts, which a test must not touch. Keys with the real sshd: test/integration/sftp.
 */

interface Place {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly imports: ImportPage;
  readonly campaign: string;
  /** Where the server puts the workbooks. */
  readonly files: string;
  readonly script: Script;
  readonly server: () => ScriptedServer;
  /** Ends every connection and listens no more. */
  readonly down: () => Promise<void>;
  /** Listens again at the same address; with another key, as after it was set up anew. */
  readonly up: (hostKey?: string) => Promise<void>;
}

/** Dialdesk at the list of imports, with a call centre whose first file server is ours. */
async function place({
  launch,
  cleanUp,
  userData,
}: Pick<Fixtures, 'launch' | 'cleanUp' | 'userData'>): Promise<Place> {
  const demo = await demoSystem(cleanUp);
  const files = join(userData, 'server-files');
  await mkdir(files, { recursive: true });
  const script: Script = { password: 'right' };
  const ownKey = makeHostKey();
  const port = await freePort();
  let server = await startScriptedServer(script, { hostKey: ownKey, port });
  cleanUp.after(() => server.close().catch(() => undefined));
  const [first] = demo.state.servers.values();
  if (first === undefined) throw new Error('the demo system has no file server');
  Object.assign(first, { ip: '127.0.0.1', port: String(port), filePath: files, userName: 'ours' });

  const { app, page } = await launch();
  await new ConnectionPage(page).connectTo(demo);
  await page.getByRole('button', { name: 'Imports', exact: true }).click();
  const [campaign = ''] = demo.state.campaigns.keys();
  return {
    app,
    page,
    imports: new ImportPage(page),
    campaign,
    files,
    script,
    server: () => server,
    down: () => server.close(),
    up: async (hostKey = ownKey) => {
      server = await startScriptedServer(script, { hostKey, port });
    },
  };
}

/** From a checked list to the destination, filled in; the next press of Continue meets the server. */
async function toServer({ page, imports, campaign }: Place, fileName: string): Promise<void> {
  await imports.toDestination();
  await page.getByLabel('Campaign ID').fill(campaign);
  await page.getByRole('searchbox').fill('ours');
  await page.getByRole('radio', { name: /ours/ }).check();
  await page.getByLabel('File name').fill(fileName);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

const answerPassword = async (page: Page, password: string): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  await dialog.getByRole('button', { name: 'Use this password' }).click();
};

test('the key is asked for once, a wrong password again, and a changed key is refused', async ({
  launch,
  cleanUp,
  userData,
}) => {
  const here = await place({ launch, cleanUp, userData });
  const { page, imports } = here;
  // the same list goes into the same campaign each time
  const again = page.getByLabel('Import it again anyway');
  await imports.open();
  await imports.pick(here.app, sampleList);
  await toServer(here, 'first.xlsx');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Is this the right file server?');
  const { fingerprint } = here.server().hostKey;
  await expect(dialog).toContainText(fingerprint);
  await expectAccessible(page, 'an unknown host key');
  expect(here.server().credentials).toEqual([]);
  await dialog.getByRole('button', { name: 'Trust this key' }).click();

  await answerPassword(page, 'wrong');
  await expect(dialog).toContainText('refused the user name or the password');
  await expectAccessible(page, 'a refused password');
  await answerPassword(page, 'right');
  await imports.send();
  expect(await readdir(here.files)).toEqual(['first.xlsx']);

  // the second time, neither is asked
  await page.getByRole('button', { name: 'Another import' }).click();
  await imports.pick(here.app, sampleList);
  await toServer(here, 'second.xlsx');
  await again.check();
  await imports.send();

  await here.down();
  await here.up(makeHostKey());
  const before = here.server().credentials.length;
  await page.getByRole('button', { name: 'Another import' }).click();
  await imports.pick(here.app, sampleList);
  await toServer(here, 'third.xlsx');
  await expect(dialog).toContainText("The file server's key has changed");
  await expect(dialog).toContainText(fingerprint);
  await expect(dialog).toContainText(here.server().hostKey.fingerprint);
  await expectAccessible(page, 'a changed host key');
  expect(here.server().credentials).toHaveLength(before);
  const replace = dialog.getByRole('button', { name: 'Replace the trusted key' });
  await expect(replace).toBeDisabled();
  await dialog.getByLabel(/I have compared/).check();
  await replace.click();
  await again.check();
  await imports.send();
  expect((await readdir(here.files)).sort()).toEqual(['first.xlsx', 'second.xlsx', 'third.xlsx']);
});

/**
 * What brings a job on that waits for the network. All but the first have to come long before its own next attempt,
 * or nobody could tell which of the two it was.
 */
const bringsItOn: readonly (readonly [string, ((place: Place) => Promise<unknown>) | null])[] = [
  ['by itself', null],
  ['by Try now', ({ page }) => page.getByRole('button', { name: 'Try now' }).click()],
  [
    'when the computer wakes up',
    ({ app }) => app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume')),
  ],
  [
    'when the desktop is online again',
    ({ page }) => page.evaluate(() => window.dispatchEvent(new Event('online'))),
  ],
];

/** Lets the job fail until its next attempt by itself is at least so far away, milliseconds. */
async function untilFarAway(page: Page, away: number): Promise<void> {
  const wait = async (): Promise<number> => {
    const listed = await page.evaluate(async () => {
      await window.dialdesk.outbox.tryAll();
      return window.dialdesk.outbox.list({});
    });
    const [job] = listed.ok ? listed.value.jobs : [];
    return (job?.waitingFor?.retryAt ?? 0) - Date.now();
  };
  await expect.poll(wait, { timeout: 120_000, intervals: [100] }).toBeGreaterThan(away);
}

for (const [how, bring] of bringsItOn) {
  test(`an upload whose server dies waits, and goes on ${how}`, async ({ launch, cleanUp, userData }) => {
    const here = await place({ launch, cleanUp, userData });
    const { app, page, imports, script } = here;
    const list = join(userData, 'many.csv');
    const rows = Array.from(
      { length: 20_000 },
      (_, row) => `"[{""calledNo"":""138${String(10_000_000 + row)}""}]",${row}`,
    );
    await writeFile(list, `called,customField\n${rows.join('\n')}\n`);
    await imports.open();
    await imports.pick(app, list);
    await expect(page.getByRole('button', { name: /^Continue with/ })).toBeEnabled();
    await toServer(here, 'many.xlsx');
    await page.getByRole('dialog').getByRole('button', { name: 'Trust this key' }).click();
    await answerPassword(page, 'right');

    // the third piece of the file is the last the server ever sees
    let died: Promise<void> | undefined;
    script.request = ({ type, nth }) => {
      if (type !== Packet.write || nth < 2) return undefined;
      died ??= here.down();
      return 'hang up';
    };
    await imports.sendButton.click();
    await expect(page.getByText(/Waiting for the network/).first()).toBeVisible();
    await died;
    expect(await readdir(here.files)).not.toContain('many.xlsx');
    delete script.request;
    if (bring === null) await expectAccessible(page, 'waiting for the network');
    else await untilFarAway(page, 30_000);

    await here.up();
    await bring?.(here);
    await imports.handedOver(120_000);
    // nothing of the first attempt is left beside it
    expect(await readdir(here.files)).toEqual(['many.xlsx']);
  });
}
