import { constants, createDeflateRaw, type DeflateRaw } from 'node:zlib';

/** The empty last block that ends a deflate stream (RFC 1951: final, fixed codes, end of block). */
export const endOfStream = new Uint8Array([0x03, 0x00]);

export interface DeflateOptions {
  /** 1–9. */
  readonly level: number;
  /** How many blocks may be in work at once; each holds a thread of libuv's pool while it is compressed. */
  readonly width: number;
  /**
   * Takes the blocks in the order in which they were pushed, one at a time: what it has become, in pieces, and
   * what it was.
   */
  readonly write: (compressed: readonly Uint8Array[], block: Uint8Array) => Promise<void>;
  /** Gets a pushed block back, when it may be used again. */
  readonly release: (block: Uint8Array) => void;
}

/**
 * Compresses one deflate stream on several threads. Each block is compressed without looking at the one before,
 * which costs less than 1 % at 1 MB a block, and ends on a byte boundary, so that blocks can simply be joined.
 * The caller ends the stream with `endOfStream`.
 */
export class ParallelDeflate {
  readonly #options: DeflateOptions;
  readonly #lanes: readonly Lane[];
  #pushed = 0;
  #inWork = 0;
  /** Settles when all that was pushed is written. */
  #tail: Promise<void> = Promise.resolve();
  #failure: unknown;
  #waiting: (() => void) | undefined;

  constructor(options: DeflateOptions) {
    this.#options = options;
    this.#lanes = Array.from({ length: options.width }, () => new Lane(options.level));
  }

  /** Whether the caller should await `ready()` before it pushes more. */
  get full(): boolean {
    return this.#inWork >= this.#options.width || this.#failure !== undefined;
  }

  /** Takes a block; it must stay as it is until it is released. */
  push(block: Uint8Array): void {
    const { write, release } = this.#options;
    const compressed = (this.#lanes[this.#pushed++ % this.#lanes.length] as Lane).compress(block);
    // It is awaited below, when its turn comes; until then a failure would count as unhandled.
    compressed.catch(() => undefined);
    this.#inWork++;
    this.after(async () => {
      try {
        await write(await compressed, block);
      } finally {
        this.#inWork--;
        release(block);
      }
    });
  }

  /** Runs the step when all that was pushed before is written, and before what is pushed later. */
  after(step: () => Promise<void>): void {
    this.#tail = this.#tail.then(async () => {
      try {
        if (this.#failure === undefined) await step();
      } catch (error) {
        this.#failure = error;
      } finally {
        this.#waiting?.();
      }
    });
  }

  /** Waits until there is room for another block. Throws what a step or a write has thrown. */
  async ready(): Promise<void> {
    while (this.full && this.#failure === undefined) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    this.#throwFailure();
  }

  /** Waits until all that was pushed is written. Throws what a step or a write has thrown. */
  async drained(): Promise<void> {
    await this.#tail;
    this.#throwFailure();
  }

  /** Stops: nothing more is written. Resolves once no step is running. */
  async close(): Promise<void> {
    this.#failure ??= new Error('closed');
    for (const lane of this.#lanes) lane.close();
    await this.#tail;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure as Error;
  }
}

/**
 * A compressor that is used for one block after the other: a full flush (Z_FULL_FLUSH) makes it forget what it
 * has seen. A new one for each block would take a millisecond of the caller's thread to set up.
 */
class Lane {
  readonly #stream: DeflateRaw;
  #pieces: Uint8Array[] = [];
  #fail: ((error: Error) => void)[] = [];

  constructor(level: number) {
    this.#stream = createDeflateRaw({ level, memLevel: 9, chunkSize: 256 * 1024 });
    this.#stream.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.#stream.on('error', (error) => this.#failAll(error));
    this.#stream.on('close', () => this.#failAll(new Error('closed')));
  }

  compress(block: Uint8Array): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      this.#fail.push(reject);
      this.#stream.write(block);
      this.#stream.flush(constants.Z_FULL_FLUSH, () => {
        this.#fail.shift();
        resolve(this.#pieces);
        this.#pieces = [];
      });
    });
  }

  close(): void {
    this.#stream.destroy();
  }

  #failAll(error: Error): void {
    for (const fail of this.#fail.splice(0)) fail(error);
  }
}
