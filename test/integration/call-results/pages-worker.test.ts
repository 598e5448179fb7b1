// Pages of results that are read and kept in a thread of their own: what it keeps, refuses, and leaves when it ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { setEnvironmentData, type Worker } from 'node:worker_threads';
import type { CallResultQuery } from '../../../src-main/contract/call-result-rows.ts';
import { AiccClient } from '../../../src-main/aicc/client.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { rowOf } from '../../../src-main/call-list/results/result-lines.ts';
import {
  notBegun,
  ResultFetch,
  type FetchState,
} from '../../../src-main/features/call-results/fetch-results.ts';
import { PagesInWorker } from '../../../src-main/features/call-results/pages-in-worker.ts';
import { mostRowsOnPage } from '../../../src-main/features/call-results/result-pages.ts';
import { testClient } from '../../support/aicc-client.ts';
import { issuedByCa } from '../../support/certificates.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { startHttpsServer } from '../../support/https-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { Ending } from './ending-pages-child.ts';

const rowsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({
    ...{ called: `138${from + i}`, callId: `C${from + i}`, callStatus: 6, failCode: '00000' },
  }));
const answer = (data: unknown, more: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ resultCode: '0200000', data, ...more }));

/** A call centre that gives these answers, by the page that is asked for, and who asks it. */
async function centre(context: TestContext) {
  const given = { answer: (_page: number, _size: number): Buffer => answer([]) };
  const server = await startHttpsServer(issuedByCa, (received, response) => {
    const { pageNum, pageSize } = JSON.parse(received.body.toString()) as Record<string, number>;
    response.end(given.answer(pageNum ?? 0, pageSize ?? 0));
  });
  const own = testClient(server.port);
  context.after(async () => {
    own[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  const read = (pages: PagesInWorker, body: Buffer) => {
    given.answer = () => body;
    return pages.ask(own.client, query);
  };
  return { given, read, client: own.client, log: own.log };
}
const query: CallResultQuery = {
  ...{ campaignId: '1', pageSize: 500, pageNum: 1, beginTime: '2026-05-01', endTime: '2026-05-02' },
};

async function opened(context: TestContext, periods = 1, path = join(tempFolder(context), 'rows')) {
  const pages = await PagesInWorker.open(path, periods);
  context.after(() => pages.close());
  const calls = (): (string | null)[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => rowOf(line).callId);
  return { pages, path, calls };
}

suite('pages in a thread', () => {
  test('each row is kept once, so many at most, and counted in its period', async (context) => {
    const { pages, path, calls } = await opened(context, 2);
    const { read, log } = await centre(context);
    assert.equal(await pages.restore(0), null);
    const first = await read(pages, answer(rowsOf(0, 3), { totalCount: 9 }));
    const second = await read(pages, answer(rowsOf(2, 6)));
    assert.deepEqual([first.rows, first.total, second.rows, second.total], [3, 9, 4, null]);
    assert.deepEqual([log.length, log[0]?.interface, log[0]?.answer], [2, 'callresult', null]);
    const taken = await pages.take(first.id, 10);
    assert.deepEqual([taken.fresh, taken.kept, taken.seen, taken.numbers], [3, 3, 3, 3]);
    const more = await pages.take(second.id, 2);
    assert.deepEqual([more.fresh, more.kept, more.seen], [3, 2, 6]);
    assert.deepEqual(calls(), ['C0', 'C1', 'C2', 'C3', 'C4']);
    await pages.beginPeriod();
    const third = await pages.take((await read(pages, answer(rowsOf(4, 8)))).id, 10);
    assert.deepEqual([third.fresh, third.seen, third.numbers], [2, 4, 4]);
    await assert.rejects(pages.take(third.seen + 99, 1), dialdeskError('internal'));

    // another thread goes on with what is on record, and with nothing that stands behind it
    const { pages: next, calls: left } = await opened(context, 1, path);
    assert.deepEqual(await next.restore(taken.bytes), { seen: 3, numbers: 3 });
    assert.deepEqual(left(), ['C0', 'C1', 'C2']);
    const again = await next.take((await read(next, answer(rowsOf(0, 4)))).id, 10);
    assert.deepEqual([again.fresh, again.seen], [1, 4]);
    // more is on record than there is: it begins anew
    assert.equal(await next.restore(1_000_000), null);
    assert.deepEqual(left(), []);
    const anew = await read(next, answer(rowsOf(0, 4)));
    assert.equal((await next.take(anew.id, 10)).fresh, 4);
    await assert.rejects(next.take(anew.id, 10), dialdeskError('internal'), 'it is not kept for ever');
  });

  test('what cannot be read is told as it is, and nothing of it is kept', async (context) => {
    const { pages, calls } = await opened(context);
    const { read } = await centre(context);
    await pages.restore(0);
    const bad: readonly (readonly [Buffer, string, object])[] = [
      [Buffer.from('<html>'), 'bad_answer', { cause: 'not_json' }],
      [
        Buffer.from('{"resultCode":"0200000","data":[{"callId":"C1"},{]}'),
        'bad_answer',
        { cause: 'not_json' },
      ],
      [answer({ a: 1 }), 'bad_answer', {}],
      [answer([], { resultCode: '0200007', resultDesc: 'no' }), 'result_code', { resultCode: '0200007' }],
      [Buffer.from(`{"data":[{}${',{}'.repeat(mostRowsOnPage)}]}`), 'bad_answer', { cause: 'too_large' }],
    ];
    for (const [body, code, details] of bad) {
      await assert.rejects(read(pages, body), (error: { code: string; details: object }) => {
        assert.deepEqual([error.code, { ...error.details, ...details }], [code, error.details]);
        return true;
      });
    }
    const most = await read(pages, Buffer.from(`{"data":[{}${',{}'.repeat(mostRowsOnPage - 1)}]}`));
    assert.equal((await pages.take(most.id, 5)).kept, 1);
    assert.equal((await pages.take((await read(pages, answer(rowsOf(0, 2)))).id, 5)).kept, 2);
    assert.deepEqual(calls(), [null, 'C0', 'C1']);
  });

  test('an answer that comes byte by byte, characters and escapes in pieces, is the same', async (context) => {
    const { pages, path } = await opened(context);
    await pages.restore(0);
    const body = Buffer.from(
      '{"resultCode":"0200000","resultDesc":"成功","data":[{"called":"1","callId":"人\\u6c34\\"]\\\\"}]}',
    );
    await using server = await startHttpsServer(issuedByCa, (_received, response) => {
      const send = (at: number): void => {
        if (at === body.length) response.end();
        else response.write(body.subarray(at, at + 1), () => send(at + 1));
      };
      send(0);
    });
    using own = testClient(server.port);
    const { id } = await pages.ask(own.client, query);
    await pages.take(id, 1);
    assert.equal(rowOf(readFileSync(path, 'utf8').trimEnd()).callId, '人水"]\\');
  });

  test('a host that must not be reached is not asked from there either', async (context) => {
    const { pages } = await opened(context);
    const { client, log } = await centre(context);
    const { settings } = client;
    const deps = { log: { record: () => assert.fail() }, proxyFor: () => Promise.resolve(null) };
    const fenced = new AiccClient(settings, 'key', deps, () => {
      throw new DialdeskError('not_allowed', 'by the policy');
    });
    await assert.rejects(pages.ask(fenced, query), dialdeskError('not_allowed'));
    assert.equal(log.length, 0);
  });

  test('a question that is no longer wanted ends, though its answer has not come', async (context) => {
    const { pages } = await opened(context);
    const stop = new AbortController();
    const ended = Promise.withResolvers<undefined>();
    // An answer that is there already may be read before the thread hears that nobody wants it.
    await using server = await startHttpsServer(issuedByCa, (_received, response) => {
      void ended.promise.then(() => response.end(answer([])));
      stop.abort();
    });
    using own = testClient(server.port);
    await assert.rejects(pages.ask(own.client, query, stop.signal), dialdeskError('cancelled'));
    assert.equal(own.log.at(-1)?.error, 'cancelled');
    ended.resolve(undefined);
  });

  test('a question is answered although the next one is asked by another way', async (context) => {
    const { pages } = await opened(context);
    await pages.restore(0);
    const held = Promise.withResolvers<undefined>();
    const arrived = Promise.withResolvers<undefined>();
    let requests = 0;
    await using server = await startHttpsServer(issuedByCa, (received, response) => {
      requests += 1;
      const { pageNum } = JSON.parse(received.body.toString()) as { pageNum: number };
      const answered = (): void => void response.end(answer(rowsOf(pageNum, pageNum + 1)));
      if (pageNum === 1) {
        arrived.resolve(undefined);
        void held.promise.then(answered);
      } else answered();
    });
    using before = testClient(server.port);
    using after = testClient(server.port, {}, { locale: 'zh_CN' });
    const first = pages.ask(before.client, query);
    await arrived.promise;
    assert.equal((await pages.ask(after.client, { ...query, pageNum: 2 })).rows, 1);
    held.resolve(undefined);
    assert.equal((await first).rows, 1);
    assert.equal(requests, 2);
  });

  test('a thread that cannot open the file is not left behind', async () => {
    const begun = once(process, 'worker') as Promise<[Worker]>;
    const other = new URL('../../unit/platform/worker-child.ts', import.meta.url);
    await assert.rejects(PagesInWorker.open('/nowhere', 1, other), dialdeskError('internal'));
    const [worker] = await begun;
    assert.equal(worker.threadId, -1);
  });
});

suite('the thread ends in the middle: that is told, and the next one has every row once', () => {
  const count = 2_800;
  for (const [at, nth, how] of [
    ['open', 1, 'exit'],
    ['restore', 1, 'exit'],
    ['ask', 1, 'exit'],
    ['ask', 4, 'throw'],
    ['take', 1, 'exit'],
    ['take', 5, 'exit'],
    ['take', 5, 'throw'],
  ] as const) {
    for (const when of ['asked', 'answered'] as const) {
      test(`${at} ${nth}, ${when}, by ${how}`, async (context) => {
        const path = join(tempFolder(context), 'rows');
        const { given, client } = await centre(context);
        given.answer = (page, size) => {
          const from = Math.max(0, page - 1) * size;
          const rows = rowsOf(Math.min(from, count), Math.min(from + size, count));
          return answer(rows, { totalCount: count });
        };
        let state: FetchState = notBegun;
        const run = async (entry?: URL): Promise<FetchState> => {
          const pages = await PagesInWorker.open(path, 1, entry);
          try {
            return await new ResultFetch(
              {
                ask: (asked) => pages.ask(client, asked),
                pages,
                width: 10,
                inTurn: (wanted) => wanted(),
                keep: (next) => (state = next),
                progress: () => undefined,
              },
              { campaignId: '1' },
              [{ beginTime: '2026-05-01', endTime: '2026-05-08' }],
              state,
              new AbortController().signal,
            ).run();
          } finally {
            await pages.close();
          }
        };
        const entry = new URL('ending-pages-child.ts', import.meta.url);
        setEnvironmentData('ending', { at, nth, when, how } satisfies Ending);
        await assert.rejects(run(entry), dialdeskError('internal'));
        const { rows, missing, bytes } = await run();
        const text = readFileSync(path, 'utf8');
        const calls = text
          .trimEnd()
          .split('\n')
          .map((line) => rowOf(line).callId);
        assert.deepEqual([rows, missing, bytes], [count, 0, Buffer.byteLength(text)]);
        assert.deepEqual([calls.length, new Set(calls).size], [count, count]);
      });
    }
  }
});
