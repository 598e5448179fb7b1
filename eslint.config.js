// Lint rules. The first half is taste that catches defects; the second half is the map of the house:
// which folder may import which. ARCHITECTURE.md draws it; this file enforces it.
import js from '@eslint/js';
import globals from 'globals';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const forbid = (...rules) => ['error', { patterns: rules.map(([regex, message]) => ({ regex, message })) }];

const noElectron = ['^electron$', 'Only src-main/shell, main.ts and preload.ts know Electron.'];
const noShell = ['/shell/', 'Domains never import the shell; what they need comes in as a parameter.'];
const noRenderer = ['src-renderer/', 'src-main never imports the renderer.'];
const keytarOnce = [
  '^keytar$',
  'Only src-main/secrets/keychain.ts imports keytar, so that a successor can take its place.',
];
const noOther = (...folders) => [
  `^\\.\\./(?:\\.\\./)*(?:${folders.join('|')})/`,
  'This domain does not depend on that one; src-main/jobs composes them.',
];

const mainDomains = ['aicc', 'call-list', 'voice', 'sftp', 'secrets', 'store', 'jobs', 'demo'];
/** Which other domains a domain may use, besides contract. */
const mayUse = {
  aicc: [],
  'call-list': [],
  voice: [],
  sftp: [],
  secrets: [],
  store: [],
  jobs: ['aicc', 'call-list', 'voice', 'sftp', 'secrets', 'store'],
  demo: ['call-list', 'voice'],
};

const rendererDomains = ['imports', 'voice', 'reservations', 'servers', 'activity', 'connections'];

export default ts.config(
  { ignores: ['build/', 'dist/', 'node_modules/', 'src-main/contract/messages/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src-renderer/tsconfig.json', './test/e2e/tsconfig.json'],
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js', '.svelte'] } } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
  },
  {
    // svelte-check knows the types inside of templates; here snippets and bindings look like `any`.
    files: ['**/*.svelte'],
    rules: {
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
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
  { files: ['scripts/**', 'test/**', '**/*-cli.ts', 'src-main/demo/cli.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: {
      // node:test's test() returns a promise that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
    },
  },

  // --- who may import whom -------------------------------------------------------------------------
  {
    files: ['src-main/contract/**'],
    rules: {
      'no-restricted-imports': forbid(
        ['^\\.\\./', 'The contract imports nothing of ours.'],
        ['^(electron|node:)', 'The contract runs in main and in the window.'],
      ),
    },
  },
  ...mainDomains.map((domain) => ({
    files: [`src-main/${domain}/**`],
    rules: {
      'no-restricted-imports': forbid(
        noElectron,
        noShell,
        noRenderer,
        ...(domain === 'secrets' ? [] : [keytarOnce]),
        noOther(...mainDomains.filter((other) => other !== domain && !mayUse[domain].includes(other))),
      ),
    },
  })),
  {
    files: ['src-main/secrets/**'],
    ignores: ['src-main/secrets/keychain.ts'],
    rules: {
      'no-restricted-imports': forbid(noElectron, noShell, noRenderer, keytarOnce, noOther(...mainDomains)),
    },
  },
  {
    // What the window may ask: composes all domains, and runs in plain Node.
    files: ['src-main/handlers/**'],
    rules: { 'no-restricted-imports': forbid(noElectron, noShell, noRenderer, keytarOnce) },
  },
  {
    files: ['src-main/shell/**', 'src-main/main.ts', 'src-main/preload.ts'],
    rules: { 'no-restricted-imports': forbid(noRenderer, keytarOnce) },
  },
  {
    files: ['src-renderer/**'],
    rules: {
      'no-restricted-imports': forbid(
        ['src-main/(?!contract/)', 'The renderer imports src-main/contract and nothing else of src-main.'],
        ['^(electron|node:)', 'The renderer is a web page.'],
      ),
    },
  },
  ...rendererDomains.map((domain) => ({
    files: [`src-renderer/${domain}/**`],
    rules: {
      'no-restricted-imports': forbid(
        ['src-main/(?!contract/)', 'The renderer imports src-main/contract and nothing else of src-main.'],
        ['^(electron|node:)', 'The renderer is a web page.'],
        [
          `^\\.\\./(?:${rendererDomains.filter((other) => other !== domain).join('|')})/`,
          'A renderer domain imports ui and app, not another domain.',
        ],
      ),
    },
  })),
  {
    files: ['src-renderer/ui/**'],
    rules: {
      'no-restricted-imports': forbid(
        ['src-main/', 'The design system knows nothing of the application.'],
        [
          `^\\.\\./(?:app|${rendererDomains.join('|')})/`,
          'The design system knows nothing of the application.',
        ],
      ),
    },
  },
);
