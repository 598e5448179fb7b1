// What the reports of the test runners say, in one shape: `{ passed, failed, skipped, tests }`, each test
// `{ name, file, ms, failure? }` with the failure's own text.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../paths.mjs';

const place = (file) => (file ? relative(root, file) : '');

/** @param {string} text what node-report.mjs wrote; without counts the run died, and has failed */
export function nodeResults(text) {
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const counts = lines.find((line) => line.counts)?.counts;
  return {
    passed: counts?.passed ?? 0,
    failed: counts ? counts.failed + counts.cancelled : 1,
    skipped: (counts?.skipped ?? 0) + (counts?.todo ?? 0),
    tests: lines.filter((line) => !line.counts).map((test) => ({ ...test, file: place(test.file) })),
  };
}

/** @param {object} report of Playwright's JSON reporter */
export function playwrightResults(report) {
  const tests = [];
  const visit = ({ suites = [], specs = [] }) => {
    for (const { title, file, tests: runs } of specs) {
      const results = runs.flatMap((run) => run.results);
      const ms = results.reduce((sum, { duration }) => sum + duration, 0);
      const errors = results.flatMap((result) =>
        result.errors.map(({ message }) => stripVTControlCharacters(message ?? '')),
      );
      tests.push({ name: title, file, ms, ...(errors.length > 0 ? { failure: errors.join('\n') } : {}) });
    }
    suites.forEach(visit);
  };
  visit(report);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped, tests };
}

/** The slowest tests as lines, slowest first: `12.3 s  file › name`. */
export function slowest(tests, count = 10) {
  return [...tests]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, count)
    .map(({ name, file, ms }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${file} › ${name}`);
}

/** How many lines of a failure the end of a run repeats; all of it stands where it happened. */
const repeated = 12;

/** The failed tests as lines, each with the beginning of its reason: thousands of lines may stand between. */
export const failures = (tests) =>
  tests
    .filter(({ failure }) => failure !== undefined)
    .flatMap(({ name, file, failure }) => [
      `${file} › ${name}`,
      ...failure
        .split('\n')
        .slice(0, repeated)
        .map((line) => `    ${line}`),
    ]);
