import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Part {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}
interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
const root = new URL('../../../', import.meta.url);
const { sbom } = (await import(String(new URL('scripts/sbom.mjs', root)))) as {
  sbom: (of: Readonly<Record<string, unknown>>) => Bom;
};

const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
  packages: Record<string, { version: string; license?: string; integrity?: string }>;
};
const part = (name: string): Part => {
  const { version = '', license = 'MIT' } = lock.packages[`node_modules/${name}`] ?? {};
  return { name, version, licence: license };
};
const beside = ['keytar', 'ssh2', 'asn1'].map(part);
const listed = [...beside, ...['node-addon-api', 'svelte', 'valibot', '@lucide/svelte'].map(part)];
const own = { name: 'dialdesk', version: '0.1.0', license: 'MIT' };
const made = (change: Readonly<Record<string, unknown>> = {}): Bom =>
  sbom({ listed, beside, lock, own, electron: '45.4.1', ...change });

test('each part has the version and the hash of the lockfile', () => {
  const bom = made();
  assert.deepEqual([bom.bomFormat, bom.specVersion], ['CycloneDX', '1.6']);
  assert.deepEqual(
    bom.components.map(({ name }) => name),
    ['electron', ...listed.map(({ name }) => name).sort()],
  );
  for (const { name, version, hashes } of bom.components.slice(1)) {
    const integrity = lock.packages[`node_modules/${name}`]?.integrity ?? '';
    assert.equal(
      `sha512-${Buffer.from(hashes?.[0]?.content ?? '', 'hex').toString('base64')}`,
      integrity,
      name,
    );
    assert.equal(version, lock.packages[`node_modules/${name}`]?.version);
  }
  assert.ok(bom.components.some(({ purl }) => purl.startsWith('pkg:npm/%40lucide/svelte@')));
});

test('what needs what is said of parts that are inside only', () => {
  const { components, dependencies } = made();
  const known = new Set(components.map(({ purl }) => purl));
  const own = dependencies.find(({ ref }) => ref.startsWith('pkg:npm/dialdesk@'));
  assert.ok(own?.dependsOn.some((ref) => ref.startsWith('pkg:npm/ssh2@')));
  const ssh2 = dependencies.find(({ ref }) => ref.startsWith('pkg:npm/ssh2@'));
  assert.ok(ssh2?.dependsOn.some((ref) => ref.startsWith('pkg:npm/asn1@')));
  for (const { dependsOn } of dependencies) for (const ref of dependsOn) assert.ok(known.has(ref), ref);
});

test('the same content has the same serial number, another has another', () => {
  const serial = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(made().serialNumber, serial);
  assert.equal(made().serialNumber, made().serialNumber);
  assert.notEqual(made({ electron: '45.5.0' }).serialNumber, made().serialNumber);
});

for (const [what, change, refusal] of [
  [
    'a package in the archive that the build did not list',
    { beside: [...beside, part('tweetnacl')] },
    /tweetnacl/,
  ],
  ['one that is listed in another version', { beside: [{ name: 'ssh2', version: '0.0.1' }] }, /ssh2/],
  [
    'one that the lockfile does not have',
    { listed: [...listed, { name: 'unheard-of', version: '1.0.0', licence: 'MIT' }] },
    /unheard-of 1\.0\.0/,
  ],
  ['headers that are compiled in and not listed', { listed: beside }, /node-addon-api/],
] as const) {
  test(`there is no document for ${what}`, () => {
    assert.throws(() => made(change), refusal);
  });
}
