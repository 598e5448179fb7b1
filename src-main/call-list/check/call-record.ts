import { templateColumns, type TemplateColumn } from '../../contract/call-data-template.ts';

/** The place of each column in the template's order. */
export const columnNumber = Object.fromEntries(
  templateColumns.map((name, index) => [name, index]),
) as Readonly<Record<TemplateColumn, number>>;

const none = Buffer.alloc(0);

/** A row that is kept: its fields as text, and what each cell was (see `cellKind`). */
export interface KeptRecord {
  readonly values: readonly string[];
  readonly kinds: readonly number[];
  readonly hidden: boolean;
}

/**
 * One row in template form, as slices of bytes (UTF-8) in the template's order: field `i` is `bytes[i]` from
 * `start[i]` to `end[i]`, of no length where it is empty. The same object is used for every row.
 */
export class CallRecord {
  /** The row number that Excel shows. */
  row = 0;
  /** Hidden in the workbook. */
  hidden = false;
  /** A column of the list says that this customer must not be called. */
  mustNotCall = false;
  readonly bytes: Buffer[] = new Array<Buffer>(templateColumns.length).fill(none);
  readonly start = new Int32Array(templateColumns.length);
  readonly end = new Int32Array(templateColumns.length);
  /** What the source cell was: see `cellKind`. */
  readonly kind = new Uint8Array(templateColumns.length);

  clear(row: number): void {
    this.row = row;
    this.hidden = false;
    // Quicker than `fill` for so few.
    for (let column = 0; column < templateColumns.length; column += 1) {
      this.start[column] = 0;
      this.end[column] = 0;
      this.kind[column] = 0;
    }
  }

  set(column: number, bytes: Buffer, start: number, end: number, kind: number): void {
    if (this.bytes[column] !== bytes) this.bytes[column] = bytes;
    this.start[column] = start;
    this.end[column] = end;
    this.kind[column] = kind;
  }

  /** Sets a field from text. For edits and mappings; copies. */
  setText(column: number, text: string, kind = 0): void {
    const bytes = Buffer.from(text);
    this.set(column, bytes, 0, bytes.length, kind);
  }

  /** Takes a row that was kept. */
  fill(row: number, kept: KeptRecord): void {
    this.clear(row);
    for (const [column, value] of kept.values.entries()) this.setText(column, value, kept.kinds[column]);
    this.hidden = kept.hidden;
  }

  /** A copy of the row. */
  keep(): KeptRecord {
    return { values: this.texts(), kinds: [...this.kind], hidden: this.hidden };
  }

  text(column: number): string {
    return (this.bytes[column] as Buffer).toString('utf8', this.start[column], this.end[column]);
  }

  /** All fields as text, in the template's order. */
  texts(): string[] {
    return templateColumns.map((_, column) => this.text(column));
  }
}
