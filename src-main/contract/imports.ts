import * as v from 'valibot';
import { FileToken } from './app.ts';
import { CheckOptions } from './call-list.ts';
import { ConnectionId } from './connections.ts';
import { ErrorShape } from './errors.ts';
import { Job, JobId, StartTime } from './jobs.ts';
import { ServerId } from './server-id.ts';
import { SeenSendings, sentBefore } from './sent-imports.ts';
import { Destination, RemoteFileName, RemoteFolder } from './servers.ts';
import { call } from './define.ts';

/** Table 4: the outbound campaign task ID. The vendor's IDs are digits; other systems' may not be. */
export const CampaignId = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('required'),
  v.maxLength(64, 'too_long'),
  v.regex(/^[A-Za-z0-9_-]+$/, 'campaign_id'),
);

/** What the import wizard hands over: a checked list and, unless it is only kept as prepared, where it goes. */
export const NewImport = v.object({
  list: v.pipe(v.string(), v.uuid()),
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(120, 'too_long')),
  connectionId: ConnectionId,
  campaignId: CampaignId,
  destination: Destination,
  /** The call centre that campaign and server were chosen from, as `callCentreOf` names it. */
  centre: v.optional(v.string()),
  /** A file of that name may be replaced: the supervisor was asked. */
  replace: v.boolean(),
  /** Null: at once. Otherwise the call centre's clock. */
  startsAt: v.nullable(StartTime),
  /** A list that is too long for one import goes out as several, each with a file of its own. */
  split: v.optional(v.boolean(), false),
  /** Whether Dialdesk writes a mark into the customField of rows that carry nothing there. */
  mark: v.optional(v.boolean(), true),
  /** What was sent before and is sent again all the same; what is not named answers `sent_before`. */
  again: v.optional(SeenSendings, []),
});
export type NewImport = v.InferOutput<typeof NewImport>;

/** Where a prepared import goes and when, as far as that is known; sending asks for the rest. */
export const ImportPlan = v.object({
  connectionId: v.nullable(ConnectionId),
  campaignId: v.nullable(CampaignId),
  serverId: v.nullable(ServerId),
  /** Of the server, for showing only: where it is, is asked of the call centre. */
  serverName: v.nullable(v.pipe(v.string(), v.maxLength(253, 'too_long'))),
  folder: RemoteFolder,
  fileName: RemoteFileName,
  startsAt: v.nullable(StartTime),
});
export type ImportPlan = v.InferOutput<typeof ImportPlan>;

const ImportName = NewImport.entries.name;

/** A checked list that is kept as prepared, without anything being sent. */
export const NewPrepared = v.object({
  list: NewImport.entries.list,
  name: ImportName,
  plan: ImportPlan,
  centre: NewImport.entries.centre,
  split: NewImport.entries.split,
  mark: NewImport.entries.mark,
});

/** A prepared import that was opened from a file, and by what its connection was found here; null: by nothing. */
export const OpenedPrepared = v.object({
  job: Job,
  matched: v.nullable(v.picklist(['name', 'host'])),
  /** The connection's name where it was exported; null where it had none. */
  connectionName: v.nullable(v.string()),
});

export type OpenedPrepared = v.InferOutput<typeof OpenedPrepared>;

/** What became of a wish to send several. */
export const SentPrepared = v.object({
  sent: v.pipe(v.number(), v.integer(), v.minValue(0)),
  refused: v.array(v.object({ id: JobId, name: v.string(), error: ErrorShape })),
});
export type SentPrepared = v.InferOutput<typeof SentPrepared>;

const longestName = 120;

/** What the workbook of a part is called: `leads.xlsx` becomes `leads-2.xlsx`. */
export function partFileName(fileName: string, part: number): string {
  return fileName.replace(/(?=\.[^.]*$)|$/, `-${part}`);
}

/** What the import of a part is called in the list. */
export function partName(name: string, part: number, of: number): string {
  const suffix = ` (${part}/${of})`;
  return `${name.slice(0, longestName - suffix.length)}${suffix}`;
}

