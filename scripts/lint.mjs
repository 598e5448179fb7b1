// `npm run lint [FILES]`: TypeScript by oxlint, components and scripts by ESLint; without files, or after --changed, also
// what nothing uses (knip).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './child.mjs';
import { node, root } from './paths.mjs';

const bin = (name) => join(root, 'node_modules', name);
const args = process.argv.slice(2);
const changed = args[0] === '--changed';
const files = args.slice(changed ? 1 : 0);
const there = files.filter((file) => existsSync(join(root, file)));
const forEslint = there.filter((file) => /\.([cm]?js|svelte|svelte\.ts)$/.test(file));
const forOxlint = there.filter((file) => file.endsWith('.ts'));

// Linting makes and drops much: with V8's small nursery a third of the time goes into tidying it.
const eslint = (what) =>
  runCommand(node, [
    '--max-semi-space-size=128',
    bin('eslint/bin/eslint.js'),
    '--max-warnings=0',
    '--no-warn-ignored',
    ...what,
  ]);
const oxlint = (what) =>
  runCommand(node, [
    bin('oxlint/bin/oxlint'),
    '--type-aware',
    '--tsconfig=tsconfig.lint.json',
    '--deny-warnings',
    ...what,
  ]);
const knip = () => runCommand(node, [bin('knip/bin/knip.js')]);

// beside each other: ESLint keeps one core, and the others need little of the second
const all = !changed && files.length === 0;
const some = (lint, what) => (what.length > 0 ? [lint(what)] : []);
const statuses = await Promise.all([
  ...some(eslint, all ? ['.'] : forEslint),
  ...some(oxlint, all ? ['.'] : forOxlint),
  ...(all || changed ? [knip()] : []),
]);
process.exitCode = Math.max(0, ...statuses);
