import { randomBytes } from 'node:crypto';
import { longestName } from '../remote-name.ts';

const partEnding = '.dialdesk-part';
const asideEnding = '.dialdesk-old';
const pattern = /^\..*\.[0-9a-f]{12}\.dialdesk-(?:part|old)$/s;

/** Twelve hex digits that tell one upload's files from another's. */
export function newToken(): string {
  return randomBytes(6).toString('hex');
}

function around(name: string, token: string, ending: string): string {
  const room = longestName - Buffer.byteLength(`..${token}${ending}`);
  let kept = name;
  while (Buffer.byteLength(kept) > room) kept = Array.from(kept).slice(0, -1).join('');
  return `.${kept}.${token}${ending}`;
}

/**
 * The name a file has until it is complete: hidden, and with an ending that neither the importing system nor
 * a watcher for `*.xlsx` takes. At most 255 bytes, whatever the name.
 */
export function partName(name: string, token: string): string {
  return around(name, token, partEnding);
}

/** The name an existing file has while it is replaced in two steps. */
export function asideName(name: string, token: string): string {
  return around(name, token, asideEnding);
}

/** Whether a name in a listing is one of ours, left over by an upload that never came back. */
export function isLeftover(name: string): boolean {
  return pattern.test(name);
}
