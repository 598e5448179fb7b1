import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const window = new URL('../../../src-renderer/', import.meta.url);
const components = readdirSync(window, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.svelte'))
  .map((name) => ({ name, text: readFileSync(new URL(name, window), 'utf8') }));

/** The functions that put an error into words, a whole one or only its title. */
const inWords =
  /\b(errorWords|reservationFailure|campaignFailure|failureLines|waitWords|figuresWords)\(|changeWords \} from '\.\/result-words\.ts'/;

test('every component that puts an error into words links its entry in the manual', () => {
  const showing = components.filter(({ text }) => inWords.test(text));
  assert.ok(showing.length > 15, `only ${showing.length} were found`);
  assert.deepEqual(
    showing.filter(({ text }) => !/<(ErrorNotice|ManualLink)\b/.test(text)).map(({ name }) => name),
    [],
  );
});

test('a notice with the words of an error is an ErrorNotice', () => {
  const plain = components
    .filter(({ text }) => /<Notice\b[^>]*title=\{(error|failure|refused|\w*Error)\.title\}/.test(text))
    .map(({ name }) => name);
  assert.deepEqual(plain, []);
});
