import * as v from 'valibot';
import { ChosenFrom, ConnectionId } from './connections.ts';
import { LackableInterface, ServerAddition, ServerChange, ServerTrial, ServerUse } from './server-changes.ts';
import { ServerId } from './server-id.ts';
import {
  AgentInfo,
  KeyChoice,
  LoginAnswer,
  LoginQuestion,
  PrivateKeyInfo,
  ReachChange,
  ServerLabel,
  ShownReach,
} from './server-reach.ts';
import { ServerState } from './server-state.ts';
import { call, push } from './define.ts';
import { Forgotten } from './forgotten.ts';
import { anyOf, withoutEdges } from './text-edges.ts';

/** A file server as `queryServer` lists it. The service leaves fields null; they stay null here. */
export const FileServer = v.object({
  serverId: v.string(),
  ip: v.nullable(v.string()),
  port: v.nullable(v.string()),
  filePath: v.nullable(v.string()),
  userName: v.nullable(v.string()),
  /** What it is called here; null where it has no name but its address. */
  label: v.nullable(v.string()),
  /** When an import was last made for it, milliseconds since 1970 UTC; null for never. */
  usedAt: v.nullable(v.number()),
  /** Whether the vault holds a password for it. */
  passwordSaved: v.boolean(),
  /** How it stood when it was last tried at the address it has now; null when it never was. */
  state: v.nullable(ServerState),
  reach: ShownReach,
});
export type FileServer = v.InferOutput<typeof FileServer>;

export const ServerPageQuery = v.object({
  connectionId: ConnectionId,
  /** In name, ID, address, path and user name; '' for all. */
  search: v.pipe(v.string(), v.maxLength(200)),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
  /** Ask the service again instead of using the answer of a moment ago. */
  refresh: v.boolean(),
});
export type ServerPageQuery = v.InferOutput<typeof ServerPageQuery>;

export const ServerPage = v.object({
  total: v.number(),
  servers: v.array(FileServer),
  /** How many the call centre says there are; null where it does not say. */
  count: v.nullable(v.number()),
  /** What the call centre was found to lack. */
  lacks: v.array(LackableInterface),
});
export type ServerPage = v.InferOutput<typeof ServerPage>;

export const OneServer = v.object({ ...ChosenFrom.entries, serverId: ServerId });
export type OneServer = v.InferOutput<typeof OneServer>;

/** Which servers to try: these, or all that a search finds. */
export const ServerCheck = v.object({
  connectionId: ConnectionId,
  which: v.variant('kind', [
    v.object({ kind: v.literal('one'), serverId: ServerId }),
    v.object({ kind: v.literal('all'), search: v.pipe(v.string(), v.maxLength(200)) }),
  ]),
});
export type ServerCheck = v.InferOutput<typeof ServerCheck>;

/** How far the trials of a connection's servers are. */
export const CheckRun = v.object({
  connectionId: ConnectionId,
  /** The server this is about, and how it stands: null while it is being tried, or when that was cancelled. */
  serverId: v.nullable(ServerId),
  state: v.nullable(ServerState),
  /** Being tried at this moment. */
  running: v.array(ServerId),
  done: v.number(),
  total: v.number(),
});
export type CheckRun = v.InferOutput<typeof CheckRun>;

/** A password on its way to the vault. It never comes out again. */
export const ServerPassword = v.object({
  ...ChosenFrom.entries,
  serverId: ServerId,
  password: v.pipe(v.string(), v.nonEmpty('required'), v.maxLength(1024, 'too_long')),
});

/** A folder below the default path: '' or segments with `/` between them, none of them `.` or `..`. */
export const RemoteFolder = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(512, 'too_long'),
  v.transform((path) => withoutEdges(path, anyOf('/'))),
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  v.regex(/^[^\u0000-\u001f\u007f\\]*$/, 'remote_path'),
  v.check(
    (path) => path === '' || path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'remote_path',
  ),
);

