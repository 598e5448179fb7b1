import { SvelteMap } from 'svelte/reactivity';
import type { ColumnWidths, TableLayout, TableWidths } from '../../src-main/contract/column-widths.ts';
import type { App } from './app.ts';
import { showFailure } from './failures.ts';

const keyOf = ({ table, wide }: TableLayout): string => `${table} ${wide ? 'wide' : 'narrow'}`;

/** The widths that somebody gave to columns, kept from one start to the next: `app.keep(KeptWidths)`. */
export class KeptWidths {
  readonly #client: Pick<App['client'], 'app'>;
  readonly #widths = new SvelteMap<string, ColumnWidths>();
  /** Changed since they were saved, by table and layout: while one saving is under way, only the latest waits. */
  readonly #unsaved = new Map<string, TableWidths>();
  #saving = false;

  constructor({ client }: { readonly client: Pick<App['client'], 'app'> }) {
    this.#client = client;
    this.#load().catch(showFailure);
  }

  /** Pixels, by the IDs of columns; none where the table is laid out as it comes. */
  of(layout: TableLayout): ColumnWidths {
    return this.#widths.get(keyOf(layout)) ?? {};
  }

  /**
   * Takes the widths of all columns, or none to give them up.
   * @param ended false while the column is still being drawn: shown, and saved once it is let go
   */
  set(changed: TableWidths, ended: boolean): void {
    const key = keyOf(changed);
    this.#widths.set(key, changed.widths);
    if (!ended) return;
    this.#unsaved.set(key, changed);
    if (!this.#saving) this.#save().catch(showFailure);
  }

  async #save(): Promise<void> {
    this.#saving = true;
    try {
      for (;;) {
        const [next] = this.#unsaved;
        if (next === undefined) return;
        this.#unsaved.delete(next[0]);
        await this.#client.app.setColumnWidths(next[1]);
      }
    } finally {
      this.#saving = false;
    }
  }

  async #load(): Promise<void> {
    for (const kept of await this.#client.app.columnWidths()) {
      // what was changed in the meantime is newer
      if (!this.#widths.has(keyOf(kept))) this.#widths.set(keyOf(kept), kept.widths);
    }
  }
}
