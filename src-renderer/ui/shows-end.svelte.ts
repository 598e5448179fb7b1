import type { Attachment } from 'svelte/attachments';

/**
 * Keeps the end of an input's text in sight while it is not edited: a browser shows the beginning.
 * @param value its text, read anew whenever it changes
 */
export function showsEnd(value: () => string): Attachment<HTMLInputElement> {
  return (input) => {
    const toEnd = (): void => {
      if (document.activeElement !== input) input.scrollLeft = input.scrollWidth;
    };
    // a browser scrolls back to the beginning once the listeners are through
    const left = (): void => void requestAnimationFrame(toEnd);
    input.addEventListener('blur', left);
    const room = new ResizeObserver(toEnd);
    room.observe(input);
    $effect(() => {
      value();
      toEnd();
    });
    return () => {
      input.removeEventListener('blur', left);
      room.disconnect();
    };
  };
}