/** What an import that was sent was made of, for making another one: nothing of it is sent, and all is checked anew. */
export const RepeatedImport = v.object({
  name: ImportName,
  /** The source, where it still is. */
  file: FileToken,
  /** How it was read and checked, as far as the file alone decides. */
  options: v.pick(CheckOptions, [
    'sheet',
    'headerRow',
    'encoding',
    'delimiter',
    'ivr',
    'duplicates',
    'leaveOutHidden',
    'mapping',
  ]),
  /** The do-not-call list it was checked by, where that is still there; `lost` names one that is not. */
  doNotCall: v.nullable(FileToken),
  lost: v.nullable(v.string()),
  /** How many changes were made by hand or by mends: they are not made again. */
  changes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  plan: ImportPlan,
  /** The call centre of the plan, as `callCentreOf` names it: it means nothing in another one. */
  centre: v.optional(v.string()),
});
export type RepeatedImport = v.InferOutput<typeof RepeatedImport>;

/** What became of a wish to save several workbooks. */
export const SavedWorkbooks = v.object({
  saved: v.array(v.string()),
  refused: SentPrepared.entries.refused,
});
export type SavedWorkbooks = v.InferOutput<typeof SavedWorkbooks>;

/** The ending of the files in which prepared imports travel. */
export const preparedEnding = '.dialdesk';

/** Imports, sent or prepared. */
export const imports = {
  /** Puts a checked list in the outbox, in several imports if it is split. The list may be closed afterwards. */
  add: call(NewImport, v.array(Job)),
  /** Sends a failed or paused import somewhere else, or under another name. */
  redirect: call(
    v.object({ id: JobId, ...v.omit(NewImport, ['list', 'connectionId', 'split', 'mark']).entries }),
    Job,
  ),
  /** Keeps a checked list as prepared: its clean workbook goes into the outbox, and nothing leaves the computer. */
  prepare: call(NewPrepared, v.array(Job)),
  /** The choices made for a prepared import so far. */
  plan: call(v.object({ id: JobId }), ImportPlan),
  /** Changes where a prepared import goes, when, and what it is called. */
  editPlan: call(
    v.object({
      id: JobId,
      name: NewImport.entries.name,
      plan: ImportPlan,
      centre: NewImport.entries.centre,
    }),
    Job,
  ),
  rename: call(v.object({ id: JobId, name: NewImport.entries.name }), Job),
  /** Makes a second prepared import of the same clean workbook. */
  duplicate: call(v.object({ id: JobId, name: NewImport.entries.name }), Job),
  /** Whether the same content was sent into the same campaign before. */
  sentBefore,
  /**
   * Sends prepared imports. Those that lack something stay as they are, and it is said what they lack; so do those
   * that were sent before, unless `again` names all of their sendings.
   */
  send: call(
    v.object({ ids: v.pipe(v.array(JobId), v.maxLength(1000)), again: NewImport.entries.again }),
    SentPrepared,
  ),
  /** Asks where to, and writes a prepared import as one file for another workstation; null when cancelled. */
  exportPrepared: call(
    v.object({ id: JobId }),
    v.nullable(v.object({ name: v.string(), bytes: v.number() })),
  ),
  /**
   * What an import was made of, for another one like it. Fails as `file_unreadable` where its source is gone, or was a
   * prepared file.
   */
  repeat: call(v.object({ id: JobId }), RepeatedImport),
  /**
   * Asks where to, and saves the clean workbooks of imports: the kept one, or else one written anew from the same
   * source. Null when cancelled.
   */
  saveWorkbooks: call(
    v.object({ ids: v.pipe(v.array(JobId), v.minLength(1), v.maxLength(1000)) }),
    v.nullable(SavedWorkbooks),
  ),
  /** Makes a prepared import of such a file. */
  openPrepared: call(v.object({ token: v.pipe(v.string(), v.uuid()) }), OpenedPrepared),
} as const;
