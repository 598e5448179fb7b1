import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import { onlyOnce, repeatable, testClient } from '../../support/aicc-client.ts';
import { issuedByCa, selfSigned } from '../../support/certificates.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { answering, startHttpsServer } from '../../support/https-server.ts';
import { startRawServer } from '../../support/raw-tls-server.ts';

const success = answering({ resultCode: '0200000' });
const through = (url: string) => ({ proxyFor: () => Promise.resolve(url) });

suite("the system's proxy", () => {
  test('is asked about the service, and opens a tunnel to it', async () => {
    await using server = await startHttpsServer(issuedByCa, success);
    await using proxy = await startConnectProxy();
    const asked: string[] = [];
    using own = testClient(
      server.port,
      {},
      {
        proxyFor: (url) => {
          asked.push(url);
          return Promise.resolve(proxy.url);
        },
      },
    );
    await own.client.call(repeatable);
    await own.client.call(onlyOnce);
    assert.deepEqual(asked, Array(2).fill(`https://127.0.0.1:${server.port}/`));
    assert.deepEqual(proxy.targets, Array(2).fill(`127.0.0.1:${server.port}`));
    assert.equal(server.requests[0]?.headers['proxy-authorization'], undefined);
  });

  test("does not stand in for the check of the service's certificate", async () => {
    await using server = await startHttpsServer(selfSigned, success);
    await using proxy = await startConnectProxy();
    using own = testClient(server.port, {}, through(proxy.url));
    await assert.rejects(
      own.client.call(repeatable),
      dialdeskError('tls_untrusted', { fingerprint256: selfSigned.fingerprint256 }),
    );
    assert.equal(server.requests.length, 0);
  });

  test('that wants a login gets the one in its address', async () => {
    await using server = await startHttpsServer(issuedByCa, success);
    await using proxy = await startConnectProxy({ login: 'jane:p@ss word' });
    using known = testClient(server.port, {}, through(proxy.url.replace('//', '//jane:p%40ss%20word@')));
    await known.client.call(repeatable);
    using unknown = testClient(server.port, {}, through(proxy.url));
    await assert.rejects(
      unknown.client.call(repeatable),
      dialdeskError('proxy_failed', { proxy: new URL(proxy.url).host, status: 407 }),
    );
    using wrong = testClient(server.port, {}, through(proxy.url.replace('//', '//jane:other@')));
    await assert.rejects(wrong.client.call(onlyOnce), (error: Error) => {
      dialdeskError('proxy_failed', { status: 407 })(error);
      assert.doesNotMatch(`${error.message} ${JSON.stringify(error)}`, /other/);
      return true;
    });
  });

  test('that cannot reach the service says so', async () => {
    await using proxy = await startConnectProxy({ refuseWith: 503 });
    using own = testClient(1, {}, through(proxy.url));
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('proxy_failed', { status: 503 }));
  });

  test('that is not there', async () => {
    const closed = net.createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    using own = testClient(1, {}, through(`http://127.0.0.1:${port}`));
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('proxy_failed', { cause: 'ECONNREFUSED' }));
  });

  test('that is no proxy', async () => {
    await using server = await startRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n'));
    using own = testClient(1, {}, through(`http://127.0.0.1:${server.port}`));
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('proxy_failed', { cause: 'not_http' }));
  });

  test('that speaks before we do, through what should be a tunnel', async () => {
    const head = 'HTTP/1.1 200 OK\r\n\r\nSSH-2.0-OpenSSH_9.2\r\n';
    await using server = await startRawServer((socket) => socket.once('data', () => socket.write(head)));
    using own = testClient(1, {}, through(`http://127.0.0.1:${server.port}`));
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('proxy_failed', { cause: 'not_http' }));
  });

  test('that hangs up, talks without an end, or keeps silent', async () => {
    const proxy = (act: (socket: net.Socket) => void) =>
      startRawServer((socket) => socket.once('data', () => act(socket)));
    await using closing = await proxy((socket) => socket.end());
    await using endless = await proxy((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`),
    );
    await using silent = await proxy(() => undefined);
    const cases = [
      { port: closing.port, error: dialdeskError('proxy_failed', { cause: 'closed' }) },
      { port: endless.port, error: dialdeskError('proxy_failed', { cause: 'too_large' }) },
      { port: silent.port, error: dialdeskError('timed_out', { phase: 'connect' }), connectTimeoutMs: 100 },
    ];
    for (const { port, error, connectTimeoutMs = 20_000 } of cases) {
      using own = testClient(1, {}, { ...through(`http://127.0.0.1:${port}`), connectTimeoutMs });
      await assert.rejects(own.client.call(onlyOnce), error);
    }
  });

  test('of a kind we do not speak is named, not gone around', async () => {
    await using server = await startHttpsServer(issuedByCa, success);
    using own = testClient(server.port, {}, through('socks5://127.0.0.1:1080'));
    await assert.rejects(own.client.call(repeatable), dialdeskError('proxy_failed', { cause: 'socks5' }));
    assert.equal(server.connections(), 0);
  });

  test('over TLS is checked as any server', async () => {
    await using proxy = await startHttpsServer(selfSigned, success);
    using own = testClient(1, {}, through(`https://127.0.0.1:${proxy.port}`));
    await assert.rejects(
      own.client.call(onlyOnce),
      dialdeskError('proxy_failed', { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    );
  });

  test('that the system cannot tell', async () => {
    using own = testClient(1, {}, { proxyFor: () => Promise.reject(new Error('no network service')) });
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('proxy_failed', { cause: 'not_known' }));
  });
});
