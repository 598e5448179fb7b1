import type { Duplex } from 'node:stream';
import { DialdeskError } from '../../contract/errors.ts';
import { Packet } from './codes.ts';
import { encodePacket, MalformedPacket, PacketReader } from './packet.ts';
import type { Field } from './packet.ts';
import { PacketSplitter } from './packet-splitter.ts';

/** A server's answer: its packet type and its fields behind the request's number. */
export interface Reply {
  readonly type: number;
  readonly fields: PacketReader;
}

/** A channel on which a server speaks SFTP. */
export interface SftpLink {
  /** Where answers come from, and the end. */
  readonly channel: Duplex;
  send(bytes: Uint8Array): void;
}

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: DialdeskError) => void;
  /** How many times the reply timeout it may take. */
  readonly patience: number;
}

/**
 * Sends requests on a channel and gives each its own answer, in whatever order they come. When the channel
 * ends or `fail` is called, everything that waits is rejected at once: a callback that never comes is the
 * trap of ssh2's own transfers after a lost link.
 */
export class Dispatcher {
  readonly #link: SftpLink;
  readonly #pending = new Map<number, Pending>();
  readonly #watch: NodeJS.Timeout;
  readonly #onFailure: (error: DialdeskError) => void;
  #onVersion: ((fields: PacketReader) => void) | undefined;
  #nextId = 0;
  #failure: DialdeskError | undefined;
  /** How many times the reply timeout has gone by since the last answer. */
  #quiet = 0;

  /**
   * `replyTimeout` is how long, in ms, the server may leave requests waiting without answering any of them, unless
   * one of them has more patience;
   * `onFailure` is called once with why the channel can no longer be used.
   */
  constructor(link: SftpLink, replyTimeout: number, onFailure: (error: DialdeskError) => void) {
    this.#link = link;
    this.#onFailure = onFailure;
    this.#watch = setTimeout(() => {
      if (this.#pending.size === 0) return;
      this.#quiet += 1;
      let patience = 1;
      for (const pending of this.#pending.values()) patience = Math.max(patience, pending.patience);
      if (this.#quiet < patience) {
        this.#watch.refresh();
        return;
      }
      this.fail(
        new DialdeskError('timed_out', `no answer from the SFTP server in ${replyTimeout} ms`, {
          details: { phase: 'request' },
        }),
      );
    }, replyTimeout).unref();
    const splitter = new PacketSplitter((packet) => {
      this.#receive(packet);
    });
    const { channel } = link;
    channel.on('data', (chunk: Buffer) => {
      try {
        splitter.push(chunk);
      } catch (cause) {
        if (!(cause instanceof MalformedPacket)) throw cause;
        // Typically a login script that prints text, or a server that has no SFTP and starts a shell.
        const reason = this.#onVersion ? 'no_sftp' : 'garbled';
        this.fail(
          new DialdeskError('ssh_failed', cause.message, { details: { reason, text: cause.message } }),
        );
      }
    });
    const ended = (): void => {
      const text = 'the server closed the SFTP channel';
      // Before it ever spoke SFTP, it has none to offer: the connection would have reported a lost link.
      this.fail(
        this.#onVersion
          ? new DialdeskError('ssh_failed', text, { details: { reason: 'no_sftp', text } })
          : new DialdeskError('connection_lost', text, { details: { cause: 'closed' } }),
      );
    };
    channel.on('end', ended).on('close', ended).on('error', ended);
  }

  /** Sends INIT and resolves with what follows the server's version number: its extensions. */
  async start(): Promise<PacketReader> {
    return new Promise((resolve, reject) => {
      this.#pending.set(-1, { resolve: () => undefined, reject, patience: 1 });
      this.#onVersion = (fields) => {
        this.#pending.delete(-1);
        this.#onVersion = undefined;
        resolve(fields);
      };
      this.#watch.refresh();
      this.#link.send(encodePacket(Packet.init, [3]));
    });
  }

  /** Sends a request of any type; the number in front of the fields is added here. */
  request(type: number, fields: readonly Field[], patience = 1): Promise<Reply> {
    return this.requestWith((id) => encodePacket(type, [id, ...fields]), patience);
  }

  /** Sends a request whose bytes the caller makes itself, for the writer, which fills its packets in place. */
  requestWith(packetFor: (id: number) => Uint8Array, patience = 1): Promise<Reply> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const id = this.#nextId;
      this.#nextId = (id + 1) >>> 0;
      if (this.#pending.size === 0) {
        this.#quiet = 0;
        this.#watch.refresh();
      }
      this.#pending.set(id, { resolve, reject, patience });
      this.#link.send(packetFor(id));
    });
  }

  #receive(packet: Buffer): void {
    const fields = new PacketReader(packet);
    const type = fields.uint8();
    const id = fields.uint32();
    if (type === Packet.version) {
      this.#onVersion?.(fields);
      return;
    }
    const pending = this.#pending.get(id);
    if (!pending) {
      // What is said a second time is passed over: no later request has the number. It is no sign of life either.
      if (this.#wasAsked(id)) return;
      // An answer to nothing is a confused server; whatever it says next cannot be trusted.
      throw new MalformedPacket(`an answer to request ${id}, which was not asked`);
    }
    this.#quiet = 0;
    this.#watch.refresh();
    this.#pending.delete(id);
    pending.resolve({ type, fields });
  }

  /** Whether a request had this number, in the last half of all numbers: they begin anew after four billion. */
  #wasAsked(id: number): boolean {
    return (this.#nextId - 1 - id) >>> 0 < 2 ** 31;
  }

  /** Rejects everything that waits and everything asked later. The first reason given stays. */
  fail(error: DialdeskError): void {
    if (this.#failure) return;
    this.#failure = error;
    clearTimeout(this.#watch);
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
    this.#onFailure(error);
  }

  get failure(): DialdeskError | undefined {
    return this.#failure;
  }
}
