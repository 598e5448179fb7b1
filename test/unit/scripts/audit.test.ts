import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const root = new URL('../../../', import.meta.url);
const { flawsOf, oldElectron } = (await import(String(new URL('scripts/audit.mjs', root)))) as {
  flawsOf: (answer: unknown, names: ReadonlySet<string> | null) => string[] | null;
  oldElectron: (pinned: string, newest: string) => string | null;
};
const json = async (name: string): Promise<Record<string, Record<string, unknown>>> =>
  JSON.parse(await readFile(new URL(name, root), 'utf8')) as Record<string, Record<string, unknown>>;

const flaw = { title: 'Reads too far', url: 'https://example.com/1' };
const answer = {
  vulnerabilities: {
    inside: { name: 'inside', severity: 'high', via: [flaw] },
    above: { name: 'above', severity: 'high', via: ['inside'] },
    tool: { name: 'tool', severity: 'low', via: [flaw] },
  },
};

test('flaws of what users get are told once each, and those of our tools are not', () => {
  const users = new Set(['inside', 'above']);
  assert.deepEqual(flawsOf(answer, users), ['inside: high: Reads too far (https://example.com/1)']);
  assert.equal(flawsOf(answer, null)?.length, 2);
  assert.deepEqual(flawsOf({ vulnerabilities: {} }, users), []);
});

test('no answer is not the same as no flaws', () => {
  assert.equal(flawsOf(null, null), null);
  assert.equal(flawsOf({ error: { code: 'ENOAUDIT' } }, null), null);
});

for (const [pinned, newest, said] of [
  ['45.4.1', '45.4.1', null],
  ['45.4.1', '45.5.0', /^Electron 45\.4\.1 is used, 45\.5\.0 is there$/],
  ['45.4.1', '47.0.0', /is there$/],
  ['45.4.1', '48.0.0', /not looked after any more/],
] as const) {
  test(`Electron ${pinned} where ${newest} is the newest`, () => {
    const told = oldElectron(pinned, newest);
    if (said === null) assert.equal(told, null);
    else assert.match(String(told), said);
  });
}

test('every direct dependency is one exact version', async () => {
  const { dependencies, optionalDependencies, devDependencies, overrides } = await json('package.json');
  const wanted = Object.entries({
    ...dependencies,
    ...optionalDependencies,
    ...devDependencies,
    ...overrides,
  });
  assert.deepEqual(
    wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version))),
    [],
  );
});

test('the lockfile has the hash of every package, and none from elsewhere than the registry', async () => {
  const { packages } = await json('package-lock.json');
  const odd = Object.entries(packages ?? {}).filter(([place, entry]) => {
    const { integrity, resolved } = entry as { integrity?: string; resolved?: string };
    const fromRegistry = resolved === undefined || /^https:\/\/[^/]+\/.+\.tgz$/.test(resolved);
    return place !== '' && !(integrity?.startsWith('sha512-') && fromRegistry);
  });
  assert.deepEqual(odd, []);
});
