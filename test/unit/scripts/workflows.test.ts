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
    // but for the one job that signs where the files come from, and runs nothing of the sources
    const [, ...jobs] = text.split(/^ {4}permissions:\n/m);
    assert.ok(jobs.length <= (file.endsWith('release.yml') ? 1 : 0));
    for (const job of jobs) {
      assert.match(
        job,
        /^ {6}contents: read\n(?: {6}#.*\n)* {6}id-token: write\n {6}attestations: write\n(?! {6})/,
      );
      assert.doesNotMatch(job, /checkout@|npm |secrets\./);
    }
    assert.equal(text.match(/permissions:/g)?.length, 1 + jobs.length);
    assert.equal(
      text.match(/persist-credentials: false/g)?.length,
      text.match(/actions\/checkout@/g)?.length,
    );
  });
}
