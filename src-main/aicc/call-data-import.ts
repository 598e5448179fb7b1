import * as v from 'valibot';
import {
  CallDataImport,
  ImportTaskQuery,
  type ImportTask,
  type ImportTaskStatus,
} from '../contract/call-data-import.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPath } from './isales-path.ts';
import { readFields, requireValid } from './parse.ts';
import { integer, listOf, text, timeText } from './tolerant.ts';
import { twoDigits } from '../contract/two-digits.ts';

/**
 * Starts the import of a workbook that is on a file server ("Importing an Outbound Call Data File from the
 * Server"). It is sent a single time: a second call could ring every customer twice.
 *
 * @returns the import task's ID; null where the system accepted the import and gave none.
 * @throws DialdeskError invalid_request before anything is sent; outcome_unknown where it may have arrived
 *   and no readable answer came; result_code where the system refused it.
 */
export async function importCallData(
  client: AiccClient,
  order: CallDataImport,
  options?: CallOptions,
): Promise<{ importTaskId: string | null }> {
  const { campaignId, serverId, filePath, fileName, hour, minute } = requireValid(CallDataImport, order);
  const answer = await client.call(
    {
      interface: 'uploadFileServer',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'calldatafile', 'uploadFileServer', campaignId),
      fields: {
        serverId,
        ...(filePath !== undefined && filePath !== '' && { filePath }),
        fileName,
        // Table 6: texts; the examples of minutes are 00 and 30.
        ...(hour !== undefined && { hour: String(hour) }),
        ...(minute !== undefined && { minute: twoDigits(minute) }),
      },
      repeat: 'once',
    },
    options,
  );
  return readFields('uploadFileServer', v.object({ importTaskId: text }), answer);
}

const statuses: ReadonlyMap<string, ImportTaskStatus> = new Map([
  ['0', 'preparing'],
  ['1', 'running'],
  ['2', 'complete'],
  ['3', 'failed'],
]);

const TaskList = v.object({
  count: integer,
  result: listOf(
    v.object({
      id: text,
      importTaskId: text, // as the import's own answer calls it
      status: text,
      beginTime: timeText,
      endTime: timeText,
      succNum: integer,
      repeatNum: integer,
      failNum: integer,
      blackNum: integer,
      errMsg: text,
    }),
  ),
});

/**
 * How imports of a campaign went (queryDataImportTask). Systems may lack this interface: not_offered.
 * @param query limit 1 to 100; importTaskIds asks for these only.
 * @returns `listed`: whether the answer has a list at all, be it empty
 */
export async function queryImportTasks(
  client: AiccClient,
  query: ImportTaskQuery,
  options?: CallOptions,
): Promise<{ tasks: ImportTask[]; count: number | null; listed: boolean }> {
  const { campaignId, ...page } = requireValid(ImportTaskQuery, query);
  const answer = await client.call(
    {
      interface: 'queryDataImportTask',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'calldatafile', 'queryDataImportTask', campaignId),
      fields: page,
      repeat: 'repeatable',
      mustHaveCode: false,
    },
    options,
  );
  const { result, count } = readFields('queryDataImportTask', TaskList, answer);
  return {
    count,
    listed: Array.isArray(answer['result']),
    tasks: result.map((task) => ({
      id: task.id ?? task.importTaskId,
      status: statuses.get(task.status?.trim() ?? '') ?? 'unknown',
      statusText: task.status ?? '',
      beginTime: task.beginTime,
      endTime: task.endTime,
      imported: task.succNum,
      repeated: task.repeatNum,
      failed: task.failNum,
      blocked: task.blackNum,
      errorText: task.errMsg,
    })),
  };
}
