import * as v from 'valibot';

const Id = v.pipe(v.string('required'), v.nonEmpty('required'), v.maxLength(64, 'too_long'));
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const printable = v.regex(/^[^\u0000-\u001f\u007f]*$/, 'characters');
const within = (max: number, rule: string) =>
  v.pipe(v.number(rule), v.integer(rule), v.minValue(0, rule), v.maxValue(max, rule));

/** "Importing an Outbound Call Data File from the Server", Tables 4 and 6. */
export const CallDataImport = v.pipe(
  v.object(
    {
      campaignId: Id,
      serverId: Id,
      /** Relative to the file server's default path; left out or empty: the file is in that path itself. */
      filePath: v.optional(v.pipe(v.string(), v.maxLength(512, 'too_long'), printable)),
      fileName: v.pipe(v.string('required'), v.nonEmpty('required'), v.maxLength(255, 'too_long'), printable),
      /** 0 to 23 and 0 to 59 on the server's clock: both, or neither for an import at once. */
      hour: v.optional(within(23, 'hour')),
      minute: v.optional(within(59, 'minute')),
    },
    'required',
  ),
  v.forward(
    v.partialCheck(
      [['hour'], ['minute']],
      ({ hour, minute }) => hour === undefined || minute !== undefined,
      'hour_and_minute',
    ),
    ['minute'],
  ),
  v.forward(
    v.partialCheck(
      [['hour'], ['minute']],
      ({ hour, minute }) => minute === undefined || hour !== undefined,
      'hour_and_minute',
    ),
    ['hour'],
  ),
);
export type CallDataImport = v.InferOutput<typeof CallDataImport>;

/** A page of queryDataImportTask. */
export const ImportTaskQuery = v.object(
  {
    campaignId: Id,
    offset: v.pipe(v.number('offset'), v.integer('offset'), v.minValue(0, 'offset')),
    limit: v.pipe(v.number('limit'), v.integer('limit'), v.minValue(1, 'limit'), v.maxValue(100, 'limit')),
    importTaskIds: v.optional(v.pipe(v.array(Id), v.maxLength(100, 'too_many'))),
  },
  'required',
);
export type ImportTaskQuery = v.InferOutput<typeof ImportTaskQuery>;

/** `status` "0" to "3" in words; `unknown` is any other, and `statusText` then says which. */
export const ImportTaskStatus = v.picklist(['preparing', 'running', 'complete', 'failed', 'unknown']);
export type ImportTaskStatus = v.InferOutput<typeof ImportTaskStatus>;

const Count = v.nullable(v.number());

/** An import as the system reports it. Counts are null where it does not tell them. */
export const ImportTask = v.object({
  id: v.nullable(v.string()),
  status: ImportTaskStatus,
  statusText: v.string(),
  /** ISO 8601, UTC, where the system gave an epoch; else its own text. */
  beginTime: v.nullable(v.string()),
  endTime: v.nullable(v.string()),
  imported: Count,
  repeated: Count,
  failed: Count,
  blocked: Count,
  errorText: v.nullable(v.string()),
});
export type ImportTask = v.InferOutput<typeof ImportTask>;
