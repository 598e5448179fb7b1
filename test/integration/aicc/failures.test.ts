// Every way a request can fail, and which error it is: for one that may be repeated, and for one that must not.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import type { ErrorCode } from '../../../src-main/contract/errors.ts';
import { onlyOnce, repeatable, testClient } from '../../support/aicc-client.ts';
import { issuedByCa } from '../../support/certificates.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { answering, startHttpsServer } from '../../support/https-server.ts';
import { startRawServer, startRawTlsServer } from '../../support/raw-tls-server.ts';

suite('no byte of the request has left', () => {
  test('nobody listens', async () => {
    const closed = net.createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    using own = testClient(port);
    const refused = dialdeskError('connection_refused', { cause: 'ECONNREFUSED' });
    await assert.rejects(own.client.call(onlyOnce), refused);
    assert.equal(own.log.length, 1);
    await assert.rejects(own.client.call(repeatable), refused);
    assert.equal(own.log.length, 1 + 3);
    assert.deepEqual(own.waits, [150, 300]);
  });

  test('the name is unknown', async () => {
    // A label of 64 letters cannot even be asked for, so no name server beyond this machine is troubled.
    using own = testClient(1, { isales: { host: 'a'.repeat(64), port: 1 } });
    await assert.rejects(
      own.client.call(onlyOnce),
      dialdeskError('name_not_resolved', { cause: 'ENOTFOUND' }),
    );
  });

  test('the server says something, but not TLS', async () => {
    await using server = await startRawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    using own = testClient(server.port);
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('tls_failed'));
    await assert.rejects(own.client.call(repeatable), dialdeskError('tls_failed'));
    assert.equal(own.log.length, 2, 'it will not speak TLS the next time either');
  });

  test('the server hangs up in the handshake', async () => {
    await using server = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
    using own = testClient(server.port);
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('tls_failed', { cause: 'ECONNRESET' }));
  });

  test('the server keeps silent in the handshake', async () => {
    await using server = await startRawServer(() => undefined);
    using own = testClient(server.port, {}, { connectTimeoutMs: 50 });
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('timed_out', { phase: 'tls' }));
  });

  test('it is cancelled before it begins, and while it connects', async () => {
    await using server = await startRawServer(() => undefined);
    using own = testClient(server.port);
    await assert.rejects(
      own.client.call(onlyOnce, { signal: AbortSignal.abort() }),
      dialdeskError('cancelled'),
    );
    assert.equal(server.received().length, 0);
    await assert.rejects(
      own.client.call(onlyOnce, { signal: AbortSignal.timeout(30) }),
      dialdeskError('cancelled'),
    );
  });
});

