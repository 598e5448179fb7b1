import { optionalText, optionalTexts, paging, Refusal, requiredText } from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { IsalesCall, IsalesRoute } from './isales-routes.ts';
import { makeId } from './random.ts';
import type { DemoState, ImportTask } from './records.ts';

// Neither limit is documented; a path on a server is hardly longer, and neither climbs out of the default path.
const filePathRule = { max: 256, characters: /^(?!.*(?:^|\/)\.\.(?:\/|$))[^\\:*?"<>|\0]*$/ };
const fileNameRule = { max: 256, characters: /^[^\\/:*?"<>|\0]+$/, form: /\.xlsx$/i };

/** In what the answers of a system may differ: both are in no table of the documents. */
export interface ImportAnswers {
  /** Leaves `count` out of import results, as the vendor's example does. */
  readonly omitImportCount?: boolean;
  /** Takes no notice of `importTaskIds`, which only the vendor's example has. */
  readonly ignoreTaskIds?: boolean;
}

/** uploadFileServer and queryDataImportTask. `start` takes an accepted import to be run. */
export function importRoutes(
  state: DemoState,
  start: (task: ImportTask) => void,
  unlike: ImportAnswers = {},
): IsalesRoute[] {
  const campaignId = (call: IsalesCall): string => {
    const id = call.ids[0] ?? '';
    if (!state.campaigns.has(id)) throw new Refusal('parameter', 'campaignId: no such campaign');
    return id;
  };
  return [
    {
      name: 'uploadFileServer',
      method: 'POST',
      path: ['calldatafile', 'uploadFileServer', '*'],
      body: true,
      failures: 'resultDesc',
      done: {
        en_US: 'Exporting data... View details in Import Result.',
        zh_CN: '正在导入数据，请在导入结果中查看详情。',
      },
      run: (call) => {
        const campaign = campaignId(call);
        const serverId = requiredText(call.body, 'serverId', { max: 64 });
        const filePath = optionalText(call.body, 'filePath', filePathRule) ?? '';
        const fileName = requiredText(call.body, 'fileName', fileNameRule);
        const time = timeOfDay(call.body);
        // The interface has no code of its own for it: 0200006 is not in its table.
        if (!state.servers.has(serverId)) throw new Refusal('parameter', 'serverId: no such file server');
        const now = state.clock();
        const task: ImportTask = {
          id: makeId(state.random, now),
          campaignId: campaign,
          serverId,
          filePath,
          fileName,
          dueTime: time ? nextTime(now, time).getTime() : now.getTime(),
          beginTime: null,
          endTime: null,
          status: '0',
          succNum: 0,
          repeatNum: 0,
          failNum: 0,
          blackNum: 0,
          errMsg: '',
        };
        state.imports.push(task);
        start(task);
        return { importTaskId: task.id };
      },
    },
    {
      name: 'queryDataImportTask',
      method: 'POST',
      path: ['calldatafile', 'queryDataImportTask', '*'],
      body: true,
      failures: 'resultDesc',
      run: (call) => {
        const campaign = campaignId(call);
        const { offset, limit } = paging(call.body);
        const ids = unlike.ignoreTaskIds ? [] : (optionalTexts(call.body, 'importTaskIds') ?? []);
        const found = state.imports
          .filter((task) => task.campaignId === campaign && (ids.length === 0 || ids.includes(task.id)))
          .reverse();
        const result = found.slice(offset, offset + limit).map(shown);
        return { result, ...(!unlike.omitImportCount && { count: found.length }) };
      },
    },
  ];
}

/** `hour` and `minute`: texts, both or neither. */
function timeOfDay(body: JsonObject): { hour: number; minute: number } | undefined {
  const hour = optionalText(body, 'hour', { form: /^(?:[01]?\d|2[0-3])$/ });
  const minute = optionalText(body, 'minute', { form: /^[0-5]?\d$/ });
  if (hour === undefined && minute === undefined) return undefined;
  if (hour === undefined || minute === undefined) throw new Refusal('hourAndMinute', 'hour, minute');
  return { hour: Number(hour), minute: Number(minute) };
}

/** The next time the server's clock shows that hour and minute: today, or else tomorrow. */
function nextTime(now: Date, { hour, minute }: { hour: number; minute: number }): Date {
  const at = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour, minute);
  return at(0) > now ? at(0) : at(1);
}

function shown(task: ImportTask): JsonObject {
  const { id, status, succNum, repeatNum, failNum, blackNum, errMsg } = task;
  const time = (at: number | null) => at && new Date(at).toISOString().replace('Z', '+00:00');
  return {
    id,
    beginTime: time(task.beginTime),
    endTime: time(task.endTime),
    status,
    succNum,
    repeatNum,
    failNum,
    blackNum,
    errMsg,
  };
}
