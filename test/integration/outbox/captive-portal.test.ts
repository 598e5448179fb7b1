import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { TlsTrust } from '../../../src-main/contract/connections.ts';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { HttpFault } from '../../../src-main/demo/faults.ts';
import { otherSelfSigned, selfSigned } from '../../support/certificates.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { startHttpsServer } from '../../support/https-server.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { addImport, checkedList, placeWithDemo, readyServer } from '../../support/demo-import.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';

/** A network that answers the import itself, in one way. */
async function behind(context: TestContext, fault: HttpFault) {
  const place = await placeWithDemo(context);
  const serverId = await readyServer(place);
  place.demo.faults.add({ http: [{ on: 'uploadFileServer', fault }] });
  return { ...place, job: await addImport(place, serverId, await checkedList(place)) };
}

test('a page instead of the answer is no success: nobody knows, and a person is asked', async (context) => {
  const { dialdesk, demo, job } = await behind(context, { kind: 'garbage' });
  const { error } = await dialdesk.until(job, 'unknown');
  assert.equal(error?.code, 'outcome_unknown');
  await dialdesk.client.outbox.tryAll();
  assert.equal(demo.counters.requests.uploadFileServer, 1, 'never by itself');
  await dialdesk.client.outbox.decide({ id: job, decision: { kind: 'send-again' } });
  await dialdesk.until(job, 'done');
  assert.equal(demo.state.imports.length, 1);
});

test('a redirection is not followed, is no success, and nobody knows what was done before it', async (context) => {
  const { dialdesk, demo, job } = await behind(context, { kind: 'status', status: 302 });
  const { error } = await dialdesk.until(job, 'unknown');
  assert.deepEqual([error?.code, error?.details?.['status']], ['outcome_unknown', 302]);
  await dialdesk.client.outbox.tryAll();
  assert.equal(demo.counters.requests.uploadFileServer, 1, 'never by itself');
});

test('a network that wants a sign-in first (511) has passed nothing on: the import waits, and goes by itself', async (context) => {
  const { dialdesk, demo, job } = await behind(context, { kind: 'status', status: 511 });
  const { waitingFor } = await dialdesk.until(job, 'waiting');
  assert.deepEqual([waitingFor?.kind, waitingFor?.details['status']], ['network', 511]);
  assert.equal(demo.state.imports.length, 0);
  await dialdesk.until(job, 'done');
  assert.equal(demo.state.imports.length, 1);
});

/** Dialdesk whose way to the call centre may lead to somebody else, as soon as an import has put its file on the file server. */
async function onTheWay(context: TestContext, trust: (demo: DemoSystem) => TlsTrust) {
  const place = await placeWithDemo(context);
  const { dialdesk, demo, id } = place;
  const serverId = await readyServer(place);
  const way = await startTcpProxy(demo.isales.port);
  context.after(() => way.close());
  const settings = {
    ...connectionToDemo(demo),
    isales: { host: '127.0.0.1', port: way.port },
    trust: trust(demo),
  };
  await dialdesk.client.connections.update({ id, settings });
  const list = await checkedList(place);
  const sendTowards = (port: number): Promise<string> => {
    let turned = false;
    demo.faults.takeSftpCut = () => {
      if (!turned) way.turnTo(port);
      turned = true;
      return undefined;
    };
    return addImport(place, serverId, list);
  };
  const asked = (): number => demo.counters.requests.uploadFileServer;
  const tries = (): number =>
    dialdesk.logged.filter((entry) => entry.interface === 'uploadFileServer').length;
  return { ...place, settings, sendTowards, asked, tries, comeBack: () => way.turnTo(demo.isales.port) };
}

const vouchedFor = ({ certificatePem: pem }: DemoSystem): TlsTrust => ({ kind: 'ca', name: 'ca.pem', pem });
const pinned = ({ fingerprint256 }: DemoSystem): TlsTrust => ({
  kind: 'pinned',
  isales: fingerprint256,
  ccfs: fingerprint256,
});