suite('the request has left, and no whole answer comes', () => {
  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n';
  const cases: { name: string; act: (socket: TLSSocket) => void; code: ErrorCode }[] = [
    { name: 'closed before the answer', act: (socket) => socket.destroy(), code: 'unreachable' },
    { name: 'ended politely, without an answer', act: (socket) => socket.end(), code: 'unreachable' },
    { name: 'closed after the headers', act: (socket) => socket.end(half), code: 'unreachable' },
    {
      name: 'closed in the middle of the answer',
      act: (socket) => socket.end(`${half}{"resultCode":"0200000"`),
      code: 'unreachable',
    },
    {
      name: 'closed within a chunk',
      act: (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{"resultCode"'),
      code: 'unreachable',
    },
    { name: 'silence', act: () => undefined, code: 'timed_out' },
    {
      name: 'silence in the middle of the answer',
      act: (socket) => socket.write(`${half}{`),
      code: 'timed_out',
    },
    { name: 'no HTTP', act: (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), code: 'bad_answer' },
  ];
  for (const { name, act, code } of cases) {
    test(name, async () => {
      await using server = await startRawTlsServer(issuedByCa, act);
      // Only silence is to end by it: on a busy machine the others may take a while.
      const answerTimeoutMs = code === 'timed_out' ? 100 : 20_000;
      using own = testClient(server.port, {}, { answerTimeoutMs });
      await assert.rejects(
        own.client.call(onlyOnce),
        dialdeskError('outcome_unknown', { reason: code, interface: 'queryServer' }),
      );
      assert.equal(own.log.length, 1, 'it was sent a single time');
      await assert.rejects(own.client.call(repeatable, { attempts: 2 }), dialdeskError(code));
      assert.equal(own.log.length, 1 + (code === 'bad_answer' ? 1 : 2));
    });
  }

  test('an answer without an end', async () => {
    await using server = await startHttpsServer(issuedByCa, (_received, response) => {
      response.writeHead(200);
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(piece)) continue;
      };
      response.on('drain', more);
      more();
    });
    using own = testClient(server.port);
    await assert.rejects(own.client.call(repeatable), dialdeskError('bad_answer', { cause: 'too_large' }));
    await assert.rejects(
      own.client.call(onlyOnce),
      dialdeskError('outcome_unknown', { reason: 'bad_answer', cause: 'too_large' }),
    );
  });

  test('it is cancelled while it waits for the answer', async () => {
    const controller = new AbortController();
    await using server = await startRawTlsServer(issuedByCa, () => controller.abort());
    using own = testClient(server.port);
    const options = { signal: controller.signal };
    await assert.rejects(
      own.client.call(onlyOnce, options),
      dialdeskError('outcome_unknown', { reason: 'cancelled' }),
    );
  });

  test('a question that is cancelled is just cancelled', async () => {
    const controller = new AbortController();
    await using server = await startRawTlsServer(issuedByCa, () => controller.abort());
    using own = testClient(server.port);
    await assert.rejects(
      own.client.call(repeatable, { signal: controller.signal }),
      dialdeskError('cancelled'),
    );
    assert.equal(own.log.length, 1);
  });
});

suite('the request has left in part: no server can have acted on it', () => {
  const upload = { ...onlyOnce, body: Buffer.alloc(32 * 1024 * 1024) };

  test('the link is cut', async () => {
    await using server = await startRawTlsServer(issuedByCa, (socket) => socket.destroy());
    using own = testClient(server.port);
    await assert.rejects(own.client.call(upload), dialdeskError('unreachable'));
    assert.equal(own.log.length, 1);
  });

  test('the server stops reading: progress stands still, and that is noticed', async () => {
    await using server = await startRawTlsServer(issuedByCa, (socket) => socket.pause());
    using own = testClient(server.port, {}, { answerTimeoutMs: 200 });
    let taken = 0;
    await assert.rejects(
      own.client.call(upload, { onProgress: (sent) => (taken = sent) }),
      dialdeskError('timed_out', { phase: 'answer' }),
    );
    assert.ok(taken > 0 && taken < upload.body.length, `${taken} bytes`);
  });

  test('it is cancelled', async () => {
    const controller = new AbortController();
    await using server = await startRawTlsServer(issuedByCa, (socket) => socket.pause());
    using own = testClient(server.port);
    await assert.rejects(
      own.client.call(upload, { signal: controller.signal, onProgress: () => controller.abort() }),
      dialdeskError('cancelled'),
    );
  });
});

