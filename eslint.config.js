// Lint rules for components and scripts: taste that catches defects, and the map of the house (eslint.map.js), which folder
// may import which. All other TypeScript is oxlint's (oxlint.config.ts), which cannot read components.
import js from '@eslint/js';
import globals from 'globals';
import regexp from 'eslint-plugin-regexp';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import { houseMap } from './eslint.map.js';
import { cannotFind, linearTime, oneIdea, taste } from './lint.rules.js';
import { lintProject, typedParser } from './scripts/lint-types.mjs';

const cannotFindInSvelte = {
  // `runes: true` in svelte.config.js makes `$:` statements compile errors, and with them all that is said of them.
  'svelte/infinite-reactive-loop': 'off',
  'svelte/no-immutable-reactive-statements': 'off',
  'svelte/no-reactive-functions': 'off',
  'svelte/no-reactive-literals': 'off',
  'svelte/no-reactive-reassign': 'off',
  // Of SvelteKit's pages and of event dispatchers, of which there are none.
  'svelte/no-export-load-in-svelte-module-in-kit-pages': 'off',
  'svelte/no-navigation-without-resolve': 'off',
  'svelte/valid-prop-names-in-kit-pages': 'off',
  'svelte/require-event-dispatcher-types': 'off',
  // Of stores, which may not be imported (eslint.map.js).
  'svelte/no-store-async': 'off',
  'svelte/require-store-reactive-access': 'off',
};
const cannotFindByTypes = {
  // Every class of the window has private members: TypeScript takes nothing but its instances for one.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // Of enums, see above; of a library's, only tests read a value (exceljs).
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  '@typescript-eslint/no-unsafe-enum-comparison': 'off',
  '@typescript-eslint/no-mixed-enums': 'off',
};

export default ts.config(
  {
    // Other TypeScript is oxlint's.
    ignores: [
      'build/',
      'dist/',
      'node_modules/',
      'src-main/contract/messages/',
      '**/*.ts',
      '!**/*.svelte.ts',
    ],
  },
  js.configs.recommended,
  ts.configs.strict,
  {
    rules: {
      ...taste,
      ...cannotFind,
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
    rules: cannotFindInSvelte,
  },
  {
    files: ['**/*.svelte'],
    languageOptions: {
      parserOptions: {
        parser: typedParser,
        project: lintProject,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // the rules alone: the set would also take the parser of components away
      ...ts.configs.strictTypeCheckedOnly.at(-1).rules,
      ...cannotFindByTypes,
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // svelte-check knows the types inside of templates; here snippets and bindings look like `any`.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
    },
  },
  {
    files: ['**/*.svelte.ts'],
    // Collections in state classes are replaced whole ($state.raw), which the rule cannot see.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  { files: ['src-renderer/**'], languageOptions: { globals: globals.browser } },
  { files: ['src-renderer/**'], plugins: { regexp }, rules: linearTime },
  { files: ['src-renderer/**', 'scripts/**'], rules: oneIdea },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },

  // --- who may import whom -------------------------------------------------------------------------
  ...houseMap,
);
