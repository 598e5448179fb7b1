import * as v from 'valibot';
import { Job, JobId } from './jobs.ts';
import {
  ChangeCounts,
  changePaces,
  ChangeRowPage,
  ChangeRowQuery,
  ChangeState,
  KnownReservation,
  NewReservationChanges,
} from './reservation-changes.ts';
import { Reservation, ReservationChange } from './reservations.ts';
import { ChosenFrom } from './connections.ts';
import { SavedFile } from './files.ts';
import { call } from './define.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a sheet of changes has columns for, in the order of the template. */
export const sheetFields = ['appointId', 'time', 'agent', 'remark'] as const;
export const SheetField = v.picklist(sheetFields);
export type SheetField = v.InferOutput<typeof SheetField>;

/**
 * The rules a row of a sheet is checked against, as data: the checker, the words and the tests read the same
 * table. An error keeps the row from being sent; a warning only informs; what is idle has nothing to send, and nothing
 * wrong with it.
 */
export const sheetRules = {
  /** No appointment ID. */
  required: { field: 'appointId', severity: 'error' },
  /** More than 64 characters. */
  too_long: { field: 'appointId', severity: 'error' },
  /** Excel has rounded the number: another reservation may have it. */
  id_rounded: { field: 'appointId', severity: 'error' },
  /** An error of Excel, a formula whose result is not in the file, or damaged text; so with the three other fields. */
  id_unread: { field: 'appointId', severity: 'error' },
  time_unread: { field: 'time', severity: 'error' },
  agent_unread: { field: 'agent', severity: 'error' },
  remark_unread: { field: 'remark', severity: 'error' },
  /** A row above names the same reservation. */
  repeated: { field: 'appointId', severity: 'error' },
  /** Not a day and a time of day. */
  time_form: { field: 'time', severity: 'error' },
  /** The clocks are put forward over it. */
  time_skipped: { field: 'time', severity: 'error' },
  /** The clocks are put back over it: the earlier one is meant. */
  time_twice: { field: 'time', severity: 'warning' },
  past: { field: 'time', severity: 'error' },
  /** In less than a quarter of an hour. */
  near: { field: 'time', severity: 'warning' },
  /** Within a call's length of another of the same agent, as far as the sheet knows the agent's reservations. */
  overlaps: { field: 'time', severity: 'warning' },
  /** It is moved to a time outside the calling hours of its connection. */
  outside_hours: { field: 'time', severity: 'warning' },
  /** The interface wants an agent with every change, and none is known. */
  agent_required: { field: 'agent', severity: 'error' },
  agent_too_long: { field: 'agent', severity: 'error' },
  /** Only manual reservations can be modified. */
  automatic: { field: 'appointId', severity: 'error' },
  /** Neither another time nor another agent nor another remark. */
  nothing_changes: { field: 'appointId', severity: 'idle' },
} as const satisfies Record<string, { field: SheetField; severity: 'error' | 'warning' | 'idle' }>;
export type SheetRule = keyof typeof sheetRules;
export const SheetRule = v.picklist(Object.keys(sheetRules) as [SheetRule, ...SheetRule[]]);

/** How long a call is taken to last where two of one agent are compared, in milliseconds. */
export const callLengthMs = 15 * 60_000;

/** The most rows a sheet may have. */
export const sheetMax = 20_000;

export const SheetId = v.pipe(v.string(), v.uuid());

/** A row as it was read and changed, and what would be sent of it. */
export const SheetRow = v.object({
  /** Counts from 0; what edits name. */
  index: Count,
  /** The number Excel shows; null for one that came from a list. */
  sheetRow: v.nullable(Count),
  cells: v.object(v.entriesFromList(sheetFields, v.string())),
  /** Null while a rule is broken. */
  change: v.nullable(ReservationChange),
  known: v.nullable(KnownReservation),
  issues: v.array(SheetRule),
  /** Of `outside_hours`: the next moment inside, epoch milliseconds; null for none within a year. */
  nextInside: v.optional(v.nullable(v.number())),
});
export type SheetRow = v.InferOutput<typeof SheetRow>;

/** Which column of the source is which field; null for one that is not there. */
export const SheetColumns = v.object(v.entriesFromList(sheetFields, v.nullable(Count)));
export type SheetColumns = v.InferOutput<typeof SheetColumns>;

/** What sending the rows that are ready would do. */
export const SheetPlan = v.object({
  /** The first and the last of the times they will have, epoch milliseconds; null where no time is known. */
  from: v.nullable(v.number()),
  to: v.nullable(v.number()),
  /** How many agents they will have. */
  agents: Count,
  /** Rows that will overlap another of the same agent. */
  overlaps: Count,
  /** Rows that will be moved to a time outside the calling hours; left out where the connection has none. */
  outsideHours: v.optional(Count),
});
export type SheetPlan = v.InferOutput<typeof SheetPlan>;

export const SheetView = v.object({
  id: SheetId,
  name: v.string(),
  /** Headers, or the letters of the columns where the sheet has none; none for rows from a list. */
  headers: v.array(v.string()),
  columns: SheetColumns,
  rows: Count,
  ready: Count,
  /** Rows with an error. */
  problems: Count,
  /** Rows that stay as they are. */
  unchanged: Count,
  warnings: Count,
  /** Rows of which it is known what they are now. */
  known: Count,
  plan: SheetPlan,
  /** Agents in the sheet or known from before, for handing over from one to another. */
  agents: v.array(v.string()),
});
export type SheetView = v.InferOutput<typeof SheetView>;

