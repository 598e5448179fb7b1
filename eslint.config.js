// Lint rules: taste that catches defects, and the map of the house (eslint.map.js), which folder may import which. The
// rules that ask for types are oxlint's (.oxlintrc.json), except in components, which it cannot read.
import js from '@eslint/js';
import globals from 'globals';
import regexp from 'eslint-plugin-regexp';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import { houseMap } from './eslint.map.js';
import { lintProject, typedParser } from './scripts/lint-types.mjs';

// Rules that can never find anything here, and whose looking costs time. Any other rule of the presets stays on, even
// if it has found nothing yet.
const cannotFind = {
  // `erasableSyntaxOnly` makes declaring an enum a compile error.
  '@typescript-eslint/no-duplicate-enum-values': 'off',
  '@typescript-eslint/prefer-literal-enum-member': 'off',
  // All of it is ECMAScript modules, where these are syntax errors.
  'no-delete-var': 'off',
  'no-octal': 'off',
  'no-nonoctal-decimal-escape': 'off',
};
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
  // Of stores, which may not be imported (.oxlintrc.json).
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
  { ignores: ['build/', 'dist/', 'node_modules/', 'src-main/contract/messages/'] },
  js.configs.recommended,
  ts.configs.strict,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
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
  {
    // What is matched comes from files and servers: no expression may take more time than its text is long, neither at one
    // place of the text (backtracking) nor by beginning again at every place (moving).
    files: ['src-main/**/*.ts', 'src-renderer/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: true }],
    },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['scripts/**', 'test/**', '**/*-cli.ts', 'src-main/demo/cli.ts'], rules: { 'no-console': 'off' } },

  // --- who may import whom -------------------------------------------------------------------------
  ...houseMap,
);
