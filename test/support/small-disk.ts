import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own with little room. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all room but so many bytes. */
  readonly fill: (leave?: number) => void;
  /** Gives the room back. */
  readonly empty: () => void;
  /** Lets nothing be written any more; nothing on it may be open for writing. */
  readonly makeReadOnly: () => void;
}

/** Why there can be no such disk here, or null. Mounting needs Linux and root; a file system that is full cannot be had otherwise. */
export function noSmallDisk(): string | null {
  if (process.platform !== 'linux') return 'file systems can be mounted by a test on Linux only';
  if (process.getuid?.() !== 0) return 'only root may mount a file system';
  const folder = mkdtempSync(join(tmpdir(), 'dialdesk-mount-'));
  const tried = mount('-t', 'tmpfs', '-o', 'size=64k', 'dialdesk', folder);
  if (tried === null) unmount(folder);
  rmSync(folder, { recursive: true });
  return tried;
}

/** Mounts one in memory, and takes it away when the test ends. */
export function smallDisk(context: { after(done: () => void): void }, megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'dialdesk-disk-'));
  const refused = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'dialdesk', folder);
  if (refused !== null) throw new Error(refused);
  context.after(() => {
    unmount(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill(leave = 0) {
      const room = (): number => {
        const { bsize, bavail } = statfsSync(folder);
        return bsize * bavail;
      };
      try {
        writeFileSync(ballast, Buffer.alloc(Math.max(0, room() - leave), 1), { flag: 'a' });
      } catch (error) {
        // an app that writes beside it took some of the room meanwhile
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
      const missing = leave - room();
      if (missing > 0) truncateSync(ballast, Math.max(0, statSync(ballast).size - missing));
    },
    empty: () => rmSync(ballast, { force: true }),
    makeReadOnly() {
      const why = mount('-o', 'remount,ro', folder);
      if (why !== null) throw new Error(why);
    },
  };
}

/** What mount said when it refused, or null. */
function mount(...args: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync('mount', args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

/** At once from the tree of folders, and for good when the last file on it is closed. */
function unmount(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
}
