import { AttributeFlag, Packet, Status } from '../../src-main/sftp/wire/codes.ts';
import { PacketReader } from '../../src-main/sftp/wire/packet.ts';
import { readAttributes } from '../../src-main/sftp/wire/attributes.ts';
import type { Deed, Script, ScriptedRequest } from './scripted-sftp.ts';

/** One way in which a server differs from OpenSSH's: what it refuses, or leaves out of its answers. */
export interface Refusal {
  readonly name: string;
  /** The request, as errors name it; undefined where only an answer is poorer. */
  readonly refuses?: string;
  readonly request?: (request: ScriptedRequest) => Deed | undefined;
  readonly reply?: (reply: Buffer, request: ScriptedRequest) => Buffer | undefined;
}

const always =
  (type: number, status: number, text?: string) =>
  (request: ScriptedRequest): Deed | undefined =>
    request.type === type ? { status, ...(text !== undefined && { text }) } : undefined;
const extension =
  (name: string, status: number) =>
  (request: ScriptedRequest): Deed | undefined =>
    request.type === Packet.extended && request.subject === name ? { status } : undefined;

/** A "no such file" that became a FAILURE without a reason. */
const vagueWhereMissing =
  (type: number) =>
  (reply: Buffer, request: ScriptedRequest): Buffer | undefined => {
    if (request.type !== type || reply[0] !== Packet.status || reply.readUInt32BE(5) !== Status.noSuchFile)
      return undefined;
    const changed = Buffer.from(reply);
    changed.writeUInt32BE(Status.failure, 5);
    return changed;
  };

/** An ATTRS answer with other attributes. */
const attributes =
  (types: readonly number[], left: { size?: bigint | null; mode?: false }) =>
  (reply: Buffer, request: ScriptedRequest): Buffer | undefined => {
    if (!types.includes(request.type) || reply[0] !== Packet.attrs) return undefined;
    const reader = new PacketReader(reply.subarray(5));
    const { size = 0, mode = 0, accessed = 0, modified = 0 } = readAttributes(reader);
    const kept: Buffer[] = [];
    let flags = AttributeFlag.times;
    const wanted = left.size === undefined ? BigInt(size) : left.size;
    if (wanted !== null) {
      flags |= AttributeFlag.size;
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(wanted);
      kept.push(bytes);
    }
    if (left.mode !== false) {
      flags |= AttributeFlag.permissions;
      kept.push(u32(mode));
    }
    return Buffer.concat([reply.subarray(0, 5), u32(flags), ...kept, u32(accessed), u32(modified)]);
  };

/** A NAME answer whose attributes are all left out; the long names stay. */
const namesWithoutAttributes = (reply: Buffer, { type }: ScriptedRequest): Buffer | undefined => {
  if (type !== Packet.readdir || reply[0] !== Packet.name) return undefined;
  const reader = new PacketReader(reply.subarray(5));
  const count = reader.uint32();
  const kept = [reply.subarray(0, 5), u32(count)];
  for (let left = count; left > 0; left -= 1) {
    for (const text of [reader.bytes(), reader.bytes()]) kept.push(u32(text.length), Buffer.from(text));
    readAttributes(reader);
    kept.push(u32(0));
  }
  return Buffer.concat(kept);
};

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** Every one was met on a server of the field, or follows from a request being optional. */
export const refusals: readonly Refusal[] = [
  { name: 'REALPATH', refuses: 'realpath', request: always(Packet.realpath, Status.unsupported) },
  { name: 'limits', refuses: 'limits', request: extension('limits@openssh.com', Status.failure) },
  { name: 'LSTAT', refuses: 'lstat', request: always(Packet.lstat, Status.unsupported) },
  { name: 'STAT', refuses: 'stat', request: always(Packet.stat, Status.unsupported) },
  { name: 'LSTAT of what is missing', reply: vagueWhereMissing(Packet.lstat) },
  { name: 'STAT of what is missing', reply: vagueWhereMissing(Packet.stat) },
  { name: 'FSTAT', refuses: 'fstat', request: always(Packet.fstat, Status.permissionDenied) },
  { name: 'FSTAT with a size', reply: attributes([Packet.fstat], { size: null }) },
  { name: 'FSTAT with the true size', reply: attributes([Packet.fstat], { size: 0n }) },
  { name: 'fsync', refuses: 'fsync', request: extension('fsync@openssh.com', Status.failure) },
  {
    name: 'posix-rename',
    refuses: 'posix-rename',
    request: extension('posix-rename@openssh.com', Status.failure),
  },
  { name: 'permission bits', reply: attributes([Packet.stat, Packet.lstat, Packet.fstat], { mode: false }) },
  { name: 'attributes in listings', reply: namesWithoutAttributes },
  { name: 'REMOVE', refuses: 'remove', request: always(Packet.remove, Status.permissionDenied) },
  { name: 'RENAME', refuses: 'rename', request: always(Packet.rename, Status.permissionDenied) },
  { name: 'OPENDIR', refuses: 'opendir', request: always(Packet.opendir, Status.permissionDenied) },
  { name: 'statvfs', refuses: 'statvfs', request: extension('statvfs@openssh.com', Status.failure) },
];

/** Makes the script refuse all of these. */
export function refuse(script: Script, those: readonly Refusal[]): void {
  script.request = (request) => {
    for (const { request: deed } of those) {
      const done = deed?.(request);
      if (done !== undefined) return done;
    }
    return undefined;
  };
  script.reply = (reply, request) => {
    let changed: Buffer | undefined;
    for (const { reply: change } of those) changed = change?.(changed ?? reply, request) ?? changed;
    return changed;
  };
}
