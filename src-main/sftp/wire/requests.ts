import { DialdeskError } from '../../contract/errors.ts';
import type { Attributes } from './attributes.ts';
import { readAttributes, withKind } from './attributes.ts';
import { AttributeFlag, Packet, Status } from './codes.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Reply, SftpLink } from './dispatcher.ts';
import { MalformedPacket } from './packet.ts';
import type { Field, PacketReader } from './packet.ts';
import { pathBytes } from './raw-path.ts';
import type { RawPath } from './raw-path.ts';
import type { Asked } from './status-error.ts';
import { statusError, statusText, unreadableAnswer } from './status-error.ts';

export type { RawPath };

/** One line of a folder's listing: the name's bytes as they came. */
export interface RawEntry {
  readonly name: Buffer;
  readonly attributes: Attributes;
}

/** What statvfs@openssh.com answers, in bytes. `total` 0 means that the server does not know. */
export interface FileSystemSpace {
  readonly total: number;
  /** Free for everybody. */
  readonly available: number;
  /** Free for the administrator, who may use the reserve. */
  readonly free: number;
  readonly readOnly: boolean;
}

/** limits@openssh.com; 0 means unspecified. */
export interface ServerLimits {
  /** The longest packet, which holds a request's data and about a hundred bytes more. */
  readonly packetLength?: number;
  readonly readLength: number;
  readonly writeLength: number;
}

/**
 * Gateways to object stores move the whole file when it is closed or gets its name, which takes minutes; the
 * link's own signs of life say meanwhile that the server is there. So these requests have this many times as
 * long as others.
 */
const slow = 8;

const raw = pathBytes;
const shown = (path: RawPath): string => (typeof path === 'string' ? path : Buffer.from(path).toString());

/**
 * The requests of SFTP version 3 and the OpenSSH extensions Dialdesk uses, each as a promise.
 *
 * It stands on an ssh2 channel but not on ssh2's SFTPWrapper, for four reasons: names stay bytes (a GBK name on
 * a Chinese server cannot be opened or deleted by its garbled UTF-8 form); a lost link rejects everything at
 * once; writes are made in place, without a copy; and limits@openssh.com is asked before the first write.
 *
 * All methods reject with a `DialdeskError` of `statusError`, or with why the connection ended.
 */
export class SftpRequests {
  readonly dispatcher: Dispatcher;
  readonly #extensions = new Map<string, string>();

  /** `replyTimeout` (ms) and `onFailure` are the dispatcher's. */
  constructor(link: SftpLink, replyTimeout: number, onFailure: (error: DialdeskError) => void) {
    this.dispatcher = new Dispatcher(link, replyTimeout, onFailure);
  }

  /** Opens the conversation; to be called once, first. */
  async start(): Promise<void> {
    const fields = await this.dispatcher.start();
    try {
      while (!fields.finished) this.#extensions.set(fields.text(), fields.text());
    } catch (error) {
      // What is announced is optional: what could be read of it counts, and the rest was not announced.
      if (!(error instanceof MalformedPacket)) throw error;
    }
  }

  /** Whether the server announced the extension in the version we speak. */
  offers(extension: keyof typeof extensionVersions): boolean {
    return this.#extensions.get(extension) === extensionVersions[extension];
  }

