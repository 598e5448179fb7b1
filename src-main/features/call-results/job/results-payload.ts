import * as v from 'valibot';
import { FetchedResults } from '../../../contract/call-results.ts';
import { jsonColumn } from '../../../store/json-column.ts';
import { FetchState } from '../fetch-results.ts';

const Text = v.pipe(v.string(), v.nonEmpty());

/** Where the list of an import was found again: its source, or the workbook that was sent. */
export const FoundList = v.object({ path: Text, what: v.picklist(['source', 'clean']) });
export type FoundList = v.InferOutput<typeof FoundList>;

/** What a job that fetches the results of an import is to do. */
export const ResultsPayload = v.object({
  importId: v.pipe(v.string(), v.uuid()),
  campaignId: Text,
  campaignName: v.nullable(v.string()),
  /** Null: the results of the whole campaign. */
  mark: v.nullable(Text),
  /** Epoch milliseconds. */
  sentAt: v.number(),
  /** Rows that were sent. */
  rows: v.number(),
  /** The workbook, where the supervisor wanted it. */
  target: Text,
  /** False: the list's own rows are left out. */
  beside: v.boolean(),
  /** Null: the list is where it was. */
  found: v.nullable(FoundList),
  language: v.picklist(['en', 'zh']),
});
export type ResultsPayload = v.InferOutput<typeof ResultsPayload>;
export const resultsPayloadColumn = jsonColumn(ResultsPayload);

/** What its steps have learned. No number is among it. */
export const ResultsMemory = v.object({
  /** Fixed when it begins, so that a restart asks for the same. */
  until: v.nullable(v.number()),
  fetch: v.nullable(FetchState),
  names: v.nullable(v.record(v.string(), v.string())),
  fetched: v.nullable(FetchedResults),
});
export type ResultsMemory = v.InferOutput<typeof ResultsMemory>;
export const resultsMemoryColumn = jsonColumn(ResultsMemory);
export const emptyResultsMemory: ResultsMemory = { until: null, fetch: null, names: null, fetched: null };
