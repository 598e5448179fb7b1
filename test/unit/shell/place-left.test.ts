import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeLeft } from '../../../src-renderer/shell/place-left.ts';

const element = (name: string, isConnected: boolean, focusable: boolean) => ({
  name,
  isConnected,
  hasAttribute: (asked: string) => asked === 'tabindex' && focusable,
});

const cases: readonly (readonly [
  what: string,
  way: readonly (readonly [name: string, there: boolean, focusable: boolean])[],
  place: string | null,
])[] = [
  ['nothing had it', [], null],
  ['what had it is there', [['button', true, false], ['main', true, true]], null], // prettier-ignore
  ['a notice went with its button', [['button', false, false], ['notice', false, false], ['place', true, true], ['main', true, true]], 'place'], // prettier-ignore
  ['a row went from its grid', [['button', false, false], ['row', false, true], ['grid', true, true], ['main', true, true]], 'grid'], // prettier-ignore
  ['a screen was left', [['button', false, false], ['grid', false, true], ['screen', false, false], ['main', true, true]], 'main'], // prettier-ignore
  [
    'nothing around it can have it',
    [
      ['button', false, false],
      ['body', true, false],
    ],
    null,
  ],
];

for (const [what, way, place] of cases) {
  test(`the focus stays at ${place ?? 'nothing new'} where ${what}`, () => {
    const found = placeLeft(way.map(([name, there, focusable]) => element(name, there, focusable)));
    assert.equal(found?.name ?? null, place);
  });
}
