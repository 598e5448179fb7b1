import { noSmallDisk, smallDisk, type SmallDisk } from '../small-disk.ts';

/** Megabytes: some generations of a user-data folder. */
const size = 32;

/** The disk that user-data folders are on. Where none of its own can be had, only the database finds it full. */
export class ModelRoom {
  readonly #disk: SmallDisk | null;
  /** Where folders may be made. */
  readonly folder: string;
  /** Bytes that it still takes; null while it is not full. */
  #left: number | null = null;

  constructor(context: { after(done: () => void): void }, otherwise: string) {
    this.#disk = noSmallDisk() === null ? smallDisk(context, size) : null;
    this.folder = this.#disk?.folder ?? otherwise;
  }

  get full(): boolean {
    return this.#left !== null;
  }

  /** It takes so many bytes more and no others, whoever writes them: ENOSPC. */
  fill(left: number): void {
    this.empty();
    this.#left = left;
    this.#disk?.fill(left);
  }

  empty(): void {
    this.#left = null;
    this.#disk?.empty();
  }

  /** Does what is no writing of the app's, such as what a crash leaves, as if there was room. */
  aside(work: () => void): void {
    const left = this.#left;
    this.empty();
    work();
    if (left !== null) this.fill(left);
  }
}