/** The name of the workbook on the server, for example `demo.xlsx`. 255 bytes is what file systems take. */
export const RemoteFileName = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('required'),
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  v.regex(/^[^\u0000-\u001f\u007f/\\]+$/, 'file_name'),
  v.check((name) => new TextEncoder().encode(name).length <= 200, 'too_long'),
  v.regex(/\.xlsx$/i, 'file_name_xlsx'),
);

/** Where on which file server a workbook is put. */
export const Destination = v.object({
  connectionId: ConnectionId,
  serverId: ServerId,
  folder: RemoteFolder,
  fileName: RemoteFileName,
});
export type Destination = v.InferOutput<typeof Destination>;

/** What a look at the destination found. */
export const DestinationState = v.object({
  /** The full path on the server, for showing. */
  path: v.string(),
  /** Null where the server does not tell. */
  folderExists: v.nullable(v.boolean()),
  /**
   * The file that is there already, null where there is none; `unseen` where the server does not tell whether there is.
   * `size` is in bytes, `modified` ISO 8601, UTC; each null where the server does not tell.
   */
  existing: v.nullable(
    v.union([
      v.literal('unseen'),
      v.object({ size: v.nullable(v.number()), modified: v.nullable(v.string()) }),
    ]),
  ),
  /** Files go straight to their names on this server: one that is there is overwritten from the first byte. */
  direct: v.boolean(),
  /** Bytes; null where the server does not tell. */
  free: v.nullable(v.number()),
  /** Algorithms the server forced that are no longer thought strong. */
  weak: v.array(v.string()),
});
export type DestinationState = v.InferOutput<typeof DestinationState>;

/** File servers, and how this workstation reaches them. */
export const servers = {
  /** Those that imports went to last come first. */
  list: call(ServerPageQuery, ServerPage),
  get: call(OneServer, FileServer),
  /** Keeps a file server's password in the vault. */
  savePassword: call(ServerPassword, v.void()),
  forgetPassword: call(OneServer, Forgotten),
  /** Looks at the place an import is to be put, from this workstation. */
  lookAt: call(Destination, DestinationState),
  /** Tries servers from this workstation, a few side by side. How each stands comes by `checked`. */
  check: call(ServerCheck, v.void()),
  /** Stops the trials of a connection's servers; those that were through keep their result. */
  stopCheck: call(v.object({ connectionId: ConnectionId }), v.void()),
  checked: push(CheckRun),
  /** Tries new settings without keeping anything. What stands in the way is in the state. */
  tryOut: call(ServerTrial, ServerState),
  modify: call(ServerChange, v.void()),
  /** Registers a server; its ID is null where the system does not say and the list does not show it either. */
  add: call(ServerAddition, v.object({ serverId: v.nullable(v.string()) })),
  /** Takes a server out of the call centre, and all that is kept about it here. Its files stay. */
  remove: call(OneServer, Forgotten),
  /** Looks again whether the call centre has the interfaces it was found to lack. */
  forgetLacking: call(v.object({ connectionId: ConnectionId }), v.void()),
  /** Imports that are not over and name the server. */
  usedBy: call(OneServer, v.array(ServerUse)),
  /** Keeps how this workstation reaches the server. */
  setReach: call(ReachChange, v.void()),
  /** Gives a server a name on this workstation; null takes it away. */
  setLabel: call(v.object({ ...OneServer.entries, label: v.nullable(ServerLabel) }), v.void()),
  /** Reads a picked private key and keeps it in the vault. */
  saveKey: call(KeyChoice, PrivateKeyInfo),
  forgetKey: call(OneServer, Forgotten),
  /** The system's SSH agent and the keys it holds. */
  agent: call(v.void(), AgentInfo),
  /** Somebody is there to answer what a server asks of an import that is about to log in. */
  attend: call(OneServer, v.void()),
  asked: push(LoginQuestion),
  /** A question is over without an answer: the server hung up, or the job was cancelled. */
  askedNoMore: push(v.object({ id: v.pipe(v.string(), v.uuid()) })),
  answer: call(LoginAnswer, v.void()),
} as const;
