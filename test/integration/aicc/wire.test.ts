// What goes over the wire: the bytes that were signed, on which socket, and nothing after a redirect.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ServiceRequest } from '../../../src-main/aicc/service-request.ts';
import { defaultSigning, type SigningOptions } from '../../../src-main/contract/connections.ts';
import { checkSignature } from '../../../src-main/demo/signature.ts';
import { onlyOnce, repeatable, testClient, testKeys } from '../../support/aicc-client.ts';
import { issuedByCa } from '../../support/certificates.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { answering, startHttpsServer, type Received } from '../../support/https-server.ts';
import { startRawTlsServer } from '../../support/raw-tls-server.ts';

const success = answering({ resultCode: '0200000' });

/** The demo system's own check, which shares nothing with the client. */
function fault({ method, url, headers, body }: Received, emptyQueryLine = false): string | undefined {
  return checkSignature(
    { method, target: url, headers, body },
    { ...testKeys, emptyQueryLine, now: new Date() },
  );
}

suite('the signature holds for what arrives', () => {
  const requests: Record<string, ServiceRequest> = {
    'a POST with JSON': repeatable,
    'a body beyond ASCII': { ...repeatable, fields: { remark: '备注 é \u{1f600} "\\/' } },
    'a POST without a body': { ...repeatable, path: '/file/7/deleteServer', fields: undefined as never },
    'a GET with a query': {
      ...repeatable,
      method: 'GET',
      fields: undefined as never,
      query: { name: 'Frühling & 50% + x=y/z', curPage: '1', status: '' },
    },
    'a path with an encoded part': { ...repeatable, path: '/a/%E5%A4%87%2F1/b' },
    'a body of several pieces': { ...repeatable, body: Buffer.alloc(300_000, '{"+/":1}') },
  };
  for (const [name, { ...request }] of Object.entries(requests)) {
    if (request.fields === undefined) delete (request as { fields?: unknown }).fields;
    test(name, async () => {
      await using server = await startHttpsServer(issuedByCa, success);
      using own = testClient(server.port);
      await own.client.call(request);
      assert.equal(fault(server.requests[0] as Received), undefined);
    });
  }

  const variants: Record<string, Partial<SigningOptions>> = {
    'host alone': { signedHeaders: 'host' },
    'without milliseconds': { milliseconds: false },
    'a blank in the content type': { contentType: 'application/json; charset=UTF-8' },
    'a blank line for an empty query': { emptyQueryLine: true },
  };
  for (const [name, variant] of Object.entries(variants)) {
    test(name, async () => {
      await using server = await startHttpsServer(issuedByCa, success);
      using own = testClient(server.port, { signing: { ...defaultSigning, ...variant } });
      await own.client.call(repeatable);
      const received = server.requests[0] as Received;
      assert.equal(fault(received, variant.emptyQueryLine), undefined);
      assert.equal(received.headers['content-type'], variant.contentType ?? defaultSigning.contentType);
    });
  }
});

test('the headers are the ones the systems expect, and no more', async () => {
  await using server = await startHttpsServer(issuedByCa, success);
  using own = testClient(server.port, {}, { locale: 'zh_CN' });
  await own.client.call(repeatable);
  await own.client.call({ ...onlyOnce, locale: false });
  const [first, second] = server.requests as [Received, Received];
  assert.deepEqual(Object.keys(first.headers).sort(), [
    'accept',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'locale',
  ]);
  assert.equal(first.headers.host, `127.0.0.1:${server.port}`);
  assert.equal(first.headers['content-length'], String(first.body.length));
  assert.equal(first.headers['locale'], 'zh_CN');
  assert.equal(second.headers['locale'], undefined);
});

suite('sockets', () => {
  test('questions share one', async () => {
    await using server = await startHttpsServer(issuedByCa, success);
    using own = testClient(server.port);
    for (let i = 0; i < 3; i++) await own.client.call(repeatable);
    assert.equal(server.connections(), 1);
  });

  test('a request that must not be repeated gets a fresh one', async () => {
    await using server = await startHttpsServer(issuedByCa, success);
    using own = testClient(server.port);
    await own.client.call(repeatable);
    await own.client.call(onlyOnce);
    await own.client.call(onlyOnce);
    assert.equal(server.connections(), 3);
  });

  test('one that the server closed while it was idle is no failure of anything', async () => {
    let answered = 0;
    await using server = await startHttpsServer(issuedByCa, (received, response) => {
      // The second request on a socket meets a server that has just given it up.
      if (++answered === 2) response.socket?.destroy();
      else success(received, response);
    });
    using own = testClient(server.port);
    await own.client.call(repeatable);
    await own.client.call(repeatable, { attempts: 1 });
    assert.deepEqual(own.waits, []);
    assert.equal(server.connections(), 2);
  });

  test('one that the server restarted under us is replaced, for either kind of request', async () => {
    await using server = await startHttpsServer(issuedByCa, success);
    using own = testClient(server.port);
    await own.client.call(repeatable);
    server.dropConnections();
    await own.client.call(onlyOnce);
    await own.client.call(repeatable, { attempts: 1 });
    assert.deepEqual(own.waits, []);
  });
});

test('a redirect is an answer: nothing is sent to where it points', async () => {
  await using elsewhere = await startHttpsServer(issuedByCa, success);
  const location = `https://127.0.0.1:${elsewhere.port}/stolen`;
  for (const status of [301, 302, 307, 308]) {
    await using server = await startHttpsServer(issuedByCa, answering({}, status, { location }));
    using own = testClient(server.port);
    await assert.rejects(own.client.call(repeatable), dialdeskError('http_status', { status }));
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('outcome_unknown', { status }));
  }
  assert.equal(elsewhere.connections(), 0);
});

suite('a voice file of 7 MB', () => {
  const body = Buffer.alloc(7 * 1024 * 1024, 'UklGRg+/');
  const upload: ServiceRequest = { ...onlyOnce, service: 'ccfs', interface: 'ivr/uploadFile', body };

  test('arrives whole, and progress is told to the last byte', async () => {
    await using server = await startHttpsServer(issuedByCa, answering({ resultCode: '0' }));
    using own = testClient(server.port);
    const progress: number[] = [];
    await own.client.call(upload, { onProgress: (sent, total) => void progress.push(sent / total) });
    assert.ok(progress.length > 50, `${progress.length} steps`);
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
    );
    assert.equal(progress.at(-1), 1);
    assert.ok(server.requests[0]?.body.equals(body));
    assert.equal(fault(server.requests[0] as Received), undefined);
  });

  test('a refusal that comes before its end is the answer', async () => {
    await using server = await startRawTlsServer(issuedByCa, (socket) => {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
    using own = testClient(server.port);
    await assert.rejects(own.client.call(upload), dialdeskError('unauthorized'));
  });
});
