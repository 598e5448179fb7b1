/**
 * Chromium caps an element at 16.7 million pixels (half of that on a screen of double density), so a longer
 * list gets a canvas of this height, and the scroll bar then moves through it in proportion.
 */
export const tallestCanvas = 8_000_000;

/**
 * Which rows of a long list of equal rows are in sight. Lengths are CSS pixels. Up to the cap the browser
 * scrolls as ever. Over it, the wheel and the keys move by true pixels and only dragging the scroll bar is in
 * proportion: otherwise one notch of the wheel would leap over hundreds of rows.
 */
export class VirtualScroll {
  readonly rowHeight: number;
  #rows = $state(0);
  #viewport = $state(0);
  /** How far down the list the top of the viewport stands, in true pixels. */
  #offset = $state(0);

  constructor(rowHeight: number) {
    this.rowHeight = rowHeight;
  }

  get rows(): number {
    return this.#rows;
  }
  set rows(rows: number) {
    this.#rows = rows;
    this.#offset = this.#clamp(this.#offset);
  }

  get viewport(): number {
    return this.#viewport;
  }
  set viewport(height: number) {
    this.#viewport = Math.max(0, height);
    this.#offset = this.#clamp(this.#offset);
  }

  get offset(): number {
    return this.#offset;
  }

  /** The height of the whole list. */
  get height(): number {
    return this.#rows * this.rowHeight;
  }

  /** The height of the element that is scrolled. */
  get canvas(): number {
    return Math.min(this.height, tallestCanvas);
  }

  get scaled(): boolean {
    return this.height > tallestCanvas;
  }

  /** What the element's scrollTop has to be for the offset. */
  get scrollTop(): number {
    if (!this.scaled) return this.#offset;
    return (this.#offset * (this.canvas - this.#viewport)) / (this.height - this.#viewport);
  }

  /** The element was scrolled. Its own echo of a scrollTop that was set from here changes nothing. */
  scrolled(scrollTop: number): void {
    if (Math.abs(scrollTop - this.scrollTop) < 1) return;
    const scale = this.scaled ? (this.height - this.#viewport) / (this.canvas - this.#viewport) : 1;
    this.#offset = this.#clamp(scrollTop * scale);
  }

  /** Moves by true pixels. */
  scrollBy(pixels: number): void {
    this.#offset = this.#clamp(this.#offset + pixels);
  }

  /** Moves as little as is needed to have a row wholly in sight. */
  reveal(index: number): void {
    const top = index * this.rowHeight;
    const bottom = top + this.rowHeight - this.#viewport;
    if (top < this.#offset) this.#offset = this.#clamp(top);
    else if (bottom > this.#offset) this.#offset = this.#clamp(bottom);
  }

  /** How many rows are wholly in sight: the length of a page for Page Up and Page Down. */
  get pageLength(): number {
    return Math.max(1, Math.floor(this.#viewport / this.rowHeight));
  }

  /** The rows to draw: [first, last), those in sight and some on both sides. */
  range(beyond: number): readonly [first: number, last: number] {
    const first = Math.max(0, Math.floor(this.#offset / this.rowHeight) - beyond);
    const last = Math.min(this.#rows, Math.ceil((this.#offset + this.#viewport) / this.rowHeight) + beyond);
    return [Math.min(first, last), last];
  }

  /** How many rows are drawn at most: those that can be in sight at once, if only in part, and some on both sides. */
  capacity(beyond: number): number {
    return Math.ceil(this.#viewport / this.rowHeight) + 1 + 2 * beyond;
  }

  /** The rows to draw, [first, last), where none is to be made or thrown away by scrolling: always as many. */
  window(beyond: number): readonly [first: number, last: number] {
    const count = Math.min(this.#rows, this.capacity(beyond));
    const first = Math.floor(this.#offset / this.rowHeight) - beyond;
    const held = Math.min(Math.max(0, first), this.#rows - count);
    return [held, held + count];
  }

  /** Where a row stands inside of the canvas. */
  topOf(index: number): number {
    const top = index * this.rowHeight;
    return this.scaled ? top - this.#offset + this.scrollTop : top;
  }

  #clamp(offset: number): number {
    return Math.min(Math.max(0, offset), Math.max(0, this.height - this.#viewport));
  }
}
