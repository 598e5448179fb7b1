import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * How a folder is removed that a process may still write into which has just ended or was killed: what comes meanwhile is
 * removed as well, for up to a minute.
 */
export const removal = { recursive: true, force: true, maxRetries: 34, retryDelay: 100 } as const;

/** A folder of the test's own, removed when the test ends. */
export function tempFolder(context: { after(done: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'dialdesk-test-'));
  context.after(() => {
    rmSync(folder, removal);
  });
  return folder;
}
