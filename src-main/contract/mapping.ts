import * as v from 'valibot';

/**
 * Where the template's columns come from when a source is not in template form. Plain JSON: it is what is saved
 * by name, and what `npm run -s check -- FILE --map MAP.json` takes. For instance
 *
 *     {
 *       "called": [{ "column": "手机" }, { "column": "备用电话", "delayTime": { "constant": "60" } }],
 *       "caller": { "constant": "075588886666" },
 *       "callData": { "pack": [{ "name": "fullName", "column": "姓名" }] },
 *       "recycleTime": { "column": "回收时间" }
 *     }
 *
 * Unknown keys are refused, so that a slip in a file written by hand is reported, not ignored.
 */

/**
 * A column of the source: the text of its header, or, where headers repeat or are empty, its number counted
 * from 1 (column A).
 */
export const SourceColumn = v.union([
  v.pipe(v.string(), v.minLength(1)),
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_384)),
]);
export type SourceColumn = v.InferOutput<typeof SourceColumn>;

/** The cell of a source column as it is, or the same text for every row. */
export const FieldSource = v.union([
  v.strictObject({ column: SourceColumn }),
  v.strictObject({ constant: v.pipe(v.string(), v.maxLength(1024)) }),
]);
export type FieldSource = v.InferOutput<typeof FieldSource>;

/**
 * One phone column. Each makes an object of the array in `called` (Table 3): `calledNo` from the column, and
 * `delayTime` and `type` where they have a source and it is not empty. A row whose cell is empty has no object
 * for it. Where there is one phone column only, a cell that already holds a JSON array stays as it is.
 */
export const CalledSource = v.strictObject({
  column: SourceColumn,
  delayTime: v.optional(FieldSource),
  type: v.optional(FieldSource),
});
export type CalledSource = v.InferOutput<typeof CalledSource>;

/** One value of packed `callData`: the key in the JSON object, and the source column whose text is the value. */
export const PackedValue = v.strictObject({ name: v.pipe(v.string(), v.minLength(1)), column: SourceColumn });
export type PackedValue = v.InferOutput<typeof PackedValue>;

/**
 * Several columns as one JSON object. All values are strings, and empty cells are empty strings, so that a flow
 * finds every name in every row; a row in which all of them are empty has no `callData`. With `under`, the
 * object is the only value of another one, as in the vendor's example: `{"iSales":{"fullName":"Lin Zihang"}}`.
 */
export const PackedData = v.strictObject({
  pack: v.pipe(
    v.array(PackedValue),
    v.minLength(1),
    v.check((values) => new Set(values.map(({ name }) => name)).size === values.length, 'repeated-name'),
  ),
  under: v.optional(v.pipe(v.string(), v.minLength(1))),
});
export type PackedData = v.InferOutput<typeof PackedData>;

/** A source for each column of the template that is to have one. */
export const Mapping = v.strictObject({
  /**
   * The row that names the columns, as Excel counts; null when there is none, so that columns are given by
   * number and the first row is a customer. Left out, the header is looked for.
   */
  headerRow: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_048_576)))),
  called: v.pipe(v.array(CalledSource), v.minLength(1)),
  sessionId: v.optional(FieldSource),
  caller: v.optional(FieldSource),
  callData: v.optional(v.union([FieldSource, PackedData])),
  customField: v.optional(FieldSource),
  recycleTime: v.optional(FieldSource),
  priority: v.optional(FieldSource),
});
export type Mapping = v.InferOutput<typeof Mapping>;

/** The template's columns that take one source; `called` is made of phone columns. */
export const plainFields = [
  'sessionId',
  'caller',
  'callData',
  'customField',
  'recycleTime',
  'priority',
] as const;
export type PlainField = (typeof plainFields)[number];

/** What a column of the source may be taken for. `phone`, `delayTime` and `type` become parts of `called`. */
export const mappingRoles = ['phone', 'delayTime', 'type', ...plainFields] as const;
export const MappingRole = v.picklist(mappingRoles);
export type MappingRole = v.InferOutput<typeof MappingRole>;

/** What Dialdesk takes a source column for. */
export const ColumnProposal = v.object({
  /** Counted from 1. */
  column: v.number(),
  header: v.string(),
  /**
   * Null: nothing in the template. Such a column can be packed into `callData`. `doNotCall`: it says of each customer
   * whether they may be called, and those who may not are left out.
   */
  role: v.nullable(v.union([MappingRole, v.literal('doNotCall')])),
  /** 0 to 1; from 0.5 on the proposal uses it. */
  confidence: v.number(),
  /** What it was recognised by. */
  because: v.picklist(['name', 'values', 'both', 'nothing']),
});
export type ColumnProposal = v.InferOutput<typeof ColumnProposal>;

/** A proposal for a source. `mapping` is null when no column looks like a phone number. */
export const MappingProposal = v.object({
  mapping: v.nullable(Mapping),
  columns: v.array(ColumnProposal),
  /** Of the header row: saved mappings with the same fingerprint fit this source. */
  fingerprint: v.string(),
});
export type MappingProposal = v.InferOutput<typeof MappingProposal>;

/** A mapping that was kept by name. */
export const SavedMapping = v.object({
  id: v.pipe(v.string(), v.uuid()),
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(80, 'too_long')),
  mapping: Mapping,
});
export type SavedMapping = v.InferOutput<typeof SavedMapping>;

/** The first rows as a mapping would send them: the number that Excel shows, and the template's columns in order. */
export const MappedRow = v.object({ row: v.number(), values: v.array(v.string()) });
export type MappedRow = v.InferOutput<typeof MappedRow>;
