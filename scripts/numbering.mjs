// The world's numbering plans, taken from libphonenumber-js into src-main/numbering/countries.json, a country a line so
// that a change can be read. `node scripts/numbering.mjs` writes it after the library was updated; a test compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCountries, getExampleNumber, Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/max/metadata';
import examples from 'libphonenumber-js/mobile/examples';
import { root } from './paths.mjs';

/** In the library's order, which decides what a number is that two of them have. */
const kinds = [
  'FIXED_LINE',
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
];

/** Where the plans are, and the little of them that the window needs. */
export const countriesFile = join(root, 'src-main/numbering/countries.json');
export const namedFile = join(root, 'src-main/contract/numbered-countries.json');

/** What the file should be: JSON of country code to plan; see src-main/numbering/country-data.ts. */
export function countriesJson() {
  // numbers of no country, +800 and the like, under their code
  const nowhere = Object.keys(metadata.nonGeographic).map((code) => [`+${code}`, planOf(code)]);
  const plans = getCountries(metadata)
    .sort()
    .map((country) => [country, planOf(country)]);
  const lines = [...plans, ...nowhere].map(
    ([name, plan]) => `  ${JSON.stringify(name)}: ${JSON.stringify(plan)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** What that one should be: JSON of country code to calling code and usual form; see src-main/contract/number-plan.ts. */
export function namedJson() {
  const lines = getCountries(metadata)
    .sort()
    .map((country) => {
      const { code, trunk, mobileTrunk, fixedTrunk } = planOf(country);
      const form = (isUsual) => (isUsual ? 'trunk' : 'national');
      const named = { code, trunk: trunk ?? '', mobile: form(mobileTrunk), fixed: form(fixedTrunk) };
      return `  ${JSON.stringify(country)}: ${JSON.stringify(named)}`;
    });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function planOf(country) {
  const of = new Metadata(metadata);
  of.selectNumberingPlan(country);
  const plan = of.numberingPlan;
  const rules = {
    code: plan.callingCode(),
    // whose number it is where several countries have it: the first of those with the code
    order: Math.max(0, metadata.country_calling_codes[plan.callingCode()]?.indexOf(country) ?? 0),
    international: plan.IDDPrefix(),
    pattern: plan.nationalNumberPattern(),
    lengths: plan.possibleLengths(),
    trunk: plan.nationalPrefix() || undefined,
    prefix: plan.nationalPrefixForParsing() || undefined,
    transform: plan.nationalPrefixTransformRule() || undefined,
    leading: plan.leadingDigits() || undefined,
    kinds: kinds.map((kind) => {
      const type = plan.type(kind);
      return type ? [type.pattern() ?? '', type.possibleLengths()] : 0;
    }),
    mobile: (country in examples && getExampleNumber(country, examples, metadata)?.nationalNumber) || '',
    ...trunkOf(country, plan),
  };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

/** Whether people of the country write the trunk prefix before mobile and before other numbers, as the library formats. */
function trunkOf(country, plan) {
  const trunk = plan.nationalPrefix();
  if (!trunk) return { mobileTrunk: false, fixedTrunk: false, serviceTrunk: false };
  const mobile = getExampleNumber(country, examples, metadata);
  const withTrunk = (number) =>
    Boolean(number) &&
    parsePhoneNumberFromString(number.number, metadata)
      .formatNational()
      .replace(/\D/g, '')
      .startsWith(trunk + number.nationalNumber);
  const service = plan.type('TOLL_FREE')?.pattern() || plan.type('SHARED_COST')?.pattern();
  const national = service && sample(service);
  const tollFree = national && { number: `+${plan.callingCode()}${national}`, nationalNumber: national };
  const formats = plan.formats();
  const leading = formats.filter((format) =>
    String(format.nationalPrefixFormattingRule() ?? '')
      .replace('(', '')
      .startsWith(trunk),
  ).length;
  return {
    mobileTrunk: withTrunk(mobile),
    fixedTrunk: leading * 2 > formats.length,
    serviceTrunk: withTrunk(tollFree),
  };
}

/** A number that fits a pattern: one of the last alternatives, which are the usual ones (800 in China, not 10800). */
function sample(pattern) {
  let text = pattern;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(
      /\(\?:(?:[^()]*\|)?([^()|]*)\)(?:\{(\d+)(?:,\d+)?\}|(\?))?/,
      (_, last, times, optional) => (optional ? '' : last.repeat(Number(times ?? 1))),
    );
  }
  return text
    .split('|')
    .at(-1)
    .replace(/(\\d|\[[^\]]*\]|\d)(?:\{(\d+)(?:,\d+)?\}|(\?))?/g, (_, one, times, optional) =>
      optional ? '' : (one === '\\d' ? '5' : one.replace('[', '').charAt(0)).repeat(Number(times ?? 1)),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(countriesFile, countriesJson());
  writeFileSync(namedFile, namedJson());
}
