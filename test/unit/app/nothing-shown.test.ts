import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nothingShown } from '../../../src-renderer/app/jobs/nothing-shown.ts';
import { filters, type FilterId } from '../../../src-renderer/app/jobs/jobs-view.svelte.ts';

test('an empty list of jobs says what there is none of, and of matches only where something is searched for', () => {
  const said = (Object.keys(filters) as FilterId[]).map((filter) => nothingShown({ filter, search: ' ' }));
  assert.equal(new Set(said).size, said.length);
  for (const words of said) assert.doesNotMatch(words, /match|search/i);
  assert.equal(nothingShown({ filter: 'waiting', search: '' }), 'Nothing is waiting.');
  assert.match(nothingShown({ filter: 'waiting', search: ' spring ' }), /matches “spring”/);
});
