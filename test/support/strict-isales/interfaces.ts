import {
  broken,
  checkFields,
  checkQuery,
  refused,
  rulesOf,
  type Fields,
  type StrictInterface,
} from './rules.ts';
import { type StrictCampaign, type StrictRecords } from './records.ts';

/** A request that has been found to be for an interface. */
export interface Asked {
  /** IDs in the path. */
  readonly campaignId: string;
  readonly query: URLSearchParams;
  /** The JSON of the body; null where there is none. */
  readonly body: Fields | null;
}

export interface Surroundings {
  readonly records: StrictRecords;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What `queryServer` answers. */
  readonly servers: readonly { readonly serverId: string; readonly port: string }[];
  /** The file server's default path. */
  readonly files: string;
  /** Takes a file from a file server into a campaign. */
  readonly take: (taskId: string, filePath: string, fileName: string) => void;
  /** Whether the first page of results is 0 or 1; pages behind the last may be refused. */
  readonly firstPage: 0 | 1;
  readonly pastEnd: 'empty' | 'refused';
}

/** An answer that is sent with HTTP 200; `bare`: without the result codes, as the statistics' own table has it. */
export interface Reply {
  readonly fields: Fields;
  readonly bare?: true;
}

export interface StrictRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** After `/rest/isales/` and the version, behind the VDN. */
  readonly path: RegExp;
  readonly version: 'v1' | 'v2';
  readonly answer: (asked: Asked, around: Surroundings) => Reply;
}

const dayMs = 86_400_000;
const statisticsEvery = 5 * 60_000;
export class TooOften extends Error {}

/** The interfaces that Dialdesk uses after an import, and those that it needs for one. */
export const routes: Readonly<Record<StrictInterface, StrictRoute>> = {
  campaigns: { method: 'GET', version: 'v1', path: /^$/, answer: listCampaigns },
  campaign: { method: 'GET', version: 'v1', path: /^\/(\d+)$/, answer: detail },
  holiday: {
    method: 'GET',
    version: 'v1',
    path: /^\/holiday\/(\d+)$/,
    answer: (asked, around) => {
      campaignOf(asked, around);
      return { fields: { data: [] } };
    },
  },
  statistics: { method: 'GET', version: 'v2', path: /^\/statistics$/, answer: statistics },
  'campaign/pause': control(2, 3, /^\/(\d+)\/pause$/),
  'campaign/resume': control(3, 2, /^\/(\d+)\/resume$/),
  'calldata/delete': { method: 'POST', version: 'v1', path: /^\/calldata\/(\d+)\/delete$/, answer: remove },
  callresult: { method: 'POST', version: 'v1', path: /^\/callresult\/(\d+)$/, answer: results },
  queryOBSResults: {
    method: 'GET',
    version: 'v1',
    path: /^\/queryOBSResults$/,
    answer: ({ query }) => {
      checkQuery(query, rulesOf.queryOBSResults);
      return {
        fields: { totalCount: 1, data: [{ displayResult: '占线', resultCode: 'OB145', defId: '1' }] },
      };
    },
  },
  calllogs: { method: 'POST', version: 'v1', path: /^\/calllogs$/, answer: invocations },
  queryDataImportTask: {
    method: 'POST',
    version: 'v1',
    path: /^\/calldatafile\/queryDataImportTask\/(\d+)$/,
    answer: importTasks,
  },
  uploadFileServer: {
    method: 'POST',
    version: 'v1',
    path: /^\/calldatafile\/uploadFileServer\/(\d+)$/,
    answer: importFile,
  },
  queryServer: {
    method: 'POST',
    version: 'v1',
    path: /^\/file\/queryServer$/,
    answer: ({ body }, { servers, files }) => {
      wholePages(checkFields(body ?? {}, rulesOf.queryServer));
      const server = servers.map((one) => ({ ...one, ip: '127.0.0.1', filePath: files, userName: 'isales' }));
      return { fields: { server, count: server.length } };
    },
  },
};

function campaignOf({ campaignId }: Asked, { records }: Surroundings): StrictCampaign {
  const found = records.campaigns.find(({ id }) => String(id) === campaignId);
  if (found === undefined) throw refused('0200007', 'the campaign does not exist');
  return found;
}

