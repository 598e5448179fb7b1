/** What is asked of an element to see where the focus may stay. */
interface Place {
  readonly isConnected: boolean;
  hasAttribute(name: string): boolean;
}

/**
 * Where the focus stays when what had it is gone: the nearest place around it that is still there and can have it. An
 * area whose parts come and go says so with `tabindex="-1"`.
 * @param way what had the focus, and what was around it, from the inside out
 * @returns null where what had it is still there
 */
export function placeLeft<P extends Place>(way: readonly P[]): P | null {
  if (way[0]?.isConnected ?? true) return null;
  return way.find((place) => place.isConnected && place.hasAttribute('tabindex')) ?? null;
}
