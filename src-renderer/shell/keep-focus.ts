import { placeLeft } from './place-left.ts';

function wayTo(target: EventTarget | null): HTMLElement[] {
  const way: HTMLElement[] = [];
  for (let at = target instanceof HTMLElement ? target : null; at !== null; at = at.parentElement)
    way.push(at);
  return way;
}

/**
 * Keeps the focus in `main` when what has it goes: a notice whose button does what it asks for, a row that was removed, a
 * list that opens. Without this nothing has it, a screen reader falls silent, and keys meant for the list go nowhere.
 * @returns ends it
 */
export function keepFocus(main: HTMLElement): () => void {
  let way: readonly HTMLElement[] = [];
  const nothingHasIt = (): boolean => document.activeElement === document.body;
  const enter = ({ target }: FocusEvent): void => {
    way = wayTo(target);
  };
  const leave = ({ target }: FocusEvent): void =>
    // once what happens now is over: what was left by a click beside it is still there then
    queueMicrotask(() => {
      const [last] = way;
      if (last !== undefined && last === target && last.isConnected && nothingHasIt()) way = [];
    });
  const observer = new MutationObserver(() => {
    if (nothingHasIt()) placeLeft(way)?.focus({ preventScroll: true });
  });
  main.addEventListener('focusin', enter);
  main.addEventListener('focusout', leave);
  observer.observe(main, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    main.removeEventListener('focusin', enter);
    main.removeEventListener('focusout', leave);
  };
}
