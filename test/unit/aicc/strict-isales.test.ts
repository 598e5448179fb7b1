import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { signatureFault } from '../../support/strict-isales/authentication.ts';
import { routes, TooOften, type Surroundings } from '../../support/strict-isales/interfaces.ts';
import { Refused, type Fields, type StrictInterface } from '../../support/strict-isales/rules.ts';
import { dial, type StrictRecords } from '../../support/strict-isales/records.ts';

interface Vector {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ak: string;
  readonly sk: string;
  readonly authorization: string;
}

const vectors = readFileSync(new URL('../../fixtures/signing-vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector);

test("the stand-in takes the vendor's signatures, and no other", () => {
  for (const { method, path, query, headers, body, ak, sk, authorization } of vectors) {
    const text = new URLSearchParams(query).toString().replaceAll('+', '%20');
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const received = {
      method,
      url: text === '' ? path : `${path}?${text}`,
      headers: { ...lower, authorization },
      body: Buffer.from(body),
    };
    const keys = { accessKey: ak, secretKey: sk };
    assert.equal(signatureFault(received, keys), null, path);
    assert.ok(signatureFault({ ...received, body: Buffer.from(`${body} `) }, keys));
    assert.ok(signatureFault({ ...received, url: `${received.url}x` }, keys));
    assert.ok(signatureFault(received, { ...keys, secretKey: 'another' }));
  }
});

suite('what the stand-in refuses', () => {
  function around(): Surroundings {
    const campaign = { id: 7, name: 'Spring', status: 2, deviceType: 3, numbers: [] };
    const records: StrictRecords = {
      ...{ campaigns: [campaign], tasks: [], invocations: [], statisticsAt: null },
    };
    return {
      ...{ records, now: Date.now, files: '/', servers: [{ serverId: 's', port: '22' }] },
      ...{ firstPage: 1, pastEnd: 'empty' },
      take: () => undefined,
    };
  }
  const ask = (name: StrictInterface, body: Fields | null, query = '', state = around()) => {
    try {
      return routes[name].answer({ campaignId: '7', query: new URLSearchParams(query), body }, state).fields;
    } catch (error) {
      if (error instanceof Refused) return `${error.code}${error.broken ? ' broken' : ''}`;
      throw error;
    }
  };
  const days = (beginTime: string, endTime: string) => ({ beginTime, endTime, pageNum: 1, pageSize: 500 });

  const cases: readonly [StrictInterface, Fields | null, string, string][] = [
    ['campaigns', null, 'status=0&deviceType=0&curPage=1', '02000001 broken'],
    ['campaigns', null, 'status=0&deviceType=0&curPage=1&rowsPerPage=101', '02000007 broken'],
    ['campaigns', null, 'status=1&deviceType=0&curPage=1&rowsPerPage=10', '02000007 broken'],
    ['campaigns', null, 'status=0&deviceType=4&curPage=1&rowsPerPage=10', '02000007 broken'],
    [
      'campaigns',
      null,
      `name=${'x'.repeat(31)}&status=0&deviceType=0&curPage=1&rowsPerPage=10`,
      '02000003 broken',
    ],
    ['campaign/pause', {}, '', '0200001 broken'],
    ['campaign/resume', null, '', '0200011'],
    ['calldata/delete', {}, '', '02000001 broken'],
    ['calldata/delete', { customField: '' }, '', '02000001 broken'],
    ['calldata/delete', { customField: 'a', archiveHistory: '1' }, '', '02000006 broken'],
    ['calldata/delete', { customField: 'a', archiveHistory: 1 }, '', '0200028'],
    ['callresult', { ...days('2026-01-01', '2026-01-02'), pageSize: 501 }, '', '02000007 broken'],
    ['callresult', { pageNum: 1, pageSize: 500, beginTime: '2026-01-01' }, '', '0200008 broken'],
    ['callresult', days('2026-01-02', '2026-01-02'), '', '0200010 broken'],
    ['callresult', days('2026-01-01', '2026-02-01'), '', '0200011 broken'],
    ['callresult', { ...days('2026-01-01', '2026-01-31'), pageNum: 0 }, '', '02000007'],
    ['queryOBSResults', null, 'pageSize=51&pageNum=1', '02000007 broken'],
    [
      'calllogs',
      { offset: 50, limit: 100, beginTime: '2026-01-01 00:00:00', endTime: '2026-01-02 00:00:00' },
      '',
      '02000007 broken',
    ],
    [
      'calllogs',
      { offset: 0, limit: 100, beginTime: '2026-01-01 00:00:00', endTime: '2026-01-09 00:00:00' },
      '',
      '02000007 broken',
    ],
    ['statistics', null, 'batchId=a', '02000009 broken'],
    ['uploadFileServer', { serverId: 's', fileName: 'a.xlsx', hour: '9' }, '', '02000010 broken'],
    ['uploadFileServer', { serverId: 's', fileName: 'a.xlsx', hour: 9, minute: 30 }, '', '02000006 broken'],
    ['uploadFileServer', { serverId: 'other', fileName: 'a.xlsx' }, '', '0200006'],
    ['queryServer', { offset: 0, limit: 101 }, '', '02000007 broken'],
    ['queryServer', { offset: 0, limit: 10, search: 'x' }, '', '0200001 broken'],
  ];
  for (const [name, body, query, code] of cases) {
    test(`${name} ${query}${body === null ? '' : JSON.stringify(body)}`, () => {
      assert.equal(ask(name, body, query), code);
    });
  }

  test('statistics twice within five minutes; without batches where no number has a customField', () => {
    const state = around();
    const number = { called: '1', sessionId: '', customField: '', state: 'waiting', result: null } as const;
    state.records.campaigns[0]?.numbers.push({ ...number }, { ...number, customField: 'a' });
    const first = ask('statistics', null, '', state) as { countDetail: { batchDetail: unknown[] }[] };
    assert.equal(first.countDetail[0]?.batchDetail.length, 1);
    assert.throws(() => ask('statistics', null, '', state), TooOften);
  });

  test('numbers in a call and completed ones stay, and those of another value', () => {
    const state = around();
    const [campaign] = state.records.campaigns;
    assert.ok(campaign);
    for (const customField of ['a', 'a', 'a', 'b']) {
      campaign.numbers.push({ called: '1', sessionId: '', customField, state: 'waiting', result: null });
    }
    assert.equal(dial(campaign, 1, Date.now()), 1);
    const [, second] = campaign.numbers;
    if (second) second.state = 'in a call';
    campaign.status = 3;
    assert.deepEqual(ask('calldata/delete', { customField: 'a' }, '', state), {});
    const left = campaign.numbers.map(({ customField, state: where }) => `${customField} ${where}`);
    assert.deepEqual(left, ['a completed', 'a in a call', 'b waiting']);
  });
});
