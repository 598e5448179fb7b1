import { constants } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { chmod, link, lstat, mkdir, open, readdir, rename, rmdir, stat, statfs } from 'node:fs/promises';
import { truncate, unlink, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { once } from 'node:events';
import type { SftpFolder } from './sftp-folder.ts';
import * as wire from './sftp-packets.ts';
import type { SentAttributes } from './sftp-packets.ts';

const { packet, status, string, uint32, uint64 } = wire;

/** What the server offers besides version 3, with the version of each as OpenSSH announces it. */
const extensions = [
  ['posix-rename@openssh.com', '1'],
  ['fsync@openssh.com', '1'],
  ['statvfs@openssh.com', '2'],
  ['hardlink@openssh.com', '1'],
  ['limits@openssh.com', '1'],
] as const;

const openFlag = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;

type Handle =
  | { readonly kind: 'file'; readonly file: FileHandle }
  | { readonly kind: 'folder'; readonly path: string; entries: Dirent[] };

/** An answer other than "ok" that is part of the protocol. */
class StatusError extends Error {
  readonly status: number;

  constructor(code: number, message: string) {
    super(message);
    this.status = code;
  }
}

/**
 * One SFTP session over a channel: the server side of version 3. ssh2 has one too, but it announces no
 * extensions, so no client of it would ever use posix-rename or fsync.
 * Requests are handled in the order of their arrival, one at a time.
 */
export class SftpSession {
  readonly #channel: Duplex;
  readonly #folder: SftpFolder;
  /** Called with the size of each piece of file data, before it is written or after it was read. */
  readonly #transferred: (bytes: number) => void;
  readonly #handles = new Map<string, Handle>();
  #nextHandle = 1;

  constructor(channel: Duplex, folder: SftpFolder, transferred: (bytes: number) => void) {
    this.#channel = channel;
    this.#folder = folder;
    this.#transferred = transferred;
  }

  /** Serves until the client ends the channel or breaks the protocol; closes what was left open. */
  async serve(): Promise<void> {
    try {
      for await (const bytes of wire.packets(this.#channel as AsyncIterable<Buffer>)) {
        const answer = await this.#answer(bytes);
        if (this.#channel.destroyed) return;
        if (!this.#channel.write(answer)) await drained(this.#channel);
      }
    } finally {
      for (const handle of this.#handles.values()) {
        if (handle.kind === 'file') await handle.file.close().catch(() => undefined);
      }
    }
  }

  async #answer(bytes: Buffer): Promise<Buffer> {
    const reader = new wire.PacketReader(bytes);
    const type = reader.byte();
    if (type === packet.init) {
      const announced = extensions.flatMap(([name, version]) => [string(name), string(version)]);
      return wire.makePacket(packet.version, uint32(3), ...announced);
    }
    const id = uint32(reader.uint32());
    try {
      const reply = await this.#perform(type, reader);
      return reply
        ? wire.makePacket(reply.type, id, ...reply.parts)
        : wire.makePacket(packet.status, id, uint32(status.ok), string(''), string(''));
    } catch (error) {
      const [code, text] = statusOf(error);
      return wire.makePacket(packet.status, id, uint32(code), string(text), string('en'));
    }
  }

  /** Does what a request asks for. Returns nothing where the answer is just "ok". */
  async #perform(
    type: number,
    reader: wire.PacketReader,
  ): Promise<{ type: number; parts: Buffer[] } | undefined> {
    const local = () => this.#folder.local(reader.text());
    switch (type) {
      case packet.open: {
        const path = await local();
        const flags = reader.uint32();
        const file = await open(path, openMode(flags), reader.attributes().mode ?? 0o644);
        return this.#handle({ kind: 'file', file });
      }
      case packet.close: {
        const [name, handle] = this.#find(reader);
        this.#handles.delete(name);
        if (handle.kind === 'file') await handle.file.close();
        return undefined;
      }
      case packet.read:
        return this.#read(this.#file(reader), reader.uint64(), reader.uint32());
      case packet.write: {
        const file = this.#file(reader);
        const position = reader.uint64();
        const data = reader.bytes();
        this.#transferred(data.length);
        await file.write(data, 0, data.length, position);
        return undefined;
      }
      case packet.lstat:
        return attributesReply(await lstat(await local()));
      case packet.stat:
        return attributesReply(await stat(await local()));
      case packet.fstat:
        return attributesReply(await this.#file(reader).stat());
      case packet.setstat:
        await change(await local(), reader.attributes());
        return undefined;
      case packet.fsetstat: {
        const file = this.#file(reader);
        const { size, mode, times } = reader.attributes();
        if (size !== undefined) await file.truncate(size);
        if (mode !== undefined) await file.chmod(mode & 0o7777);
        if (times) await file.utimes(times.access, times.modified);
        return undefined;
      }
      case packet.opendir: {
        const path = await local();
        const entries = await readdir(path, { withFileTypes: true });
        return this.#handle({ kind: 'folder', path, entries });
      }
      case packet.readdir:
        return this.#list(reader);
      case packet.remove:
        await unlink(await local());
        return undefined;
      case packet.mkdir:
        await mkdir(await local(), reader.attributes().mode ?? 0o755);
        return undefined;
      case packet.rmdir:
        await rmdir(await local());
        return undefined;
      case packet.realpath:
        return nameReply([{ name: this.#folder.absolute(reader.text()) }]);
      case packet.rename: {
        const from = await local();
        const to = await local();
        // Version 3 never replaces: that is what posix-rename is for.
        if (await exists(to)) throw new StatusError(status.failure, 'The target exists.');
        await rename(from, to);
        return undefined;
      }
      case packet.extended:
        return this.#extended(reader.text(), reader);
      default:
        throw new StatusError(status.unsupported, 'Not supported.');
    }
  }

  async #extended(
    name: string,
    reader: wire.PacketReader,
  ): Promise<{ type: number; parts: Buffer[] } | undefined> {
    const local = () => this.#folder.local(reader.text());
    switch (name) {
      case 'posix-rename@openssh.com':
        await rename(await local(), await local());
        return undefined;
      case 'hardlink@openssh.com':
        await link(await local(), await local());
        return undefined;
      case 'fsync@openssh.com':
        await this.#file(reader).sync();
        return undefined;
      case 'limits@openssh.com': {
        const limits = [wire.maxPacketLength, wire.maxDataLength, wire.maxDataLength, 0];
        return { type: packet.extendedReply, parts: limits.map(uint64) };
      }
      case 'statvfs@openssh.com': {
        const disk = await statfs(await local(), { bigint: true });
        const numbers = [disk.bsize, disk.bsize, disk.blocks, disk.bfree, disk.bavail];
        const files = [disk.files, disk.ffree, disk.ffree, 0n, 0n, 255n];
        return { type: packet.extendedReply, parts: [...numbers, ...files].map(uint64) };
      }
      default:
        throw new StatusError(status.unsupported, 'Not supported.');
    }
  }

  #handle(handle: Handle): { type: number; parts: Buffer[] } {
    const name = String(this.#nextHandle++);
    this.#handles.set(name, handle);
    return { type: packet.handle, parts: [string(name)] };
  }

  #find(reader: wire.PacketReader): [string, Handle] {
    const name = reader.text();
    const handle = this.#handles.get(name);
    if (!handle) throw new StatusError(status.failure, 'No such handle.');
    return [name, handle];
  }

  #file(reader: wire.PacketReader): FileHandle {
    const [, handle] = this.#find(reader);
    if (handle.kind !== 'file') throw new StatusError(status.failure, 'Not a file.');
    return handle.file;
  }

  async #read(
    file: FileHandle,
    position: number,
    length: number,
  ): Promise<{ type: number; parts: Buffer[] }> {
    const buffer = Buffer.allocUnsafe(Math.min(length, wire.maxDataLength));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0 && length > 0) throw new StatusError(status.endOfFile, 'End of file.');
    this.#transferred(bytesRead);
    return { type: packet.data, parts: [string(buffer.subarray(0, bytesRead))] };
  }

  async #list(reader: wire.PacketReader): Promise<{ type: number; parts: Buffer[] }> {
    const [, handle] = this.#find(reader);
    if (handle.kind !== 'folder') throw new StatusError(status.failure, 'Not a folder.');
    const batch = handle.entries.splice(0, 100);
    if (batch.length === 0) throw new StatusError(status.endOfFile, 'End of folder.');
    const named = await Promise.all(
      batch.map(async ({ name }) => {
        // What was removed since the folder was opened is shown without attributes.
        const stats = await lstat(join(handle.path, name)).catch(() => undefined);
        return { name, ...(stats && { stats }) };
      }),
    );
    return nameReply(named);
  }
}

