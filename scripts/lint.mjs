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
const linters = async (what) => (await oxlint(what)) || (await eslint(what));
const linting = !changed && files.length === 0 ? linters(['.']) : linted.length > 0 ? linters(linted) : 0;
const broken = await linting;
const dead = changed || files.length === 0 ? await runCommand(node, [bin('knip/bin/knip.js')]) : 0;
process.exitCode = broken || dead;
