import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortDropped } from '../../../src-renderer/shell/dropped-files.ts';

const named = (name: string) => ({ token: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f', name, size: 1 });
const sorted = (screen: 'imports' | 'voice', ...names: string[]) => {
  const found = sortDropped(names.map(named), screen);
  const [voice, prepared, lists] = [found.voice, found.prepared, found.lists].map((files) =>
    files.map(({ name }) => name),
  );
  return { voice, prepared, lists };
};

test('sounds go to the voice files, lists and prepared imports to the imports, wherever they are dropped', () => {
  for (const screen of ['imports', 'voice'] as const) {
    assert.deepEqual(sorted(screen, 'A.WAV', 'leads.xlsx', 'b.mp3', 'more.csv', 'Spring.DIALDESK'), {
      voice: ['A.WAV', 'b.mp3'],
      prepared: ['Spring.DIALDESK'],
      lists: ['leads.xlsx', 'more.csv'],
    });
  }
});

test('a name that says nothing goes to the screen it was dropped on', () => {
  assert.deepEqual(sorted('imports', 'prompt'), { voice: [], prepared: [], lists: ['prompt'] });
  assert.deepEqual(sorted('voice', 'prompt'), { voice: ['prompt'], prepared: [], lists: [] });
});

for (const [dropped, left] of [
  [
    ['a.wav', 'leads.xlsx', 'more.csv', 'May.dialdesk'],
    ['leads.xlsx', 'more.csv', 'May.dialdesk'],
  ],
  [['May.dialdesk', 'leads.xlsx'], ['leads.xlsx']],
  [['leads.xlsx', 'more.csv'], []],
  [['a.wav', 'b.mp3'], []],
  [[], []],
] as const) {
  test(`of ${dropped.join(', ') || 'nothing'}, what is left over is known: ${left.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(
      sortDropped(dropped.map(named), 'imports').left.map(({ name }) => name),
      left,
    );
  });
}
