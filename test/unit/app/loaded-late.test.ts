import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../../support/run-command.ts';

const main = new URL('../../../src-main/compose.ts', import.meta.url).href;
/** In a process of its own, where nothing else has loaded anything. */
const program = `
  import { createRequire } from 'node:module';
  await import(${JSON.stringify(main)});
  process.stdout.write(JSON.stringify(Object.keys(createRequire(${JSON.stringify(main)}).cache)));
`;

test('no package is loaded with main that only some of its work needs', async () => {
  const { status, stdout, stderr } = await runCommand(process.execPath, [
    '--input-type=module',
    '-e',
    program,
  ]);
  assert.equal(status, 0, stderr);
  const packages = (JSON.parse(stdout) as string[]).flatMap(
    (file) => /node_modules[\\/]((?:@\w+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? [],
  );
  // valibot, which everything needs, is no CommonJS
  assert.deepEqual([...new Set(packages)], []);
});
