import { promisify } from 'node:util';
import { constants, deflateRaw as deflateRawWithCallback } from 'node:zlib';

const deflateRaw = promisify<Uint8Array, object, Buffer>(deflateRawWithCallback);

/** The empty last block that ends a deflate stream (RFC 1951: final, fixed codes, end of block). */
export const endOfStream = new Uint8Array([0x03, 0x00]);

export interface DeflateOptions {
  /** 1–9. */
  readonly level: number;
  /** How many blocks may be in work at once; each holds a thread of libuv's pool while it is compressed. */
  readonly width: number;
  /** Takes the blocks, compressed and as they were, in the order in which they were pushed, one at a time. */
  readonly write: (compressed: Uint8Array, block: Uint8Array) => Promise<void>;
  /** Gets a pushed block back, when it may be used again. */
  readonly release: (block: Uint8Array) => void;
}

/**
 * Compresses one deflate stream on several threads: each block is compressed on its own (without the window
 * of the one before, which costs less than 1 % at 1 MB a block) and ends on a byte boundary (Z_SYNC_FLUSH), so
 * that blocks can simply be joined. The caller ends the stream with `endOfStream`.
 */
export class ParallelDeflate {
  readonly #options: DeflateOptions;
  /** Settles when all that was pushed is written. */
  #tail: Promise<void> = Promise.resolve();
  #inWork = 0;
  #failure: unknown;
  #waiting: (() => void) | undefined;

  constructor(options: DeflateOptions) {
    this.#options = options;
  }

  /** Whether the caller should await `ready()` before it pushes more. */
  get full(): boolean {
    return this.#inWork >= this.#options.width || this.#failure !== undefined;
  }

  /** Takes a block; it must stay as it is until it is released. */
  push(block: Uint8Array): void {
    const { level, write, release } = this.#options;
    const compressed = deflateRaw(block, {
      level,
      finishFlush: constants.Z_SYNC_FLUSH,
      // Room for the whole result of a usual block, so that it takes one trip to the thread pool, not 20.
      chunkSize: Math.max(64, (block.length >> 2) + 1024),
    });
    // It is awaited below, when its turn comes; until then a failure would count as unhandled.
    compressed.catch(() => undefined);
    this.#inWork++;
    this.after(async () => {
      try {
        const result = await compressed;
        await write(result, block);
        free(result);
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

  /** Waits until there is room for another block. Throws what a write has thrown. */
  async ready(): Promise<void> {
    while (this.full && this.#failure === undefined) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    this.#throwFailure();
  }

  /** Waits until all that was pushed is written. Throws what a write has thrown. */
  async drained(): Promise<void> {
    await this.#tail;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure as Error;
  }
}

/**
 * Gives the memory of a written block back now. The collector sees only the small object that stands for it
 * and would let 60 MB and more pile up. Small buffers share Node's pool and must be left alone.
 */
function free({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}
