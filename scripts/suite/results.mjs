// What the reports of the test runners say, in one shape: `{ passed, failed, skipped, tests: [{ name, file, ms }] }`.
import { relative } from 'node:path';
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
    tests: lines
      .filter((line) => !line.counts)
      .map(({ name, file, ms }) => ({ name, file: place(file), ms })),
  };
}

/** @param {object} report of Playwright's JSON reporter */
export function playwrightResults(report) {
  const tests = [];
  const visit = ({ suites = [], specs = [] }) => {
    for (const { title, file, tests: runs } of specs) {
      const ms = runs.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0);
      tests.push({ name: title, file, ms });
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
