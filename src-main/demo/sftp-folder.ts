import { mkdir, realpath } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';

/** A folder of this machine that SFTP users see as the root of everything. */
export class SftpFolder {
  /** The folder itself, without symbolic links on the way. */
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** Opens the folder, making it where it does not exist. */
  static async open(path: string): Promise<SftpFolder> {
    await mkdir(path, { recursive: true });
    return new SftpFolder(await realpath(path));
  }

  /** The absolute path that users see: `..` never leads above the root. */
  absolute(path: string): string {
    const whole = posix.normalize(posix.join('/', path));
    return whole.length > 1 && whole.endsWith('/') ? whole.slice(0, -1) : whole;
  }

  /**
   * The path on this machine of what users see at `path`, which need not exist. Throws an error with code
   * ENOENT where its folder does not exist, and EACCES where a symbolic link on the way leads out.
   */
  async local(path: string): Promise<string> {
    const segments = this.absolute(path).split('/').filter(Boolean);
    // On Windows these would be separators, drives and streams.
    if (segments.some((segment) => /[\\:\0]/.test(segment))) throw denied(path);
    const name = segments.pop();
    const folder = await realpath(join(this.root, ...segments));
    const whole = name === undefined ? folder : join(folder, name);
    const target = await realpath(whole).catch(() => whole);
    if (target !== this.root && !target.startsWith(this.root + sep)) throw denied(path);
    return whole;
  }
}

function denied(path: string): Error {
  return Object.assign(new Error(`No access to ${path}`), { code: 'EACCES' });
}
