import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { testConnection } from '../../../src-main/aicc/test-connection.ts';
import type { ConnectionTest } from '../../../src-main/contract/connections.ts';
import type { ErrorCode } from '../../../src-main/contract/errors.ts';
import { testClient, type TestClient } from '../../support/aicc-client.ts';
import { issuedByCa, otherSelfSigned, selfSigned } from '../../support/certificates.ts';
import { answering, startHttpsServer, type Handler } from '../../support/https-server.ts';

const isales = answering({ resultCode: '0200000', server: [] });
const emptyUpload = answering({ resultCode: '0300001', resultDesc: 'data', resultData: '' });
const both: Handler = (received, response) =>
  (received.url.startsWith('/CCFS/') ? emptyUpload : isales)(received, response);

async function codes(own: TestClient): Promise<(ErrorCode | 'ok')[]> {
  const { services } = await testConnection(own.client);
  assert.deepEqual(
    services.map(({ service }) => service),
    ['isales', 'ccfs'],
  );
  for (const { ok, error } of services) assert.equal(ok, error === null);
  return services.map(({ error }) => error?.code ?? 'ok');
}

suite('testing a connection', () => {
  test('asks each service one signed question, which changes nothing', async () => {
    await using server = await startHttpsServer(issuedByCa, both);
    using own = testClient(server.port);
    assert.deepEqual(await codes(own), ['ok', 'ok']);
    const asked = server.requests.toSorted((a, b) => a.url.localeCompare(b.url));
    assert.deepEqual(
      asked.map(({ url, body }) => [url, body.toString()]),
      [
        ['/CCFS/resource/ccfs/ivr/uploadFile?vdnId=53', '{"request":{"version":"2.0"},"msgBody":{}}'],
        ['/rest/isales/v1/openapi/campaigns/53/file/queryServer', '{"offset":0,"limit":1}'],
      ],
    );
    // the refusal that was asked for stands in the record as what it is: a connection that works
    assert.deepEqual(own.log.map(({ error, probe }) => [error, probe ?? false]).toSorted(), [
      [null, false],
      [null, true],
    ]);
    for (const { headers } of asked) assert.match(headers.authorization ?? '', /^auth-v2\/testAK\//);
  });

  for (const [status, code] of [
    [401, 'unauthorized'],
    [403, 'source_blocked'],
    [404, 'not_offered'],
    [429, 'flow_control'],
    [503, 'http_status'],
  ] as const) {
    test(`HTTP ${status} is ${code}, at the first attempt`, async () => {
      await using server = await startHttpsServer(issuedByCa, answering({}, status));
      using own = testClient(server.port);
      assert.deepEqual(await codes(own), [code, code]);
      assert.equal(server.requests.length, 2);
    });
  }

  test('an error code of either service', async () => {
    await using server = await startHttpsServer(issuedByCa, answering({ resultCode: '0300006' }));
    using own = testClient(server.port);
    assert.deepEqual(await codes(own), ['result_code', 'result_code']);
    assert.deepEqual(
      own.log.map(({ error }) => error),
      ['result_code', 'result_code'],
    );
  });

  test('a service that is not there does not hide the other', async () => {
    await using server = await startHttpsServer(issuedByCa, both);
    using own = testClient(server.port, { ccfs: { host: '127.0.0.1', port: 1 } });
    assert.deepEqual(await codes(own), ['ok', 'connection_refused']);
  });

  test('the certificate is shown when it is trusted, when it is not, and when it changed', async () => {
    await using server = await startHttpsServer(selfSigned, both);
    const shown = ({ services }: ConnectionTest) =>
      services.map(({ certificate }) => `${certificate?.fingerprint256 ?? ''} ${certificate?.reason ?? ''}`);
    const mine = selfSigned.fingerprint256;

    using untrusted = testClient(server.port, { trust: { kind: 'system' } });
    const first = await testConnection(untrusted.client);
    assert.deepEqual(
      first.services.map(({ error }) => error?.code),
      ['tls_untrusted', 'tls_untrusted'],
    );
    assert.deepEqual(shown(first), Array(2).fill(`${mine} DEPTH_ZERO_SELF_SIGNED_CERT`));

    const other = otherSelfSigned.fingerprint256;
    using pinned = testClient(server.port, { trust: { kind: 'pinned', isales: mine, ccfs: other } });
    const second = await testConnection(pinned.client);
    assert.deepEqual(
      second.services.map(({ error }) => error?.code),
      [undefined, 'tls_changed'],
    );
    assert.deepEqual(shown(second), [`${mine} `, `${mine} PIN_MISMATCH`]);
  });

  test('a connection that cannot be made has no certificate to show', async () => {
    using own = testClient(1);
    const { services } = await testConnection(own.client);
    assert.deepEqual(
      services.map(({ certificate }) => certificate),
      [null, null],
    );
  });

  test('it can be cancelled', async () => {
    using own = testClient(1);
    await assert.rejects(testConnection(own.client, { signal: AbortSignal.abort() }), { code: 'cancelled' });
  });
});
