import path from 'node:path';
import { longestName } from './remote-name.ts';
import { anyOf, withoutEnd } from '../contract/text-edges.ts';

/* eslint-disable no-control-regex -- control characters are what is replaced */
const unfit =
  /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF"*/:<>?\\|]/g;
/* eslint-enable no-control-regex */
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * A name for a downloaded file that is safe on every system, from whatever the server calls it: no separators,
 * control or direction marks, no names of Windows devices, no dots or spaces at the end, at most 255 bytes with
 * its ending kept.
 */
export function safeLocalName(remote: string): string {
  const fit = remote.toWellFormed().replace(unfit, '_').replace(windowsDevice, '_$&');
  let name = withoutEnd(fit, anyOf('. ')).trimStart();
  if (/^\.*$/.test(name)) name = `_${name}`;
  const ending = path.extname(name);
  while (Buffer.byteLength(name) > longestName) {
    const stem = Array.from(name.slice(0, name.length - ending.length));
    name = stem.length > 1 ? stem.slice(0, -1).join('') + ending : Array.from(name).slice(0, 50).join('');
  }
  return name;
}
