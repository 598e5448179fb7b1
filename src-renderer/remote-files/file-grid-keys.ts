import type { RemoteEntry } from '../../src-main/contract/remote-files.ts';
import type { Folder } from './folder.svelte.ts';

/** What the supervisor does with a folder's entries. */
export interface FileActions {
  /** Shows a folder; fetches a file. */
  readonly open: (entry: RemoteEntry) => void;
  readonly rename: () => void;
  readonly remove: () => void;
}

/** What is read of a KeyboardEvent. */
export interface KeyPress {
  readonly key: string;
  readonly timeStamp: number;
  readonly shiftKey?: boolean;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly altKey?: boolean;
  readonly preventDefault: () => void;
}

/** Two keys are one word if they come within this time, ms. */
const typingPause = 900;

/**
 * The keyboard of a list of files, as file managers have it: arrows and Shift, Ctrl+A, Enter, Backspace, F2,
 * Delete, F5, and the first letters of a name.
 */
export function fileGridKeys(parts: {
  readonly folder: () => Folder;
  readonly actions: () => FileActions;
  /** How many rows Page Up and Page Down go. */
  readonly page: () => number;
}): (event: KeyPress) => void {
  let typed = '';
  let typedAt = -Infinity;

  const typeAhead = (event: KeyPress): void => {
    typed = event.timeStamp - typedAt > typingPause ? event.key : typed + event.key;
    typedAt = event.timeStamp;
    const { rows, selection } = parts.folder();
    const wanted = typed.toLocaleLowerCase();
    // The same letter again goes on to the next name; more letters stay on a name that fits.
    const from = selection.active + (typed.length === 1 ? 1 : 0);
    for (let step = 0; step < rows.length; step++) {
      const index = (from + step) % rows.length;
      if (rows[index]?.shown.toLocaleLowerCase().startsWith(wanted)) {
        selection.choose(index);
        return;
      }
    }
  };

  return (event) => {
    const folder = parts.folder();
    const { selection, rows } = folder;
    const actions = parts.actions();
    const command = event.ctrlKey || event.metaKey;
    const go = (to: number) => () => {
      if (command && !event.shiftKey) selection.moveTo(to);
      else selection.choose(to, event.shiftKey ? 'extend' : 'alone');
    };
    const current = rows[selection.active];
    const { active } = selection;
    const keys: Readonly<Record<string, (() => void) | undefined>> = {
      ArrowDown: go(selection.count === 0 && active === 0 ? 0 : active + 1),
      ArrowUp: event.altKey ? () => void folder.up() : go(active - 1),
      PageDown: go(active + parts.page()),
      PageUp: go(active - parts.page()),
      Home: go(0),
      End: go(rows.length - 1),
      Enter: current && (() => actions.open(current)),
      Backspace: () => void folder.up(),
      F2: actions.rename,
      F5: () => void folder.refresh(),
      Delete: actions.remove,
      Escape: selection.count > 0 ? () => selection.none() : undefined,
      ' ': command || typed === '' ? () => selection.choose(active, 'toggle') : undefined,
    };
    if (command && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      selection.all();
      return;
    }
    const act = keys[event.key];
    if (act !== undefined) {
      event.preventDefault();
      act();
    } else if (event.key.length === 1 && !command && !event.altKey) {
      event.preventDefault();
      typeAhead(event);
    }
  };
}
