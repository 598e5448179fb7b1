import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../..');

for (const file of globSync('.github/workflows/*.yml', { cwd: root })) {
  const text = readFileSync(join(root, file), 'utf8');

  test(`${file}: an action is one commit, with its version beside it`, () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line));
    assert.ok(uses.length > 0);
    assert.deepEqual(
      uses.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
      [],
    );
  });

  test(`${file}: it may read the sources and nothing else`, () => {
    assert.match(text, /^permissions:\n {2}contents: read\n(?! )/m);
    assert.equal(text.match(/permissions:/g)?.length, 1);
    assert.equal(
      text.match(/persist-credentials: false/g)?.length,
      text.match(/actions\/checkout@/g)?.length,
    );
  });
}
