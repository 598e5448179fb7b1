import { DialdeskError } from '../contract/errors.ts';
import { isUsable, nameHazards } from './remote-name.ts';
import type { RawPath } from './wire/requests.ts';

/** Puts a name behind a folder. Throws `invalid_request` for a name that would lead elsewhere. */
export function joinRemote(folder: string, name: string): string;
export function joinRemote(folder: RawPath, name: RawPath): RawPath;
export function joinRemote(folder: RawPath, name: RawPath): RawPath {
  const hazards = nameHazards(name);
  if (!isUsable(hazards)) {
    throw new DialdeskError('invalid_request', 'a name that leads elsewhere', {
      fields: [{ path: 'name', rule: hazards[0] ?? 'separator' }],
    });
  }
  if (typeof folder === 'string' && typeof name === 'string') {
    return folder === '' ? name : folder.endsWith('/') ? folder + name : `${folder}/${name}`;
  }
  const start = Buffer.from(folder);
  const slash = start.length === 0 || start.at(-1) === 0x2f ? '' : '/';
  return Buffer.concat([start, Buffer.from(slash), Buffer.from(name)]);
}

/** The folder and the name of a path: `a/b` is `a` and `b`, `/b` is `/` and `b`, `b` is `.` and `b`. */
export function splitRemote(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return { folder: '.', name: path };
  return { folder: slash === 0 ? '/' : path.slice(0, slash), name: path.slice(slash + 1) };
}

/**
 * A path below a folder, from what a user typed: empty steps and "." fall away, leading slashes too. Throws
 * `invalid_request` (fields[0].path 'path') where it would leave the folder.
 */
export function belowFolder(base: string, relative: string): string {
  const steps = relative.split('/').filter((step) => step !== '' && step !== '.');
  if (steps.includes('..') || relative.includes('\0')) {
    throw new DialdeskError('invalid_request', 'a path that leaves its folder', {
      fields: [{ path: 'path', rule: 'dots' }],
    });
  }
  return steps.reduce((folder, step) => joinRemote(folder, step), base);
}