  async open(path: RawPath, flags: number, mode?: number): Promise<Buffer> {
    const attributes = mode === undefined ? [0] : [AttributeFlag.permissions, mode];
    return this.#handle({ request: 'open', path: shown(path) }, Packet.open, [
      raw(path),
      flags,
      ...attributes,
    ]);
  }

  async close(handle: Uint8Array): Promise<void> {
    await this.#done({ request: 'close' }, Packet.close, [handle], slow);
  }

  /** The bytes at `position`, at most `length`; null at the end of the file. A server may send fewer. */
  async read(handle: Uint8Array, position: number, length: number): Promise<Buffer | null> {
    const reply = await this.dispatcher.request(Packet.read, [handle, BigInt(position), length]);
    if (reply.type === Packet.data) return readable({ request: 'read' }, () => reply.fields.bytes());
    const { status, text } = this.#status(reply);
    if (status === Status.endOfFile) return null;
    throw statusError(status, text, { request: 'read' });
  }

  /** `packetFor` makes a whole WRITE packet for a request number; see `WriteSlot`. */
  async write(packetFor: (id: number) => Uint8Array): Promise<void> {
    this.#expectOk(await this.dispatcher.requestWith(packetFor), { request: 'write' });
  }

  async stat(path: RawPath): Promise<Attributes> {
    return this.#attributes({ request: 'stat', path: shown(path) }, Packet.stat, [raw(path)]);
  }

  async lstat(path: RawPath): Promise<Attributes> {
    return this.#attributes({ request: 'lstat', path: shown(path) }, Packet.lstat, [raw(path)]);
  }

  async fstat(handle: Uint8Array): Promise<Attributes> {
    return this.#attributes({ request: 'fstat' }, Packet.fstat, [handle]);
  }

  /** Cuts or extends an open file. */
  async truncate(handle: Uint8Array, size: number): Promise<void> {
    await this.#done({ request: 'fsetstat' }, Packet.fsetstat, [handle, AttributeFlag.size, BigInt(size)]);
  }

  async opendir(path: RawPath): Promise<Buffer> {
    return this.#handle({ request: 'opendir', path: shown(path) }, Packet.opendir, [raw(path)]);
  }

  /** The next part of a listing, or null at its end. */
  async readdir(handle: Uint8Array): Promise<RawEntry[] | null> {
    const reply = await this.dispatcher.request(Packet.readdir, [handle]);
    if (reply.type === Packet.name) return namesOf({ request: 'readdir' }, reply.fields);
    const { status, text } = this.#status(reply);
    if (status === Status.endOfFile) return null;
    throw statusError(status, text, { request: 'readdir' });
  }

  async remove(path: RawPath): Promise<void> {
    await this.#done({ request: 'remove', path: shown(path) }, Packet.remove, [raw(path)]);
  }

  async mkdir(path: RawPath): Promise<void> {
    await this.#done({ request: 'mkdir', path: shown(path) }, Packet.mkdir, [raw(path), 0]);
  }

  async rmdir(path: RawPath): Promise<void> {
    await this.#done({ request: 'rmdir', path: shown(path) }, Packet.rmdir, [raw(path)]);
  }

  /** The absolute path, as the server's bytes. */
  async realpath(path: RawPath): Promise<Buffer> {
    const asked = { request: 'realpath', path: shown(path) };
    const reply = await this.dispatcher.request(Packet.realpath, [raw(path)]);
    if (reply.type !== Packet.name) this.#refuse(reply, asked);
    const name = readable(asked, () => (reply.fields.uint32() > 0 ? reply.fields.bytes() : undefined));
    if (!name) throw unreadableAnswer(asked, 'an answer without a name');
    return Buffer.from(name);
  }

  /** Version 3's own rename: fails where the new name is taken (section 6.5), on servers that keep to it. */
  async rename(from: RawPath, to: RawPath): Promise<void> {
    await this.#done({ request: 'rename', path: shown(to) }, Packet.rename, [raw(from), raw(to)], slow);
  }

  /** Renames over an existing file in one step. */
  async posixRename(from: RawPath, to: RawPath): Promise<void> {
    const asked = { request: 'posix-rename', path: shown(to) };
    await this.#done(asked, Packet.extended, [raw('posix-rename@openssh.com'), raw(from), raw(to)], slow);
  }

  /** Returns when the file's data is on the server's disk. */
  async fsync(handle: Uint8Array): Promise<void> {
    await this.#done({ request: 'fsync' }, Packet.extended, [raw('fsync@openssh.com'), handle], slow);
  }

  async statvfs(path: RawPath): Promise<FileSystemSpace> {
    const asked = { request: 'statvfs', path: shown(path) };
    const reply = await this.dispatcher.request(Packet.extended, [raw('statvfs@openssh.com'), raw(path)]);
    if (reply.type !== Packet.extendedReply) this.#refuse(reply, asked);
    return readable(asked, () => {
      const next = (): number => Number(reply.fields.uint64());
      next(); // f_bsize; counts are in f_frsize
      const unit = next();
      const [total, free, available] = [next() * unit, next() * unit, next() * unit];
      for (let skipped = 0; skipped < 4; skipped++) next(); // inodes, file system id
      return { total, free, available, readOnly: (next() & 1) !== 0 };
    });
  }

  async limits(): Promise<ServerLimits> {
    const reply = await this.dispatcher.request(Packet.extended, [raw('limits@openssh.com')]);
    if (reply.type !== Packet.extendedReply) this.#refuse(reply, { request: 'limits' });
    return readable({ request: 'limits' }, () => {
      const packetLength = Number(reply.fields.uint64());
      return {
        packetLength,
        readLength: Number(reply.fields.uint64()),
        writeLength: Number(reply.fields.uint64()),
      };
    });
  }

  async #done(asked: Asked, type: number, fields: readonly Field[], patience = 1): Promise<void> {
    this.#expectOk(await this.dispatcher.request(type, fields, patience), asked);
  }

  async #handle(asked: Asked, type: number, fields: readonly Field[]): Promise<Buffer> {
    const reply = await this.dispatcher.request(type, fields);
    if (reply.type !== Packet.handle) this.#refuse(reply, asked);
    return Buffer.from(this.#parse(() => reply.fields.bytes()));
  }

  async #attributes(asked: Asked, type: number, fields: readonly Field[]): Promise<Attributes> {
    const reply = await this.dispatcher.request(type, fields);
    if (reply.type !== Packet.attrs) this.#refuse(reply, asked);
    return readable(asked, () => readAttributes(reply.fields));
  }

  #status(reply: Reply): { status: number; text: string } {
    return this.#parse(() => {
      if (reply.type !== Packet.status) throw new MalformedPacket(`an answer of type ${reply.type}`);
      const status = reply.fields.uint32();
      return { status, text: statusText(reply.fields) };
    });
  }

  #expectOk(reply: Reply, asked: Asked): void {
    const { status, text } = this.#status(reply);
    if (status !== Status.ok) throw statusError(status, text, asked);
  }

  #refuse(reply: Reply, asked: Asked): never {
    const { status, text } = this.#status(reply);
    throw statusError(status, text, asked);
  }

  #parse<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw error instanceof MalformedPacket ? this.#malformed(error) : error;
    }
  }

  #malformed(cause: MalformedPacket): DialdeskError {
    const error = new DialdeskError('ssh_failed', cause.message, {
      details: { reason: 'protocol', text: cause.message },
      cause,
    });
    this.dispatcher.fail(error);
    return error;
  }
}

/**
 * Reads an answer of which nothing depends but what was asked. One that is not as SFTP has it is whole all the same,
 * so that it counts as a refusal of its request, and the session goes on.
 */
function readable<T>(asked: Asked, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof MalformedPacket ? unreadableAnswer(asked, error.message) : error;
  }
}

function namesOf(asked: Asked, fields: PacketReader): RawEntry[] {
  return readable(asked, () => {
    const entries: RawEntry[] = [];
    for (let left = fields.uint32(); left > 0; left--) {
      const name = Buffer.from(fields.bytes());
      const line = fields.bytes();
      entries.push({ name, attributes: withKind(readAttributes(fields), line) });
    }
    return entries;
  });
}

/** The extensions used, with the version that PROTOCOL of OpenSSH defines for each. */
const extensionVersions = {
  'posix-rename@openssh.com': '1',
  'statvfs@openssh.com': '2',
  'fsync@openssh.com': '1',
  'limits@openssh.com': '1',
} as const;
