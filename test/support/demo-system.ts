import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoSystem } from '../../src-main/demo/demo-system.ts';
import type { DemoOptions, DemoSystem } from '../../src-main/demo/demo-system.ts';
import { smallSeed } from '../../src-main/demo/seed.ts';

/** A system that cannot prove that an import arrived whose answer was lost: a person has to say. */
export const provesNothing = { lacks: ['calllogs', 'statistics'] } as const satisfies Partial<DemoOptions>;

/**
 * A demo system of the test's own with few records, stopped when the test ends. It has a folder of its own
 * that is removed then, unless one is given.
 */
export async function demoSystem(
  context: { after(done: () => void | Promise<void>): void },
  options: Partial<DemoOptions> = {},
): Promise<DemoSystem> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'dialdesk-test-'));
  const system = await startDemoSystem({ sizes: smallSeed, preparingMs: 0, ...options, folder });
  context.after(async () => {
    await system.stop();
    // Only now: until it has stopped it still writes there.
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  });
  return system;
}
