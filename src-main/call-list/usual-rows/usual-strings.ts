import type { SharedStrings } from '../xlsx/shared-strings.ts';
import { spare } from './usual-rows.ts';
import { newModule, type Place, type UsualRowsModule } from './wasm-module.ts';

/** Shared strings in the usual form, read in WebAssembly many at a time. All others are the reader's. */
export class UsualStrings {
  /** What is read is put here. */
  readonly window: Buffer;
  readonly #module: UsualRowsModule;
  readonly #texts: Buffer;
  readonly #lengths: Uint32Array;

  private constructor(module: UsualRowsModule, place: Place) {
    const { buffer } = module.memory;
    this.#module = module;
    this.window = Buffer.from(buffer, place('window'), place('windowSize') - spare);
    this.#texts = Buffer.from(buffer, place('texts'), place('textsRoom'));
    this.#lengths = new Uint32Array(buffer, place('textLengths'), place('mostTexts'));
  }

  /** Undefined where the machine is not one for it. */
  static of(): UsualStrings | undefined {
    const made = newModule();
    return made && new UsualStrings(made.module, made.place);
  }

  /**
   * Appends strings from a position of the window on.
   *
   * @param buffer what is read, which may have outgrown the window
   * @returns the position of the first that is another's to read
   */
  read(buffer: Buffer, from: number, length: number, strings: SharedStrings): number {
    if (buffer !== this.window) return from;
    const after = this.#module.sharedTexts(from, length, strings.tailRoom);
    const { textCount, textBytes } = this.#module;
    if (textCount.value > 0) strings.addAll(this.#texts, textBytes.value, this.#lengths, textCount.value);
    return after;
  }
}
