import assert from 'node:assert/strict';
import { test } from 'node:test';

const scripts = new URL('../../../scripts/suite/', import.meta.url);
const { importGraph, touchedBy } = (await import(new URL('import-graph.mjs', scripts).href)) as {
  importGraph: (texts: ReadonlyMap<string, string>) => Map<string, Set<string>>;
  touchedBy: (
    graph: Map<string, Set<string>>,
    files: readonly string[],
    joinsAll?: (path: string) => boolean,
  ) => Set<string>;
};
const { roomOf, stagesFor } = (await import(new URL('changed.mjs', scripts).href)) as {
  roomOf: (path: string) => string | null;
  stagesFor: (
    texts: ReadonlyMap<string, string>,
    changed: readonly string[],
  ) => Map<string, Set<string> | null>;
};

/** A house of two features, in as few files as there can be. */
const house = new Map([
  ['src-main/compose.ts', `import './features/voice/list.ts';\nimport './features/servers/list.ts';`],
  ['src-main/features/voice/list.ts', `new URL('../../audio/worker.ts', import.meta.url);`],
  ['src-main/features/servers/list.ts', `const x = await import("../../sftp/session.ts"); // it's late`],
  ['src-main/audio/worker.ts', ''],
  ['src-main/sftp/session.ts', ''],
  ['src-renderer/voice/VoiceScreen.svelte', `import Button from '../ui/Button.svelte';`],
  ['src-renderer/ui/Button.svelte', ''],
  ['messages/en/voice.json', ''],
  ['test/fixtures/voice/tone.wav', ''],
  ['test/support/dialdesk.ts', `import '../../src-main/compose.ts';`],
  ['test/unit/audio/worker.test.ts', 'const sound = join(root, `test/fixtures/voice/${name}`);'],
  ['test/unit/sftp/session.test.ts', `import '../../../src-main/sftp/session.ts';`],
  ['test/unit/audio/child.test.ts', `fork(new URL('../../support/worker-child.ts', import.meta.url));`],
  ['test/support/worker-child.ts', `import '../../src-main/audio/worker.ts';`],
  ['test/integration/voice/voice.test.ts', `import '../../support/dialdesk.ts';`],
  ['test/integration/servers/servers.test.ts', `import '../../support/dialdesk.ts';`],
  ['test/e2e/voice/voice.test.ts', ''],
  ['test/e2e/servers/servers.test.ts', ''],
  ['README.md', ''],
]);

const graph = importGraph(house);

for (const [what, from, to] of [
  ['an import', 'test/support/dialdesk.ts', ['src-main/compose.ts']],
  ['an import at its first use', 'src-main/features/servers/list.ts', ['src-main/sftp/session.ts']],
  ['a worker', 'src-main/features/voice/list.ts', ['src-main/audio/worker.ts']],
  ['a child', 'test/unit/audio/child.test.ts', ['test/support/worker-child.ts']],
  ['a folder of fixtures', 'test/unit/audio/worker.test.ts', ['test/fixtures/voice/tone.wav']],
  ['a component', 'src-renderer/voice/VoiceScreen.svelte', ['src-renderer/ui/Button.svelte']],
] as const) {
  test(`a file needs what it names: ${what}`, () => {
    assert.deepEqual([...(graph.get(from) ?? [])], to);
  });
}

test('a template that ends a line before others begin hides none of them', () => {
  const texts = new Map([
    ['a.ts', "const x = `${y}`;\nimport './b.ts';\nconst z = `w`;"],
    ['b.ts', ''],
  ]);
  assert.deepEqual([...(importGraph(texts).get('a.ts') ?? [])], ['b.ts']);
});

test('what needs a file is touched with it, and nothing beyond where all is joined', () => {
  const joined = (path: string) => path === 'src-main/compose.ts';
  assert.deepEqual([...touchedBy(graph, ['src-main/audio/worker.ts'], joined)].sort(), [
    'src-main/audio/worker.ts',
    'src-main/compose.ts',
    'src-main/features/voice/list.ts',
    'test/support/worker-child.ts',
    'test/unit/audio/child.test.ts',
  ]);
  assert.ok(touchedBy(graph, ['src-main/compose.ts'], joined).has('test/support/dialdesk.ts'));
});

