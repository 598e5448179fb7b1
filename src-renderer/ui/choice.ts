import type { Icon } from './icon.ts';

/** One thing to choose from: in a Select, a RadioGroup, a Segmented or a Combobox. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A second, quieter line where the control has room for one. */
  readonly note?: string | undefined;
  /** The heading it stands under, in a Combobox; choices of one group follow each other. */
  readonly group?: string | undefined;
  readonly icon?: Icon | undefined;
  readonly disabled?: boolean | undefined;
}