/**
 * A sheet from a file, from pasted text, from reservations that were listed, or from a bulk change that was stopped:
 * the rows that were not sent, or those that were, set back to what they were.
 */
export const SheetSource = v.variant('kind', [
  v.object({ kind: v.literal('file'), token: v.pipe(v.string(), v.uuid()) }),
  v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(4_000_000, 'too_long')) }),
  v.object({
    kind: v.literal('list'),
    reservations: v.pipe(v.array(Reservation), v.maxLength(sheetMax, 'too_many')),
  }),
  v.object({ kind: v.literal('job'), job: JobId, rows: v.picklist(['rest', 'undo']) }),
]);
export type SheetSource = v.InferOutput<typeof SheetSource>;

export const NewSheet = v.object({
  ...ChosenFrom.entries,
  source: SheetSource,
  /** The IANA zone of times without one. */
  zone: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
});

/** Which rows are meant. */
export const SheetFilter = v.object({
  show: v.picklist(['all', 'problems', 'ready', 'unchanged']),
  /** A part of the ID, the customer's number, the agent's account or name, the campaign or the remark; empty: all. */
  find: v.optional(v.pipe(v.string(), v.maxLength(200, 'too_long')), ''),
  /** Whose they are, or are to be; null: anybody's. */
  agent: v.optional(v.nullable(v.string()), null),
});
export type SheetFilter = v.InferOutput<typeof SheetFilter>;

export const SheetRowQuery = v.object({
  sheet: SheetId,
  ...SheetFilter.entries,
  offset: Count,
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export const SheetRowPage = v.object({ rows: v.array(SheetRow), total: Count });

export const SheetEdit = v.object({
  sheet: SheetId,
  index: Count,
  field: SheetField,
  value: v.pipe(v.string(), v.maxLength(2_000, 'too_long')),
});

/** A change of many rows at once; `rows` says how many it took. */
export const SheetTool = v.variant('kind', [
  v.object({
    kind: v.literal('shift'),
    minutes: v.pipe(v.number(), v.integer(), v.minValue(-10_080, 'minutes'), v.maxValue(10_080, 'minutes')),
  }),
  v.object({
    kind: v.literal('hand-over'),
    /** Null: whoever has them now. */
    from: v.nullable(v.string()),
    to: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(64, 'too_long')),
  }),
  v.object({
    kind: v.literal('remark'),
    text: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(2_000, 'too_long')),
  }),
]);
export type SheetTool = v.InferOutput<typeof SheetTool>;

export const SheetOrder = v.object({
  sheet: SheetId,
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(120, 'too_long')),
  perMinute: v.picklist(changePaces),
});

/** Which rows of a bulk change are saved as CSV; none named: all. */
export const SaveChanges = v.object({ job: JobId, states: v.array(ChangeState) });

/** Many changes of reservations. */
export const reservationChanges = {
  /** Takes in a sheet of changes, or reservations to be shifted or handed over. It stays open until it is sent or closed. */
  open: call(NewSheet, SheetView),
  rows: call(SheetRowQuery, SheetRowPage),
  /** The rows that are meant, by their index and in the order of the sheet. */
  indexes: call(v.object({ sheet: SheetId, ...SheetFilter.entries }), v.array(Count)),
  /** Says which column is which. Cells that were typed here are read from the sheet anew. */
  map: call(v.object({ sheet: SheetId, columns: SheetColumns }), SheetView),
  /** Changes one cell and checks again. The source file is never touched. */
  edit: call(SheetEdit, v.object({ row: SheetRow, view: SheetView })),
  /** Shifts times, hands reservations over or sets remarks in the rows named; `taken` is the number of rows it took. */
  apply: call(
    v.object({
      sheet: SheetId,
      tool: SheetTool,
      rows: v.pipe(v.array(Count), v.minLength(1, 'required'), v.maxLength(sheetMax, 'too_many')),
    }),
    v.object({ taken: v.number(), view: SheetView }),
  ),
  /** Checks every row again, against the time and the calling hours as they are now. */
  checkAgain: call(v.object({ sheet: SheetId }), SheetView),
  /** Asks the system what the reservations are now. `not_offered` where it does not list them. */
  lookUp: call(v.object({ sheet: SheetId }), SheetView),
  /** Puts the rows that are ready in the outbox, and closes the sheet. */
  send: call(SheetOrder, Job),
  close: call(v.object({ sheet: SheetId }), v.void()),
  /** Puts changes in the outbox that come from no sheet, one or many. */
  add: call(NewReservationChanges, Job),
  /** The rows of a bulk change with their results. */
  results: call(ChangeRowQuery, ChangeRowPage),
  /**
   * Looks for what became of the rows whose answer was lost, in the system's list: a row that it shows is sent, or
   * failed, from then on. `not_offered` where the system does not list its reservations.
   */
  lookUpUnknown: call(v.object({ job: JobId }), ChangeCounts),
  /** Asks where to, and saves rows with their results as CSV; null when cancelled. */
  save: call(SaveChanges, v.nullable(SavedFile)),
} as const;