suite('an answer that is no success', () => {
  const date = 'Tue, 31 Aug 2021 09:38:50 GMT';
  const now = () => new Date('2021-08-31T09:41:00.500Z');
  const statuses: {
    status: number;
    headers?: Record<string, string>;
    code: ErrorCode;
    details?: object;
    once?: ErrorCode;
    attempts?: number;
  }[] = [
    {
      status: 401,
      headers: { date },
      code: 'unauthorized',
      details: { ourTime: '2021-08-31T09:41:00.500Z', serverTime: '2021-08-31T09:38:50.000Z' },
    },
    { status: 401, headers: { date: 'yesterday' }, code: 'unauthorized', details: { serverTime: null } },
    { status: 403, code: 'source_blocked' },
    { status: 404, code: 'not_offered' },
    { status: 429, code: 'flow_control', attempts: 3 },
    { status: 201, code: 'http_status', details: { status: 201 }, once: 'outcome_unknown' },
    { status: 400, code: 'http_status', details: { status: 400, resultCode: '0200001', resultDesc: 'no' } },
    { status: 500, code: 'http_status', details: { status: 500 }, once: 'outcome_unknown' },
    { status: 503, code: 'http_status', details: { status: 503 }, attempts: 3, once: 'outcome_unknown' },
    // A gateway that passed the request on and heard nothing.
    { status: 502, code: 'http_status', details: { status: 502 }, attempts: 3, once: 'outcome_unknown' },
    { status: 504, code: 'http_status', details: { status: 504 }, attempts: 3, once: 'outcome_unknown' },
  ];
  for (const { status, headers = {}, code, details = {}, once: onceCode = code, attempts = 1 } of statuses) {
    test(`HTTP ${status} ${JSON.stringify(headers)}`, async () => {
      const body = { returnCode: '0200001', description: 'no' };
      await using server = await startHttpsServer(issuedByCa, answering(body, status, headers));
      using own = testClient(server.port, {}, { now });
      await assert.rejects(
        own.client.call(onlyOnce),
        dialdeskError(onceCode, details as Record<string, unknown>),
      );
      assert.equal(server.requests.length, 1);
      await assert.rejects(
        own.client.call(repeatable),
        dialdeskError(code, details as Record<string, unknown>),
      );
      assert.equal(server.requests.length, 1 + attempts);
    });
  }

  test('a refusal is known by its status, though its body breaks off', async () => {
    const head = 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\n{"desc';
    await using server = await startRawTlsServer(issuedByCa, (socket) => socket.end(head));
    using own = testClient(server.port);
    await assert.rejects(own.client.call(onlyOnce), dialdeskError('unauthorized'));
    await assert.rejects(own.client.call(repeatable), dialdeskError('unauthorized'));
  });

  test('a server that says when to come back is taken at its word', async () => {
    let asked = 0;
    await using server = await startHttpsServer(issuedByCa, (received, response) => {
      const answer =
        ++asked === 1 ? answering({}, 429, { 'retry-after': '7' }) : answering({ resultCode: '0200000' });
      answer(received, response);
    });
    using own = testClient(server.port);
    await own.client.call(repeatable);
    assert.deepEqual(own.waits, [7000]);
  });

  test('unless that is longer than a supervisor waits', async () => {
    await using server = await startHttpsServer(issuedByCa, answering({}, 429, { 'retry-after': '3600' }));
    using own = testClient(server.port);
    await assert.rejects(
      own.client.call(repeatable),
      dialdeskError('flow_control', { retryAfterMs: 3_600_000 }),
    );
    assert.deepEqual(own.waits, []);
  });

  test('cancelled while it waits to ask again', async () => {
    const controller = new AbortController();
    await using server = await startHttpsServer(issuedByCa, answering({}, 503));
    using own = testClient(
      server.port,
      {},
      {
        wait: () => {
          controller.abort();
          return Promise.resolve();
        },
      },
    );
    await assert.rejects(
      own.client.call(repeatable, { signal: controller.signal }),
      dialdeskError('cancelled'),
    );
    assert.equal(server.requests.length, 1);
  });

  const unreadable = {
    "a portal's page": '<html><body>Please log in</body></html>',
    nothing: '',
    'JSON that ends early': '{"resultCode":"0200000"',
    'a list': '[{"resultCode":"0200000"}]',
    'a text': '"0200000"',
    null: 'null',
    'bytes that are no UTF-8': Buffer.from('{"resultCode":"0200000","x":"\xff"}', 'latin1'),
    'an object without any code': '{"importTaskId":"1"}',
    'compressed, which nobody asked for': Buffer.from([0x1f, 0x8b, 8, 0]),
  };
  for (const [name, body] of Object.entries(unreadable)) {
    test(`HTTP 200 with ${name} is never a success`, async () => {
      await using server = await startHttpsServer(
        issuedByCa,
        (_received, response) => void response.end(body),
      );
      using own = testClient(server.port);
      await assert.rejects(own.client.call(repeatable), dialdeskError('bad_answer'));
      await assert.rejects(
        own.client.call(onlyOnce),
        dialdeskError('outcome_unknown', { reason: 'bad_answer' }),
      );
      assert.equal(server.requests.length, 2);
    });
  }
});
