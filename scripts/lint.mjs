// `npm run lint [FILES]`: oxlint's rules, which ask for types, and ESLint's; without files, or after --changed, also what
// nothing uses (knip).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './child.mjs';
import { node, root } from './paths.mjs';

const bin = (name) => join(root, 'node_modules', name);
const args = process.argv.slice(2);
const changed = args[0] === '--changed';
const files = args.slice(changed ? 1 : 0);
const linted = files.filter((file) => /\.([cm]?js|ts|svelte)$/.test(file) && existsSync(join(root, file)));

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
const what = all ? ['.'] : linted;
const statuses = await Promise.all([
  ...(what.length > 0 ? [eslint(what), oxlint(what)] : []),
  ...(all || changed ? [knip()] : []),
]);
process.exitCode = Math.max(0, ...statuses);
