import * as v from 'valibot';
import { ChosenFrom } from './connections.ts';
import { FileServerInfo, FileServerPassword, FileServerUserName } from './file-servers.ts';
import { JobId, JobState } from './jobs.ts';
import { ServerId } from './server-id.ts';

/** The interfaces that a call centre may lack. */
export const LackableInterface = v.picklist(['updateServer', 'addServer', 'deleteServer']);
export type LackableInterface = v.InferOutput<typeof LackableInterface>;

/** New settings of a file server. Main knows the address before the change itself. */
export const ServerChange = v.object({
  ...ChosenFrom.entries,
  serverId: ServerId,
  serverInfo: FileServerInfo,
  userName: FileServerUserName,
  /** Left out: the call centre keeps the one it has. */
  serverPwd: v.optional(FileServerPassword),
});
export type ServerChange = v.InferOutput<typeof ServerChange>;

/** A file server to be registered. */
export const ServerAddition = v.object({
  ...v.omit(ServerChange, ['serverId', 'serverPwd']).entries,
  serverPwd: FileServerPassword,
});
export type ServerAddition = v.InferOutput<typeof ServerAddition>;

/** Settings to be tried from here before they are sent; without an ID, those of a server still to be added. */
export const ServerTrial = v.object({
  ...v.omit(ServerChange, ['serverId']).entries,
  serverId: v.nullable(ServerId),
});
export type ServerTrial = v.InferOutput<typeof ServerTrial>;

/** An import that is not over and names a file server. */
export const ServerUse = v.object({ id: JobId, name: v.string(), state: JobState });
export type ServerUse = v.InferOutput<typeof ServerUse>;
