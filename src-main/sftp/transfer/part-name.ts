import { randomBytes } from 'node:crypto';
import type { TemporaryNames } from '../../contract/server-reach.ts';

/** The ways of naming a file until it is complete; `direct` has no such name. */
export type Naming = Exclude<TemporaryNames, 'direct'>;

interface Shape {
  /** What the name begins with. */
  readonly dot: '.' | '';
  readonly part: (token: string) => string;
  readonly aside: (token: string) => string;
}

const visible = (ending: string): Shape => ({
  dot: '',
  part: (token) => `dialdesk-${token}.${ending}`,
  aside: (token) => `dialdesk-old-${token}.${ending}`,
});

/**
 * Hidden, and with an ending that neither the importing system nor a watcher for `*.xlsx` takes; or, for servers that
 * refuse names with a dot in front, visible and with an ending that such watchers know to pass over.
 */
const shapes: Readonly<Record<Naming, Shape>> = {
  hidden: {
    dot: '.',
    part: (token) => `${token}.dialdesk-part`,
    aside: (token) => `${token}.dialdesk-old`,
  },
  part: visible('part'),
  filepart: visible('filepart'),
  tmp: visible('tmp'),
};
const pattern =
  /^(?:\.(?:.*\.)?[0-9a-f]{12}\.dialdesk-(?:part|old)|(?:.*\.)?dialdesk-(?:old-)?[0-9a-f]{12}\.(?:part|filepart|tmp))$/s;

/** Twelve hex digits that tell one upload's files from another's. */
export function newToken(): string {
  return randomBytes(6).toString('hex');
}

/**
 * A length that every file system with long names takes, in bytes; the shortest limit that is met is 143 (eCryptfs).
 * Up to it a temporary name may be longer than the final one, so that people see whose it is.
 */
const alwaysTaken = 64;

/**
 * As much of the final name as fits in front of the rest. Never longer than the final name, in bytes and in
 * characters, where that is a long one: how long a name the server's file system takes is not known, only that it is
 * to take the final one.
 */
function around(name: string, dot: string, rest: string): string {
  const bytes = Math.max(Buffer.byteLength(name), alwaysTaken);
  const units = Math.max(name.length, alwaysTaken);
  const kept = Array.from(name);
  while (kept.length > 0) {
    const made = `${dot}${kept.join('')}.${rest}`;
    if (made.length <= units && Buffer.byteLength(made) <= bytes) return made;
    kept.pop();
  }
  return `${dot}${rest}`;
}

/** The name a file has until it is complete. */
export function partName(name: string, token: string, naming: Naming = 'hidden'): string {
  const { dot, part } = shapes[naming];
  return around(name, dot, part(token));
}

/** The name an existing file has while it is replaced in two steps. */
export function asideName(name: string, token: string, naming: Naming = 'hidden'): string {
  const { dot, aside } = shapes[naming];
  return around(name, dot, aside(token));
}

/** Whether a name in a listing is one of ours, left over by an upload that never came back. */
export function isLeftover(name: string): boolean {
  return pattern.test(name);
}
