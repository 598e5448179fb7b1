import type { TlsTrust } from '../../../src-main/contract/connections.ts';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { selfSigned } from '../../support/certificates.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { startHttpsServer } from '../../support/https-server.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { expect, test, type CleanUp } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ImportPage, sampleList } from '../imports/import-page.ts';
import type { Dialdesk } from '../launch.ts';

/** A call centre, and a network in between that begins to answer for it once an import has put its file on the file server. */
async function strangeNetwork(cleanUp: CleanUp) {
  const demo = await demoSystem(cleanUp);
  const portal = await startHttpsServer(selfSigned, (_asked, answer) => answer.end('<html>Sign in</html>'));
  cleanUp.after(() => portal[Symbol.asyncDispose]());
  const way = await startTcpProxy(demo.isales.port);
  cleanUp.after(() => way.close());
  const answers = { strangely: false };
  demo.faults.takeSftpCut = () => {
    if (answers.strangely) way.turnTo(portal.port);
    return undefined;
  };
  return {
    demo,
    portal,
    begin: () => (answers.strangely = true),
    end: () => {
      answers.strangely = false;
      way.turnTo(demo.isales.port);
    },
    address: { host: '127.0.0.1', port: way.port },
  };
}

/** Sends the sample list over a connection of these settings, into the strange network. */
async function sendInto(
  { app, page }: Dialdesk,
  { demo, address, begin }: Awaited<ReturnType<typeof strangeNetwork>>,
  trust: TlsTrust,
): Promise<void> {
  const settings = { ...connectionToDemo(demo), isales: address, trust };
  await page.evaluate(
    async (asked) => {
      const made = await window.dialdesk.connections.create(asked);
      if (!made.ok) throw new Error(made.error.message);
      await window.dialdesk.connections.use({ id: made.value.id });
    },
    { settings, secretKey: demo.secretKey },
  );
  await page.getByRole('button', { name: 'Imports', exact: true }).click();
  const imports = new ImportPage(page);
  await imports.fileToReview(app, sampleList, demo);
  begin();
  await imports.sendButton.click();
}

const vouchedFor = ({ certificatePem: pem }: DemoSystem): TlsTrust => ({ kind: 'ca', name: 'ca.pem', pem });

test('behind a sign-in page an import says so, waits, and goes by itself once the call centre answers', async ({
  launch,
  cleanUp,
}) => {
  const network = await strangeNetwork(cleanUp);
  const dialdesk = await launch();
  const { page } = dialdesk;
  await sendInto(dialdesk, network, vouchedFor(network.demo));
  await expect(page.getByText('Waiting for the network: Certificate not trusted')).toBeVisible();
  await expect(page.getByText(/so nothing was sent/)).toBeVisible();
  await expect(page.getByText(/The import was not started/)).toBeVisible();
  await expect(page.getByText(/open a web browser and sign in/)).toBeVisible();
  await expectAccessible(page, 'behind a sign-in page');
  network.end();
  await expect(page.getByText('Import started', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect([network.portal.requests.length, network.demo.state.imports.length]).toEqual([0, 1]);
});

test('another certificate than the pinned one is asked about, and tried again only by hand', async ({
  launch,
  cleanUp,
}) => {
  const network = await strangeNetwork(cleanUp);
  const { demo } = network;
  const dialdesk = await launch();
  const { page } = dialdesk;
  await sendInto(dialdesk, network, connectionToDemo(demo).trust);
  await expect(page.getByText('Your decision needed: The certificate has changed')).toBeVisible();
  await expect(page.getByText(/Until then nothing is sent/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open connection' })).toBeVisible();
  await expectAccessible(page, 'a certificate that changed');
  network.end();
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText('Import started', { exact: true })).toBeVisible();
  expect([network.portal.requests.length, demo.state.imports.length]).toEqual([0, 1]);
});
