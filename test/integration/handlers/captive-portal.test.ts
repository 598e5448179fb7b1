import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { HttpFault } from '../../../src-main/demo/faults.ts';
import { selfSigned } from '../../support/certificates.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { startHttpsServer } from '../../support/https-server.ts';
import { connectionToDemo } from '../../support/office.ts';
import { addImport, checkedList, placeWithDemo, readyServer } from '../../support/office-import.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';

/** A network that answers the import itself, in one way. */
async function behind(context: TestContext, fault: HttpFault) {
  const place = await placeWithDemo(context);
  const serverId = await readyServer(place);
  place.demo.faults.add({ http: [{ on: 'uploadFileServer', fault }] });
  return { ...place, job: await addImport(place, serverId, await checkedList(place)) };
}

test('a page instead of the answer is no success: nobody knows, and a person is asked', async (context) => {
  const { office, demo, job } = await behind(context, { kind: 'garbage' });
  const { error } = await office.until(job, 'unknown');
  assert.equal(error?.code, 'outcome_unknown');
  await office.client.jobs.tryAll();
  assert.equal(demo.counters.requests.uploadFileServer, 1, 'never by itself');
  await office.client.jobs.decide({ id: job, decision: { kind: 'send-again' } });
  await office.until(job, 'done');
  assert.equal(demo.state.imports.length, 1);
});

test('a redirection to a sign-in page is not followed, and is no success', async (context) => {
  const { office, demo, job } = await behind(context, { kind: 'status', status: 302 });
  const { error } = await office.until(job, 'failed');
  assert.deepEqual([error?.code, error?.details?.['status']], ['http_status', 302]);
  await office.client.jobs.retry({ id: job });
  await office.until(job, 'done');
  assert.equal(demo.state.imports.length, 1);
});

test('a network that wants a sign-in first (511) is asked about, not taken for an answer', async (context) => {
  const { office, demo, job } = await behind(context, { kind: 'status', status: 511 });
  await office.until(job, 'unknown');
  assert.equal(demo.state.imports.length, 0);
});

test('a portal that stands in for the call centre learns nothing, and the import goes once it is gone', async (context) => {
  const place = await placeWithDemo(context);
  const { office, demo, id } = place;
  const serverId = await readyServer(place);
  const portal = await startHttpsServer(selfSigned, (_asked, answer) => answer.end('<html>Sign in</html>'));
  const { port } = portal;
  const settings = { ...connectionToDemo(demo), isales: { host: '127.0.0.1', port } };
  await office.client.connections.update({ id, settings });
  await assert.rejects(addImport(place, serverId, await checkedList(place)), dialdeskError('tls_changed'));
  assert.equal(portal.requests.length, 0);
  await portal[Symbol.asyncDispose]();
  const way = await startTcpProxy(demo.isales.port, { port });
  context.after(() => way.close());
  await office.until(await addImport(place, serverId, await checkedList(place)), 'done');
});
