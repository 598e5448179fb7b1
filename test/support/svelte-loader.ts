/**
 * Lets plain Node load the window's state classes (`*.svelte.ts`): types are stripped, then the Svelte compiler
 * turns runes into signals, as the bundler does. `npm test` registers it; to run one file by hand, start Node with
 * `--import ./test/support/svelte-loader.ts`.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Compiler from 'svelte/compiler';

// Loaded at the first state class: most test files have none, and the compiler takes a while to load.
const require = createRequire(import.meta.url);
const compiler = (): typeof Compiler => require('svelte/compiler') as typeof Compiler;

registerHooks({
  // The window's side of Svelte, whose signals are live; Node's own choice would be the one for servers.
  resolve: (specifier, context, next) =>
    /^(svelte|esm-env)(\/|$)/.test(specifier)
      ? next(specifier, { ...context, conditions: ['browser', ...context.conditions] })
      : next(specifier, context),
  load(url, context, next) {
    // A component is only passed on by whoever names it, an icon beside words for example: nothing draws it here.
    if (url.endsWith('.svelte'))
      return { format: 'module', source: 'export default {};', shortCircuit: true };
    if (!url.endsWith('.svelte.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const plain = stripTypeScriptTypes(readFileSync(filename, 'utf8'));
    const { js } = compiler().compileModule(plain, { filename, generate: 'client' });
    return { format: 'module', source: js.code, shortCircuit: true };
  },
});
