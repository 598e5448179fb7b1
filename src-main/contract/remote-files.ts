import * as v from 'valibot';
import { ChosenFrom } from './connections.ts';
import { ErrorShape } from './errors.ts';
import { ServerId } from './server-id.ts';
import { call } from './define.ts';

/**
 * One step of a path on a server, as its listing gave it. Bytes that are not UTF-8 stand as U+DC80 to U+DCFF,
 * so that a name in GBK leads back to its own bytes. Never shown: `RemoteEntry.shown` is.
 */
export const RemoteName = v.pipe(
  v.string(),
  v.nonEmpty('empty'),
  v.maxLength(1024, 'too_long'),
  v.check((name) => name !== '.' && name !== '..', 'dots'),
  v.check((name) => !name.includes('/') && !name.includes('\0'), 'separator'),
);

/** A name the user gives; main refuses what could deceive, with the hazard as the rule of the field `name`. */
export const NewRemoteName = v.pipe(v.string(), v.nonEmpty('empty'), v.maxLength(1024, 'too_long'));

/** A folder of a file server: its steps below the default path. */
export const RemotePlace = v.object({
  ...ChosenFrom.entries,
  serverId: ServerId,
  path: v.pipe(v.array(RemoteName), v.maxLength(100)),
});
export type RemotePlace = v.InferOutput<typeof RemotePlace>;

/** What is odd about a name. The first three make it unusable as a step of a path. */
export const nameHazards = [
  'empty',
  'dots',
  'separator',
  'control',
  'bidi',
  'invisible',
  'backslash',
  'edge_space',
  'not_utf8',
  'too_long',
] as const;
export const NameHazard = v.picklist(nameHazards);
export type NameHazard = v.InferOutput<typeof NameHazard>;

export const RemoteKind = v.picklist(['file', 'folder', 'link', 'other']);
export type RemoteKind = v.InferOutput<typeof RemoteKind>;

/** One thing in a folder. What the server does not tell is null; times are ms since 1970. */
export const RemoteEntry = v.object({
  name: v.string(),
  /** For showing: what does not show, or turns the line round, is spelled out. */
  shown: v.string(),
  hazards: v.array(NameHazard),
  /** Whether the name can be part of a path. */
  usable: v.boolean(),
  kind: RemoteKind,
  /** What a link leads to; null for nothing, and for what is no link. */
  leadsTo: v.nullable(RemoteKind),
  size: v.nullable(v.number()),
  modified: v.nullable(v.number()),
  /** Left by an upload that never came back. */
  leftover: v.boolean(),
});
export type RemoteEntry = v.InferOutput<typeof RemoteEntry>;

/** How the conversation with a server is protected. */
export const SessionFacts = v.object({
  software: v.string(),
  keyType: v.string(),
  fingerprint: v.string(),
  keyExchange: v.string(),
  cipher: v.string(),
  /** Algorithms the server forced that are no longer thought strong. */
  weak: v.array(v.string()),
});
export type SessionFacts = v.InferOutput<typeof SessionFacts>;

/** A folder as it is now. */
export const FolderView = v.object({
  /** The server's default path, and the steps to this folder, for showing. */
  base: v.string(),
  steps: v.array(v.string()),
  /** Where a link has led out of the default path: the real path, for showing; else null. */
  outside: v.nullable(v.string()),
  entries: v.array(RemoteEntry),
  /** Whether there is more than is listed. */
  truncated: v.boolean(),
  /** Bytes; null where the server does not tell. */
  free: v.nullable(v.number()),
  session: SessionFacts,
});
export type FolderView = v.InferOutput<typeof FolderView>;

/** Things of one folder. */
export const RemoteItems = v.pipe(
  v.array(v.object({ name: RemoteName, kind: RemoteKind })),
  v.minLength(1),
  v.maxLength(50_000),
);

/** What could not be deleted, and why; the others are gone. */
export const DeleteOutcome = v.object({
  deleted: v.number(),
  failed: v.array(v.object({ shown: v.string(), error: ErrorShape })),
});
export type DeleteOutcome = v.InferOutput<typeof DeleteOutcome>;

/** Files and folders on a file server. */
export const remoteFiles = {
  list: call(RemotePlace, FolderView),
  makeFolder: call(v.object({ place: RemotePlace, name: NewRemoteName }), v.void()),
  /** Gives a file or folder another name in its folder. Never over an existing one: `file_exists`. */
  rename: call(v.object({ place: RemotePlace, name: RemoteName, to: NewRemoteName }), v.void()),
  /** Deletes files, links themselves, and empty folders. */
  delete: call(v.object({ place: RemotePlace, items: RemoteItems }), DeleteOutcome),
} as const;
