import { createRequire } from 'node:module';
import type ssh2 from 'ssh2';

const load = createRequire(import.meta.url);
let loaded: typeof ssh2 | undefined;

/** ssh2, from its first use on: to load it takes as long as half of the rest of main, and the window would wait for it. */
export function loadSsh2(): typeof ssh2 {
  return (loaded ??= load('ssh2') as typeof ssh2);
}