test('a portal whose certificate nobody vouches for is told nothing; the import waits, and goes by itself once it is gone', async (context) => {
  const { dialdesk, demo, sendTowards, asked, comeBack } = await onTheWay(context, vouchedFor);
  await using portal = await startHttpsServer(selfSigned, (_asked, answer) =>
    answer.end('<html>Sign in</html>'),
  );
  const job = await sendTowards(portal.port);
  const { waitingFor, steps } = await dialdesk.until(job, 'waiting');
  assert.deepEqual([waitingFor?.kind, waitingFor?.code], ['network', 'tls_untrusted']);
  assert.notEqual(waitingFor?.retryAt, null);
  assert.equal(steps.find(({ id }) => id === 'import')?.state, 'pending');
  assert.deepEqual([portal.requests.length, asked()], [0, 0]);
  comeBack();
  await dialdesk.until(job, 'done');
  assert.deepEqual([portal.requests.length, asked(), demo.state.imports.length], [0, 1, 1]);
});

test('a portal that does not even speak TLS is waited out as well', async (context) => {
  const { dialdesk, sendTowards, asked, comeBack } = await onTheWay(context, vouchedFor);
  let heard = 0;
  const portal = createServer((_asked, answer) => {
    heard += 1;
    answer.writeHead(302, { location: 'http://sign-in.example/' }).end();
  });
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  context.after(() => portal.close());
  const job = await sendTowards((portal.address() as AddressInfo).port);
  const { waitingFor } = await dialdesk.until(job, 'waiting');
  assert.deepEqual([waitingFor?.kind, waitingFor?.code], ['network', 'tls_failed']);
  comeBack();
  await dialdesk.until(job, 'done');
  assert.deepEqual([heard, asked()], [0, 1]);
});

test('another certificate than the pinned one is a question: nothing is tried until somebody answers it', async (context) => {
  const { dialdesk, sendTowards, asked, tries, comeBack } = await onTheWay(context, pinned);
  await using portal = await startHttpsServer(selfSigned, (_asked, answer) =>
    answer.end('<html>Sign in</html>'),
  );
  const job = await sendTowards(portal.port);
  const { waitingFor } = await dialdesk.until(job, 'waiting');
  assert.deepEqual(
    [waitingFor?.kind, waitingFor?.code, waitingFor?.retryAt],
    ['decision', 'tls_changed', null],
  );
  await dialdesk.client.outbox.tryAll();
  assert.equal(dialdesk.store.jobs.get(job)?.state, 'waiting');
  assert.equal(tries(), 1);
  // asked again while the portal is there, it is asked again
  await dialdesk.client.outbox.retry({ id: job });
  await dialdesk.until(job, 'waiting');
  assert.deepEqual([tries(), portal.requests.length, asked()], [2, 0, 0]);
  comeBack();
  await dialdesk.client.outbox.retry({ id: job });
  await dialdesk.until(job, 'done');
  assert.equal(asked(), 1);
});

test('trusting the new certificate in the connection answers the question', async (context) => {
  const { dialdesk, id, settings, sendTowards, asked, comeBack } = await onTheWay(context, pinned);
  await using renewed = await startHttpsServer(otherSelfSigned, (_asked, answer) => answer.end());
  const job = await sendTowards(renewed.port);
  await dialdesk.until(job, 'waiting');
  comeBack();
  await dialdesk.client.connections.update({ id, settings });
  await dialdesk.until(job, 'done');
  assert.deepEqual([renewed.requests.length, asked()], [0, 1]);
});

test('a portal that stands in for the call centre learns nothing, and the import goes once it is gone', async (context) => {
  const place = await placeWithDemo(context);
  const { dialdesk, demo, id } = place;
  const serverId = await readyServer(place);
  const portal = await startHttpsServer(selfSigned, (_asked, answer) => answer.end('<html>Sign in</html>'));
  const { port } = portal;
  const settings = { ...connectionToDemo(demo), isales: { host: '127.0.0.1', port } };
  await dialdesk.client.connections.update({ id, settings });
  await assert.rejects(addImport(place, serverId, await checkedList(place)), dialdeskError('tls_changed'));
  assert.equal(portal.requests.length, 0);
  await portal[Symbol.asyncDispose]();
  const way = await startTcpProxy(demo.isales.port, { port });
  context.after(() => way.close());
  await dialdesk.until(await addImport(place, serverId, await checkedList(place)), 'done');
});
