import * as v from 'valibot';
import { ConnectionId } from './connections.ts';
import { ErrorShape } from './errors.ts';
import { NameHazard, RemoteKind, RemoteName, RemotePlace } from './remote-files.ts';
import { ServerId } from './server-id.ts';
import { call, push } from './define.ts';

export const TransferId = v.pipe(v.string(), v.uuid());

/** `waiting` goes on by itself at `retryAt`, after the network failed. */
export const transferStates = [
  'queued',
  'running',
  'waiting',
  'paused',
  'failed',
  'done',
  'cancelled',
] as const;
export const TransferState = v.picklist(transferStates);
export type TransferState = v.InferOutput<typeof TransferState>;

/** `size`, or `sha256`: the whole file is read back and compared. */
export const Verification = v.picklist(['size', 'sha256']);
export type Verification = v.InferOutput<typeof Verification>;

/** One file on its way to or from a server. Sizes are bytes, times ms since 1970; unknown is null. */
export const Transfer = v.object({
  id: TransferId,
  direction: v.picklist(['upload', 'download']),
  connectionId: ConnectionId,
  serverId: ServerId,
  /** The server's address, for showing. */
  server: v.string(),
  /** For showing: the file's name, and the folder on the server. */
  name: v.string(),
  folder: v.string(),
  /** Of a download: the name it has on this computer. */
  savedAs: v.nullable(v.string()),
  state: TransferState,
  bytes: v.number(),
  total: v.nullable(v.number()),
  bytesPerSecond: v.nullable(v.number()),
  secondsLeft: v.nullable(v.number()),
  verify: Verification,
  /** Why it failed or waits. */
  error: v.nullable(ErrorShape),
  retryAt: v.nullable(v.number()),
  /** Of a finished upload: what became of a file that had the name before. */
  replaced: v.nullable(v.picklist(['nothing', 'atomically', 'in_two_steps', 'in_place'])),
  /** Of a finished transfer, in hex, where it was computed. */
  sha256: v.nullable(v.string()),
  createdAt: v.number(),
});
export type Transfer = v.InferOutput<typeof Transfer>;

/** How all transfers of this workstation are made, imports' uploads included. */
export const TransferSettings = v.object({
  /** Bytes a second; null is no limit. */
  bandwidth: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(1024 ** 4))),
  /** For transfers that are added from now on; imports have their own. */
  verify: Verification,
});
export type TransferSettings = v.InferOutput<typeof TransferSettings>;

const FileTokens = v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(1000));

export const UploadPlan = v.object({ place: RemotePlace, tokens: FileTokens });

/** One file that is to be sent, and what stands in its way. */
export const PlannedUpload = v.object({
  token: v.string(),
  name: v.string(),
  size: v.number(),
  /** Why it cannot have that name on the server; null if it can. */
  unfit: v.nullable(NameHazard),
  /** What has the name there already. */
  existing: v.nullable(
    v.object({ kind: RemoteKind, size: v.nullable(v.number()), modified: v.nullable(v.number()) }),
  ),
});
export type PlannedUpload = v.InferOutput<typeof PlannedUpload>;

export const UploadOrder = v.object({
  place: RemotePlace,
  /** `replace` only after the user was shown what is there. */
  files: v.pipe(
    v.array(v.object({ token: v.pipe(v.string(), v.uuid()), replace: v.boolean() })),
    v.minLength(1),
    v.maxLength(1000),
  ),
});

export const DownloadOrder = v.object({
  place: RemotePlace,
  names: v.pipe(v.array(RemoteName), v.minLength(1), v.maxLength(10_000)),
});

export const TransfersChanged = v.object({ transfers: v.array(Transfer), removed: v.array(TransferId) });
export type TransfersChanged = v.InferOutput<typeof TransfersChanged>;

/** Transfers made by hand. */
export const transfers = {
  list: call(v.void(), v.object({ transfers: v.array(Transfer), settings: TransferSettings })),
  setSettings: call(TransferSettings, TransferSettings),
  /** Looks at the names that files to be sent would have on the server. */
  planUpload: call(UploadPlan, v.array(PlannedUpload)),
  upload: call(UploadOrder, v.void()),
  /** Asks where to: a name for one file, a folder for several. False when the dialog was cancelled. */
  download: call(DownloadOrder, v.boolean()),
  pause: call(v.object({ id: TransferId }), v.void()),
  /** Goes on with one that is paused, waits or failed; `replace` answers a file that has the name. */
  resume: call(v.object({ id: TransferId, replace: v.optional(v.boolean(), false) }), v.void()),
  /** Stops it and removes what it left on either side. */
  cancel: call(v.object({ id: TransferId }), v.void()),
  /** Takes all that are over off the list, or one of them. */
  clear: call(v.object({ id: v.optional(TransferId) }), v.void()),
  /** Progress comes at most ten times a second for each transfer. */
  changed: push(TransfersChanged),
} as const;