/** `offset` is `limit` times the number of pages before. */
function wholePages({ offset, limit }: Fields): void {
  if (Number(offset) % Number(limit) !== 0) throw broken('02000007', `offset ${String(offset)} is no page's`);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const paged = <T>(rows: readonly T[], { offset, limit }: Fields): T[] =>
  rows.slice(Number(offset), Number(offset) + Number(limit));

const listed = ({ id, name, status, deviceType }: StrictCampaign) => ({
  ...{ id, name, status, deviceType },
  ...{ strBeginTime: '2026-01-01 00:00:00', strEndTime: '2036-01-01 00:00:00', callerNo: '95500' },
});

function listCampaigns({ query }: Asked, { records }: Surroundings): Reply {
  const asked = checkQuery(query, rulesOf.campaigns);
  const found = records.campaigns.filter(
    ({ name, status, deviceType }) =>
      name.includes(textOf(asked['name'])) &&
      (asked['status'] === 0 || asked['status'] === status) &&
      (asked['deviceType'] === 0 || asked['deviceType'] === deviceType),
  );
  const [curPage, rowsPerPage] = [Number(asked['curPage']), Number(asked['rowsPerPage'])];
  const data = found.slice((curPage - 1) * rowsPerPage, curPage * rowsPerPage).map(listed);
  return {
    fields: { curPage, rowsPerPage, totalSize: found.length, curSkillQueueCount: 0, curIvrCount: 1, data },
  };
}

function detail(asked: Asked, around: Surroundings): Reply {
  checkQuery(asked.query, rulesOf.campaign);
  const campaign = campaignOf(asked, around);
  const scheduleParam = { workdayBeginTime1: '09:00', workdayEndTime1: '18:00', workdayBeginTime2: null };
  return {
    fields: {
      returnObject: {
        ...listed(campaign),
        description: null,
        maxAlertingTime: 30,
        scheduleParam,
        skillParam: null,
      },
    },
  };
}

function control(from: number, to: number, path: RegExp): StrictRoute {
  return {
    method: 'PUT',
    version: 'v1',
    path,
    answer: (asked, around) => {
      if (asked.body !== null) throw broken('0200001', 'there is a body');
      checkQuery(asked.query, {});
      const campaign = campaignOf(asked, around);
      if (campaign.status !== from) throw refused('0200011', 'the state does not allow it');
      campaign.status = to;
      return { fields: {} };
    },
  };
}

function statistics({ query }: Asked, { records, now }: Surroundings): Reply {
  const { campaignId, batchId } = checkQuery(query, rulesOf.statistics);
  if (batchId !== undefined && campaignId === undefined) throw broken('02000009', 'batchId needs campaignId');
  if (records.statisticsAt !== null && now() - records.statisticsAt < statisticsEvery) throw new TooOften();
  records.statisticsAt = now();
  const countDetail = records.campaigns
    .filter(({ id }) => campaignId === undefined || String(id) === campaignId)
    .map(({ id, numbers }) => {
      const fields = [...new Set(numbers.map(({ customField }) => customField))].filter(
        (field) => field !== '' && (batchId === undefined || field === batchId),
      );
      const batchDetail = fields.map((field) => ({
        batchId: field,
        ...counted(numbers.filter(({ customField }) => customField === field)),
      }));
      return { campaignId: String(id), ...counted(numbers), batchDetail };
    });
  return { bare: true, fields: { countDetail } };
}

function counted(numbers: StrictCampaign['numbers']) {
  const done = numbers.filter(({ state }) => state === 'completed');
  const succ = done.filter(({ result }) => result?.callStatus === 6).length;
  const unCallCount = numbers.filter(({ state }) => state === 'waiting').length;
  const called = numbers.length - unCallCount;
  return {
    ...{ unCallCount, calledCount: called, finishCount: done.length },
    ...{ totalCalledCount: called, totalCallSucc: succ, totalFinishCount: done.length },
    ...{ totalCount: numbers.length, dailyCalledCount: called, dailyCallSucc: succ },
    ...{ dailyFinishCount: done.length, dailyCount: numbers.length },
  };
}

function remove(asked: Asked, around: Surroundings): Reply {
  const wanted = checkFields(asked.body ?? {}, rulesOf['calldata/delete']);
  const { customField, called, sessionId, recycleTime, recycleType } = wanted;
  if ([customField, called, sessionId, recycleTime].every((criterion) => criterion === undefined)) {
    throw broken('02000001', 'there is no criterion, and what that deletes is not documented');
  }
  if (recycleType !== undefined && recycleTime === undefined) throw broken('02000009', 'no recycleTime');
  const campaign = campaignOf(asked, around);
  if (campaign.status === 2) throw refused('0200028', 'the current state does not allow deleting numbers');
  campaign.numbers = campaign.numbers.filter(
    (number) =>
      number.state !== 'waiting' ||
      (customField !== undefined && number.customField !== customField) ||
      (called !== undefined && number.called !== called) ||
      (sessionId !== undefined && number.sessionId !== sessionId),
  );
  return { fields: {} };
}

function results(asked: Asked, around: Surroundings): Reply {
  const wanted = checkFields(asked.body ?? {}, rulesOf.callresult);
  const { customField, pageSize, pageNum, showDetail = 0, beginTime, endTime } = wanted;
  if (showDetail === 1 && Number(pageSize) > 100) throw broken('02000007', 'pageSize with showDetail');
  if ((beginTime === undefined) !== (endTime === undefined)) throw broken('0200008', 'only one of both');
  const [from, to] = [String(beginTime), String(endTime)];
  if (beginTime !== undefined && from >= to) throw broken('0200010', 'begin is not before end');
  if (Date.parse(to) - Date.parse(from) > 30 * dayMs) throw broken('0200011', 'more than 30 days');
  const campaign = campaignOf(asked, around);
  if (Number(pageNum) < around.firstPage) throw refused('02000007', 'there is no such page');
  const data = campaign.numbers.flatMap(({ called, sessionId, customField: mark, result }) => {
    if (result === null || (customField !== undefined && mark !== customField)) return [];
    const day = result.callTimeStr.slice(0, 10);
    if (beginTime !== undefined && (day < from || day > to)) return [];
    const { failCode } = result;
    const resultCode = failCode === '00145' ? 'OB145' : '';
    return [
      {
        campaignId: String(campaign.id),
        sessionId,
        called,
        vdnId: 53,
        recordPath: '',
        ...result,
        resultCode,
      },
    ];
  });
  const size = Number(pageSize ?? 2_000);
  const offset = (Number(pageNum ?? around.firstPage) - around.firstPage) * size;
  if (around.pastEnd === 'refused' && offset > 0 && offset >= data.length) {
    throw refused('02000007', 'there is no such page');
  }
  return { fields: { totalCount: data.length, data: data.slice(offset, offset + size) } };
}

function invocations({ body }: Asked, { records }: Surroundings): Reply {
  const wanted = checkFields(body ?? {}, rulesOf.calllogs);
  wholePages(wanted);
  const moment = (text: unknown): number => Date.parse(`${String(text).replace(' ', 'T')}Z`);
  const [from, to] = [moment(wanted['beginTime']), moment(wanted['endTime'])];
  if (from > to || to - from > 7 * dayMs) throw broken('02000007', 'the period');
  const found = records.invocations.filter(
    ({ url, operTime }) =>
      (wanted['url'] === undefined || url === wanted['url']) &&
      Date.parse(operTime) >= from &&
      Date.parse(operTime) <= to,
  );
  // the example has a record from outside the period, and no `count` in the table
  return { fields: { result: paged(found.toReversed(), wanted) } };
}

function importTasks(asked: Asked, around: Surroundings): Reply {
  const wanted = checkFields(asked.body ?? {}, rulesOf.queryDataImportTask);
  wholePages(wanted);
  const campaign = campaignOf(asked, around);
  const found = around.records.tasks.filter(({ campaignId }) => campaignId === campaign.id);
  const result = paged(found, wanted).map(({ id, beginTime, status, succNum, errMsg }) => ({
    ...{ id, beginTime, endTime: beginTime, status: String(status), succNum, errMsg },
    ...{ repeatNum: 0, failNum: 0 },
  }));
  return { fields: { result } };
}

function importFile(asked: Asked, around: Surroundings): Reply {
  const wanted = checkFields(asked.body ?? {}, rulesOf.uploadFileServer);
  if ((wanted['hour'] === undefined) !== (wanted['minute'] === undefined)) {
    throw broken('02000010', 'hour and minute only together');
  }
  const campaign = campaignOf(asked, around);
  if (!around.servers.some(({ serverId }) => serverId === wanted['serverId'])) {
    throw refused('0200006', 'the server configuration does not exist');
  }
  const id = `1648${String(around.records.tasks.length).padStart(26, '0')}`;
  const beginTime = `${new Date(around.now()).toISOString().slice(0, 19)}.000+00:00`;
  around.records.tasks.push({ id, campaignId: campaign.id, beginTime, status: 0, succNum: 0, errMsg: '' });
  around.take(id, textOf(wanted['filePath']), textOf(wanted['fileName']));
  return { fields: { importTaskId: id } };
}
