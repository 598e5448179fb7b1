// Lint rules for all TypeScript outside of components: the same sets as in eslint.config.js, which has the rest, and with
// types. oxlint takes a tenth of ESLint's time for them. Why two linters: docs/decisions/testing.md.
import js from '@eslint/js';
import { defineConfig } from 'oxlint';
import ts from 'typescript-eslint';
import { houseMap } from './eslint.map.js';
import { cannotFind, linearTime, oneIdea, taste } from './lint.rules.js';

type Rules = NonNullable<Parameters<typeof defineConfig>[0]['rules']>;

/** ESLint's sets, by the names that oxlint has for their rules. It refuses to run with a rule that it lacks. */
const sets: Rules = Object.fromEntries(
  Object.entries<unknown>(
    Object.assign(
      {},
      js.configs.recommended.rules,
      ...ts.configs.strict.map(({ rules }) => rules),
      taste,
      cannotFind,
    ),
  )
    .filter(([, set]) => set !== 'off')
    .map(([name, set]) => [name.replace(/^@typescript-eslint\//, 'typescript/'), set]),
);

export default defineConfig({
  plugins: ['typescript', 'import'],
  jsPlugins: ['eslint-plugin-regexp'],
  categories: { correctness: 'off' },
  // this file among them: the sets it is made of have no types worth checking
  ignorePatterns: [
    'oxlint.config.ts',
    'build/',
    'dist/',
    'src-main/contract/messages/',
    '**/*.js',
    '**/*.mjs',
    '**/*.cjs',
    '**/*.svelte',
  ],
  rules: {
    ...sets,
    'import/no-cycle': 'error',
    'typescript/await-thenable': 'error',
    'typescript/no-array-delete': 'error',
    'typescript/no-base-to-string': 'error',
    'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    'typescript/no-deprecated': 'error',
    'typescript/no-duplicate-type-constituents': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-for-in-array': 'error',
    'typescript/no-generated-empty-object-type': 'error',
    'typescript/no-implied-eval': 'error',
    'typescript/no-meaningless-void-operator': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-misused-spread': 'error',
    'typescript/no-redundant-type-constituents': 'error',
    'typescript/no-unnecessary-boolean-literal-compare': 'error',
    'typescript/no-unnecessary-condition': 'error',
    'typescript/no-unnecessary-template-expression': 'error',
    'typescript/no-unnecessary-type-arguments': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/no-unnecessary-type-conversion': 'error',
    'typescript/no-unnecessary-type-parameters': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-unsafe-unary-minus': 'error',
    'typescript/no-useless-default-assignment': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/prefer-reduce-type-parameter': 'error',
    'typescript/prefer-return-this-type': 'error',
    'typescript/related-getter-setter-pairs': 'error',
    'typescript/require-await': 'error',
    'typescript/restrict-plus-operands': [
      'error',
      {
        allowAny: false,
        allowBoolean: false,
        allowNullish: false,
        allowNumberAndString: false,
        allowRegExp: false,
      },
    ],
    'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/unbound-method': 'error',
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
  },
  overrides: [
    { files: ['src-main/**/*.ts', 'src-renderer/**/*.ts'], rules: { ...linearTime, ...oneIdea } },
    { files: ['scripts/**', 'test/**', '**/*-cli.ts', '**/cli.ts'], rules: { 'no-console': 'off' } },
    {
      files: ['test/**'],
      rules: {
        // node:test's test() returns a promise that the runner itself awaits.
        'typescript/no-floating-promises': [
          'error',
          {
            allowForKnownSafeCalls: [
              { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
            ],
          },
        ],
      },
    },
    ...houseMap.map(({ files, ignores, rules }) => ({
      files,
      rules,
      ...(ignores ? { excludeFiles: ignores } : {}),
    })),
  ],
});
