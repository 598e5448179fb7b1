import type { Icon } from './icon.ts';

/** One line of a Menu. */
export interface MenuItem {
  readonly label: string;
  /** A quieter second line. */
  readonly note?: string | undefined;
  readonly icon?: Icon | undefined;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Given: the line is one of several to choose from, and this says which holds. */
  readonly checked?: boolean | undefined;
  /** A hairline above it, unless it is the first. */
  readonly apart?: boolean | undefined;
  readonly onselect: () => void;
}

/** Where a context menu is asked for, in pixels of the window, and what has the focus again once it is closed. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  readonly from: HTMLElement;
}
