import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { importCycles } from '../../support/import-cycles.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('no file of the app imports itself by way of others, not even a type', () => {
  const root = join(import.meta.dirname, '../../..');
  assert.deepEqual(importCycles(root, ['src-main', 'src-renderer']), []);
});

const planted: [what: string, files: Record<string, string>, cycles: string[][]][] = [
  [
    'values',
    { 'a.ts': "import { b } from './b.ts';", 'b.ts': "export { a } from './a.ts';" },
    [['a.ts', 'b.ts']],
  ],
  [
    'types',
    {
      'a.ts': "import type { B } from './b.ts';",
      'b.ts': "import { type C } from './in/c.ts';",
      'in/c.ts': "export type * from '../a.ts';",
    },
    [['a.ts', 'b.ts', 'in/c.ts']],
  ],
  [
    'components',
    {
      'A.svelte':
        '<script lang="ts">\n  import { state } from \'./state.svelte.ts\';\n</script>\n<p>{state}</p>',
      'state.svelte.ts': "import type A from './A.svelte';",
    },
    [['A.svelte', 'state.svelte.ts']],
  ],
  ['itself', { 'a.ts': "import type { A } from './a.ts';" }, [['a.ts']]],
  [
    'nothing: a fork that joins, what is loaded later, and a comment',
    {
      'a.ts': "import { b } from './b.ts';\nimport { c } from './c.ts';",
      'b.ts': "import { c } from './c.ts';",
      'c.ts': "// import { a } from './a.ts';\nexport const later = () => import('./a.ts');",
    },
    [],
  ],
];
for (const [what, files, cycles] of planted) {
  test(`a circle of ${what} is seen`, (context) => {
    const root = tempFolder(context);
    mkdirSync(join(root, 'in'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
    assert.deepEqual(
      importCycles(root, ['.']).map((cycle) => cycle.sort()),
      cycles,
    );
  });
}