test('files that need each other are touched together', () => {
  const circle = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['a'])],
  ]);
  assert.deepEqual([...touchedBy(circle, ['a'])].sort(), ['a', 'b']);
});

for (const [path, room] of [
  ['src-main/features/voice/list.ts', 'voice'],
  ['src-renderer/servers/browse/entry.ts', 'servers'],
  ['test/e2e/imports/import.test.ts', 'imports'],
  ['messages/zh/mending.json', 'imports'],
  ['test/integration/call-list/session.test.ts', 'call-list'],
  ['src-renderer/ui/Button.svelte', null],
  ['test/support/sshd.ts', null],
  ['src-main/aicc/retry.ts', null],
] as const) {
  test(`the room of ${path} is ${room ?? 'none'}`, () => {
    assert.equal(roomOf(path), room);
  });
}

const files = (changed: readonly string[]) =>
  Object.fromEntries(
    [...stagesFor(house, changed)].map(([stage, only]) => [stage, only === null ? 'all' : [...only].sort()]),
  );

test('a change of a worker runs the tests that start it, and those of its room that drive the whole app', () => {
  assert.deepEqual(files(['src-main/audio/worker.ts']), {
    format: ['src-main/audio/worker.ts'],
    lint: ['src-main/audio/worker.ts'],
    types: 'all',
    unit: ['test/unit/audio/child.test.ts'],
    integration: ['test/integration/voice/voice.test.ts'],
  });
});

test('a change of the contract runs the tests in the window, one behind it does not', () => {
  const contract = 'src-main/contract/voice.ts';
  const told = new Map([
    ...house,
    [contract, ''],
    ['src-main/features/voice/send.ts', `import '../../contract/voice.ts';`],
  ]);
  assert.deepEqual([...(stagesFor(told, [contract]).get('e2e') ?? [])], ['test/e2e/voice/voice.test.ts']);
  assert.ok(!stagesFor(told, ['src-main/features/voice/send.ts']).has('e2e'));
});

test('of what uses a changed feature, the tests run that call it, without a window', () => {
  const uses = `import '../servers/list.ts';`;
  const calls = 'test/integration/voice/voice-server.test.ts';
  const joined = new Map([
    ...house,
    ['src-main/features/voice/list.ts', uses],
    [calls, `import '../../support/dialdesk.ts';\nawait dialdesk.client.servers.list({});`],
    [
      'test/integration/voice/with-a-server.test.ts',
      `import '../../support/dialdesk.ts';\ndemo.state.servers.keys();`,
    ],
  ]);
  const stages = stagesFor(joined, ['src-main/features/servers/list.ts']);
  assert.deepEqual([...(stages.get('integration') ?? [])].sort(), [
    'test/integration/servers/servers.test.ts',
    calls,
  ]);
  assert.ok(!stages.has('e2e'));
});

test('a change of the window runs no test of main', () => {
  assert.deepEqual(files(['src-renderer/voice/VoiceScreen.svelte']), {
    format: ['src-renderer/voice/VoiceScreen.svelte'],
    lint: ['src-renderer/voice/VoiceScreen.svelte'],
    'types-window': 'all',
    e2e: ['test/e2e/voice/voice.test.ts'],
  });
});

test('a change of a test runs it alone', () => {
  const path = 'test/unit/sftp/session.test.ts';
  assert.deepEqual(files([path]), { format: [path], lint: [path], types: 'all', unit: [path] });
});

test('a change of what the linters read lints everything', () => {
  for (const path of ['eslint.map.js', 'lint.rules.js', 'oxlint.config.ts', 'knip.json']) {
    assert.equal(files([path])['lint'], 'all', path);
  }
});

test('a change of a document is only looked at for its form; a deleted file is not looked at', () => {
  assert.deepEqual(files(['README.md']), { format: ['README.md'] });
  assert.deepEqual(files(['docs/gone.md']), {});
});

test('a change of the lockfile or of a script runs everything but the package', () => {
  for (const path of ['package-lock.json', 'scripts/build.mjs', 'test/e2e/launch.ts']) {
    const stages = stagesFor(house, [path]);
    assert.deepEqual(
      [...stages.values()],
      Array.from(stages, () => null),
    );
    assert.ok(stages.has('unit') && stages.has('e2e') && !stages.has('package'));
  }
});
