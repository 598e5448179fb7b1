// The map of the house: which room may import which. ARCHITECTURE.md describes it; both linters enforce it.
// Whatever is not listed here is refused, so a new arrow is a decision that shows up in a diff.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const forbid = (...rules) => ['error', { patterns: rules.map(([regex, message]) => ({ regex, message })) }];

const noElectron = ['^electron$', 'Only src-main/shell, main.ts and preload.ts know Electron.'];
const noRenderer = ['src-renderer/', 'src-main never imports the renderer.'];
const keytarOnce = [
  '^keytar$',
  'Only src-main/secrets/keychain.ts imports keytar, so that a successor can take its place.',
];

/** Libraries that know of no feature, and which other domains each may use besides contract and platform. */
const domains = {
  aicc: [],
  numbering: [],
  'call-list': ['numbering'],
  audio: [],
  sftp: [],
  secrets: [],
  store: [],
  jobs: ['store'],
  demo: ['call-list'],
};

/** Features of the main process, and which other features each may use. Arrows only point up this list. */
const features = {
  app: [],
  activity: ['app'],
  connections: ['activity', 'app'],
  campaigns: ['connections'],
  servers: ['app', 'connections'],
  'remote-files': ['app', 'servers'],
  outbox: ['app'],
  memory: [],
  // both keep fingerprints, made with one key
  'do-not-call': ['app', 'memory'],
  imports: ['app', 'campaigns', 'connections', 'do-not-call', 'memory', 'outbox', 'servers'],
  // the rows that an import sent, and prepared imports of those to be called again
  'call-results': ['app', 'connections', 'imports', 'outbox'],
  voice: ['app', 'connections', 'outbox'],
  reservations: ['app', 'campaigns', 'connections', 'outbox'],
  backup: ['app'],
  diagnostics: ['app'],
};

const others = (all, allowed) => all.filter((name) => !allowed.includes(name)).join('|');
const noRooms = (allowed, message) => [
  `^\\.\\./(?:\\.\\./)*(?:${others([...Object.keys(domains), 'features', 'shell', 'compose(?:-deps)?\\.ts', 'main\\.ts'], allowed)})(?:/|$)`,
  message,
];

/** Features of the window, and which others each may use. Where one shows another, the window's shell joins them. */
const windowFeatures = {
  campaigns: [],
  'call-results': [],
  imports: ['call-results', 'campaigns'],
  outbox: [],
  voice: [],
  reservations: ['campaigns'],
  servers: [],
  'remote-files': [],
  connections: [],
  activity: [],
  settings: [],
};
// what is there, one by one: oxlint's expressions cannot say "anything but"
const inMain = readdirSync(join(import.meta.dirname, 'src-main')).filter((name) => name !== 'contract');
const contractOnly = [
  `src-main/(?:${inMain.map((name) => name.replaceAll('.', '\\.')).join('|')})(?:/|$)`,
  'The renderer imports src-main/contract and nothing else of src-main.',
];
const webPage = ['^(electron|node:)', 'The renderer is a web page.'];
const runes = ['^svelte/store$', 'State is kept in runes.'];
const noWindowRooms = (allowed, message) => [
  `^\\.\\./(?:\\.\\./)*(?:${others([...Object.keys(windowFeatures), 'shell', 'app'], allowed)})/`,
  message,
];

export const houseMap = [
  {
    files: ['src-main/contract/**'],
    rules: {
      'no-restricted-imports': forbid(
        [
          '^(?:\\.\\./)+(?:src-|(?:platform|features|shell|aicc|numbering|call-list|audio|sftp|secrets|store|jobs|demo)/|compose(?:-deps)?\\.ts$|main\\.ts$)',
          'The contract imports nothing of ours.',
        ],
        ['^(electron|node:)', 'The contract runs in main and in the window.'],
      ),
    },
  },
  {
    files: ['src-main/**'],
    ignores: ['src-main/platform/clock.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'There is one clock, platform/clock.ts. A feature is given it.',
        },
      ],
    },
  },
  {
    files: ['src-main/platform/**'],
    rules: {
      'no-restricted-imports': forbid(
        noElectron,
        noRenderer,
        keytarOnce,
        noRooms([], 'The ground floor imports only the contract.'),
      ),
    },
  },
  ...Object.entries(domains).map(([domain, mayUse]) => ({
    files: [`src-main/${domain}/**`],
    ignores: ['src-main/secrets/keychain.ts'],
    rules: {
      'no-restricted-imports': forbid(
        noElectron,
        noRenderer,
        keytarOnce,
        noRooms(
          [domain, ...mayUse],
          'A domain knows no feature, and no other domain but those of eslint.map.js.',
        ),
      ),
    },
  })),
  {
    files: ['src-main/secrets/keychain.ts'],
    rules: {
      'no-restricted-imports': forbid(
        noElectron,
        noRenderer,
        noRooms(['secrets'], 'A domain knows no feature, and no other domain but those of eslint.map.js.'),
      ),
    },
  },
  ...Object.entries(features).map(([feature, mayUse]) => ({
    files: [`src-main/features/${feature}/**`],
    rules: {
      'no-restricted-imports': forbid(
        noElectron,
        noRenderer,
        keytarOnce,
        [
          '/(?:shell/|compose(?:-deps)?\\.ts$|main\\.ts$)',
          'What a feature needs of the shell comes in as a parameter.',
        ],
        [
          `^\\.\\./(?:\\.\\./)*(?:${others(Object.keys(features), [feature, ...mayUse])})/`,
          'This feature does not use that one: see eslint.map.js.',
        ],
      ),
    },
  })),
  {
    files: ['src-main/compose.ts', 'src-main/compose-deps.ts'],
    rules: { 'no-restricted-imports': forbid(noElectron, noRenderer, keytarOnce) },
  },
  {
    files: ['src-main/shell/**', 'src-main/main.ts', 'src-main/preload.ts'],
    rules: { 'no-restricted-imports': forbid(noRenderer, keytarOnce) },
  },
  { files: ['src-renderer/**'], rules: { 'no-restricted-imports': forbid(contractOnly, webPage, runes) } },
  ...Object.entries(windowFeatures).map(([feature, mayUse]) => ({
    files: [`src-renderer/${feature}/**`],
    rules: {
      'no-restricted-imports': forbid(
        contractOnly,
        webPage,
        runes,
        noWindowRooms(
          [feature, ...mayUse, 'app'],
          'A feature of the window imports ui and app, and no other feature but those of eslint.map.js.',
        ),
      ),
    },
  })),
  {
    files: ['src-renderer/app/**'],
    rules: {
      'no-restricted-imports': forbid(
        contractOnly,
        webPage,
        runes,
        noWindowRooms(['app'], 'app lies below the features; what shows them is in shell.'),
      ),
    },
  },
  {
    files: ['src-renderer/ui/**'],
    rules: {
      'no-restricted-imports': forbid(
        webPage,
        runes,
        ['src-main/', 'The design system knows nothing of the application.'],
        noWindowRooms([], 'The design system knows nothing of the application.'),
      ),
    },
  },
];