/** Resolves when the channel takes more, or never will. */
async function drained(channel: Duplex): Promise<void> {
  const over = new AbortController();
  const first = (event: string) => once(channel, event, { signal: over.signal });
  await Promise.race([first('drain'), first('close')]).finally(() => over.abort());
}

function openMode(flags: number): number {
  const reads = (flags & openFlag.read) !== 0;
  const writes = (flags & (openFlag.write | openFlag.append)) !== 0;
  let mode = reads && writes ? constants.O_RDWR : writes ? constants.O_WRONLY : constants.O_RDONLY;
  if (flags & openFlag.append) mode |= constants.O_APPEND;
  if (flags & openFlag.create) mode |= constants.O_CREAT;
  if (flags & openFlag.truncate) mode |= constants.O_TRUNC;
  if (flags & openFlag.exclusive) mode |= constants.O_EXCL;
  return mode;
}

async function change(path: string, { size, mode, times }: SentAttributes): Promise<void> {
  if (size !== undefined) await truncate(path, size);
  if (mode !== undefined) await chmod(path, mode & 0o7777);
  if (times) await utimes(path, times.access, times.modified);
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

const attributesReply = (stats: Stats) => ({ type: packet.attributes, parts: [wire.attributes(stats)] });

function nameReply(entries: readonly { name: string; stats?: Stats }[]): { type: number; parts: Buffer[] } {
  const parts = entries.flatMap(({ name, stats }) => [
    string(name),
    string(stats ? longName(name, stats) : name),
    stats ? wire.attributes(stats) : uint32(0),
  ]);
  return { type: packet.name, parts: [uint32(entries.length), ...parts] };
}

/** A line as of `ls -l`: what OpenSSH's client prints for it. */
function longName(name: string, stats: Stats): string {
  const kind = stats.isDirectory() ? 'd' : stats.isSymbolicLink() ? 'l' : '-';
  const rights = 'rwxrwxrwx'.replace(/./g, (letter, index: number) =>
    stats.mode & (0o400 >> index) ? letter : '-',
  );
  const time = stats.mtime.toISOString().slice(0, 16).replace('T', ' ');
  return `${kind}${rights} 1 demo demo ${String(stats.size).padStart(10)} ${time} ${name}`;
}

const statusByCode: Readonly<Record<string, number>> = {
  ENOENT: status.noSuchFile,
  ENOTDIR: status.noSuchFile,
  EACCES: status.permissionDenied,
  EPERM: status.permissionDenied,
  EROFS: status.permissionDenied,
};

/** The status of a failure, and a text without paths of this machine. */
function statusOf(error: unknown): [number, string] {
  if (error instanceof StatusError) return [error.status, error.message];
  if (error instanceof wire.MalformedPacket) return [status.badMessage, error.message];
  const code = (error as NodeJS.ErrnoException).code ?? 'failure';
  return [statusByCode[code] ?? status.failure, code];
}
