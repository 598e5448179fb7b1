import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { CampaignById } from '../../../src-main/features/campaigns/campaign-by-id.ts';
import { CampaignList } from '../../../src-main/features/campaigns/campaign-list.ts';

/** Of a system that answers so of any ID, and has so many campaigns by any name. */
function place(failure: DialdeskError, named = 0) {
  let asked = 0;
  const missing = { ask: (_id: string, _name: string, ask: () => unknown) => ask() } as never;
  const ids = new CampaignById({
    missing,
    detail: () => {
      asked += 1;
      return Promise.reject(failure);
    },
    now: () => 0,
  });
  const row = {
    id: '1',
    name: 'a 7',
    status: '2',
    deviceType: null,
    begins: null,
    ends: null,
    callerNo: null,
  };
  const list = new CampaignList({
    missing,
    byId: (connectionId, id) => ids.find(connectionId, id),
    page: (_id, { rows }) =>
      Promise.resolve({
        campaigns: Array(named).fill(row) as (typeof row)[],
        total: named,
        more: false,
        rows,
      }),
  });
  const search = () => list.range({ connectionId: 'c', name: '7', filter: 'all', offset: 0, limit: 10 });
  return { search, asked: () => asked };
}
const code = (resultCode: string) =>
  new DialdeskError('result_code', 'refused', {
    details: { interface: 'campaign', resultCode, resultDesc: '' },
  });

for (const resultCode of ['0200007', '0200001', '02000003', '02000007']) {
  test(`${resultCode} says that there is no campaign with the ID, and is asked for once`, async () => {
    const { search, asked } = place(code(resultCode));
    assert.deepEqual((await search()).items, []);
    await search();
    assert.equal(asked(), 1);
  });
}

for (const [what, failure] of [
  ['an error of its database', code('0200006')],
  ['a code of no document', code('9999')],
  ['an answer that is not understood', new DialdeskError('bad_answer', 'no object')],
  ['a server error', new DialdeskError('http_status', 'HTTP 500', { details: { status: 500 } })],
  ['silence', new DialdeskError('timed_out', 'no answer')],
] as const) {
  test(`${what} does not say that there is none: it is an error, and the next search asks again`, async () => {
    const { search, asked } = place(failure);
    await assert.rejects(search(), failure);
    await assert.rejects(search(), failure);
    assert.equal(asked(), 2);
  });

  test(`${what} keeps nobody from those that are called so`, async () => {
    assert.equal((await place(failure, 3).search()).items.length, 3);
  });
}
