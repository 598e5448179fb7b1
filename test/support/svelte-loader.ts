/**
 * Lets plain Node load the window's state classes (`*.svelte.ts`): types are stripped, then the Svelte compiler
 * turns runes into signals, as the bundler does. Import it first, and the classes with `await import()`, because
 * static imports of one file are all loaded before any of them runs.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileModule } from 'svelte/compiler';

registerHooks({
  // The window's side of Svelte, whose signals are live; Node's own choice would be the one for servers.
  resolve: (specifier, context, next) =>
    /^(svelte|esm-env)(\/|$)/.test(specifier)
      ? next(specifier, { ...context, conditions: ['browser', ...context.conditions] })
      : next(specifier, context),
  load(url, context, next) {
    if (!url.endsWith('.svelte.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const plain = stripTypeScriptTypes(readFileSync(filename, 'utf8'));
    const { js } = compileModule(plain, { filename, generate: 'client' });
    return { format: 'module', source: js.code, shortCircuit: true };
  },
});
