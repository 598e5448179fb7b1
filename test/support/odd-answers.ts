import { Packet, Status } from '../../src-main/sftp/wire/codes.ts';
import type { Refusal } from './refusals.ts';
import type { ScriptedRequest } from './scripted-sftp.ts';

// Answers that are not what the draft has, of servers that work all the same.

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

const text = (said: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(said as string);
  return Buffer.concat([u32(bytes.length), bytes]);
};

/** A STATUS in place of an answer of this type, or of any. */
const instead =
  (types: readonly number[], status: number, said: string | Uint8Array = 'odd') =>
  (reply: Buffer, { type }: ScriptedRequest): Buffer | undefined =>
    types.includes(type)
      ? Buffer.concat([Buffer.from([Packet.status]), reply.subarray(1, 5), u32(status), text(said), text('')])
      : undefined;

/** The answer with this behind its number. */
const body =
  (types: readonly number[], answer: number, make: (reply: Buffer) => Buffer) =>
  (reply: Buffer, { type }: ScriptedRequest): Buffer | undefined =>
    types.includes(type) && reply[0] === answer
      ? Buffer.concat([reply.subarray(0, 5), make(reply)])
      : undefined;

const looks = [Packet.lstat, Packet.stat, Packet.fstat];

/** A refusal with this number and text wherever the server says FAILURE, or that a name is missing. */
const refusedAs =
  (status: number, said: string | Uint8Array) =>
  (reply: Buffer): Buffer | undefined => {
    if (reply[0] !== Packet.status) return undefined;
    const was = reply.readUInt32BE(5);
    if (was !== Status.failure && was !== Status.noSuchFile) return undefined;
    return Buffer.concat([reply.subarray(0, 5), u32(status), text(said), text('')]);
  };

const extended =
  (name: string, make: (reply: Buffer) => Buffer) =>
  (reply: Buffer, { type, subject }: ScriptedRequest): Buffer | undefined =>
    type === Packet.extended && subject === name && reply[0] === Packet.extendedReply
      ? Buffer.concat([reply.subarray(0, 5), make(reply)])
      : undefined;

/** Each with all that is done on a server working all the same. */
export const oddAnswers: readonly Refusal[] = [
  { name: 'attributes of nothing but their number', reply: body(looks, Packet.attrs, () => Buffer.alloc(0)) },
  { name: 'attributes without any', reply: body(looks, Packet.attrs, () => u32(0)) },
  {
    name: 'attributes with flags of later versions',
    reply: body(looks, Packet.attrs, (reply) => {
      const rest = Buffer.from(reply.subarray(5));
      rest.writeUInt32BE((rest.readUInt32BE(0) | 0x7fff_fff0) >>> 0, 0);
      return rest;
    }),
  },
  {
    name: 'attributes that announce more than there is',
    reply: body(looks, Packet.attrs, (reply) => {
      const rest = Buffer.from(reply.subarray(5));
      rest.writeUInt32BE((rest.readUInt32BE(0) | 0x8000_0000) >>> 0, 0);
      return rest;
    }),
  },
  { name: 'OK in place of attributes', reply: instead(looks, Status.ok) },
  { name: 'REALPATH with no name', reply: body([Packet.realpath], Packet.name, () => u32(0)) },
  {
    name: 'REALPATH with a name alone',
    reply: body([Packet.realpath], Packet.name, () => Buffer.concat([u32(1), text('/')])),
  },
  {
    name: 'REALPATH with two names',
    reply: body([Packet.realpath], Packet.name, (reply) => {
      const one = reply.subarray(9);
      return Buffer.concat([u32(2), one, one]);
    }),
  },
  { name: 'limits cut short', reply: extended('limits@openssh.com', (reply) => reply.subarray(5, 21)) },
  { name: 'limits of zero', reply: extended('limits@openssh.com', () => Buffer.alloc(32)) },
  { name: 'limits without limits', reply: extended('limits@openssh.com', () => Buffer.alloc(32, 0xff)) },
  { name: 'statvfs cut short', reply: extended('statvfs@openssh.com', (reply) => reply.subarray(5, 30)) },
  { name: 'statvfs of zeros', reply: extended('statvfs@openssh.com', () => Buffer.alloc(88)) },
  { name: 'BAD MESSAGE for every refusal', reply: refusedAs(Status.badMessage, 'Bad message') },
  { name: 'a number beyond all for every refusal', reply: refusedAs(0xffff_ffff, '') },
  { name: 'a handle of no bytes expected', reply: refusedAs(9, 'SSH_FX_INVALID_HANDLE') },
  {
    name: 'RENAME that says FAILURE and is carried out',
    reply: instead([Packet.rename], Status.failure),
  },
  {
    name: 'RENAME that says PERMISSION DENIED and is carried out',
    reply: instead([Packet.rename], Status.permissionDenied),
  },
  {
    name: 'renaming of any kind that says FAILURE and is carried out',
    reply: (reply, request) =>
      request.type === Packet.rename || request.subject === 'posix-rename@openssh.com'
        ? instead([Packet.rename, Packet.extended], Status.failure)(reply, request)
        : undefined,
  },
  { name: 'REMOVE that says FAILURE and is carried out', reply: instead([Packet.remove], Status.failure) },
  { name: 'MKDIR that says FAILURE and is carried out', reply: instead([Packet.mkdir], Status.failure) },
  {
    name: 'STATUS without a text',
    reply: (reply) => (reply[0] === Packet.status ? reply.subarray(0, 9) : undefined),
  },
  {
    name: 'STATUS with a text that is longer than it is',
    reply: (reply) =>
      reply[0] === Packet.status
        ? Buffer.concat([reply.subarray(0, 9), u32(99), Buffer.from('x')])
        : undefined,
  },
];
