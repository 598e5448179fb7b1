import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { plannedCountries } from '../../../src-main/numbering/country-data.ts';
import { NumberReader } from '../../../src-main/numbering/read-number.ts';
// @ts-expect-error a script without types
import { countriesFile, countriesJson, namedFile, namedJson } from '../../../scripts/numbering.mjs';
import { libraryReading, ownReading } from '../../support/library-number.ts';
import { randomOf, writtenNumberOf } from '../../support/numbering-samples.ts';

/** The rest of a million is for `npm run bench -- numbers`. */
const ofEach = 120;

test('numbers of every country are read as libphonenumber reads them', () => {
  const random = randomOf(20260105);
  const found = { valid: 0, other: 0 };
  for (const country of plannedCountries) {
    const reader = new NumberReader(country);
    for (let i = 0; i < ofEach; i += 1) {
      const written = writtenNumberOf(country, random);
      const expected = libraryReading(written, country);
      assert.equal(ownReading(written, reader), expected, `${written} in ${country}`);
      found[expected === 'none' ? 'other' : 'valid'] += 1;
    }
  }
  const { valid, other } = found;
  assert.ok(Math.min(valid, other) > (valid + other) / 4, `${valid} valid, ${other} not`);
});

test('the plans in the repository are those of the installed library', () => {
  const files: readonly (readonly [file: string, make: () => string])[] = [
    [countriesFile as string, countriesJson as () => string],
    [namedFile as string, namedJson as () => string],
  ];
  for (const [file, make] of files) {
    assert.ok(readFileSync(file, 'utf8') === make(), `node scripts/numbering.mjs writes ${file} anew`);
  }
});
