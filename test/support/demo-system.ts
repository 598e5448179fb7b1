import { startDemoSystem } from '../../src-main/demo/demo-system.ts';
import type { DemoOptions, DemoSystem } from '../../src-main/demo/demo-system.ts';
import { smallSeed } from '../../src-main/demo/seed.ts';
import { tempFolder } from './temp-folder.ts';

/** A demo system of the test's own in a folder of its own, with few records; stopped when the test ends. */
export async function demoSystem(
  context: { after(done: () => void | Promise<void>): void },
  options: Partial<DemoOptions> = {},
): Promise<DemoSystem> {
  const folder = options.folder ?? tempFolder(context);
  const system = await startDemoSystem({ sizes: smallSeed, preparingMs: 0, ...options, folder });
  context.after(() => system.stop());
  return system;
}
