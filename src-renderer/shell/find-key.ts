/**
 * Puts the cursor into the search of what is shown: of the dialog in front, or else of the screen. Nothing happens where
 * there is no list to be searched.
 */
export function find(page: ParentNode): void {
  const dialog = [...page.querySelectorAll('[role="dialog"], [role="alertdialog"]')].at(-1);
  const search = (dialog ?? page).querySelector<HTMLInputElement>('[role="searchbox"]:not(:disabled)');
  search?.focus();
  search?.select();
}

/** Whether this press asks to find something. */
export function asksToFind({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): boolean {
  return key.toLowerCase() === 'f' && (ctrlKey || metaKey) && !altKey && !shiftKey;
}
