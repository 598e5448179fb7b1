import * as v from 'valibot';
import { Held, TakeBackCounts } from '../../../contract/take-back.ts';
import { jsonColumn } from '../../../store/json-column.ts';

const Text = v.pipe(v.string(), v.nonEmpty());

/** What is to be taken back. */
export const TakeBackPayload = v.object({
  importId: Text,
  importName: v.string(),
  campaignId: Text,
  campaignName: v.nullable(v.string()),
  /** Never empty: by it alone numbers are deleted. */
  mark: v.pipe(
    v.string(),
    v.check((mark) => mark.trim() !== '', 'required'),
  ),
  rows: v.number(),
  /** Whether no other import into the campaign is known to carry the mark. */
  alone: v.boolean(),
});
export type TakeBackPayload = v.InferOutput<typeof TakeBackPayload>;
export const takeBackPayloadColumn = jsonColumn(TakeBackPayload);

/** What its steps have learned. */
export const TakeBackMemory = v.object({
  /** The state in which the campaign was found; null: not looked at yet. */
  before: v.nullable(v.string()),
  held: Held,
  /** Epoch milliseconds. */
  deletedAt: v.nullable(v.number()),
  counts: v.nullable(TakeBackCounts),
});
export type TakeBackMemory = v.InferOutput<typeof TakeBackMemory>;
export const takeBackMemoryColumn = jsonColumn(TakeBackMemory);
export const emptyTakeBackMemory: TakeBackMemory = {
  before: null,
  held: 'no',
  deletedAt: null,
  counts: null,
};
