import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const table = readFileSync(join(root, 'docs/licences.md'), 'utf8');
interface Package {
  readonly license?: string;
  readonly repository?: unknown;
  readonly bugs?: unknown;
  readonly homepage?: unknown;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
const packageOf = (folder: string): Package =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package;

test('everything in assets has a line that names its licence', () => {
  for (const name of readdirSync(join(root, 'assets'))) {
    const line = table.split('\n').find((row) => row.includes(`\`assets/${name}\``));
    assert.match(line ?? '', /\| MIT/, `assets/${name}`);
  }
});

test('fonts and icon sets that the window bundles are named with the licences of their packages', () => {
  const names = Object.keys(packageOf('.').devDependencies ?? {}).filter((name) =>
    /font|lucide|icons/.test(name),
  );
  assert.ok(names.length >= 2);
  const spoken: Readonly<Record<string, RegExp>> = {
    'OFL-1.1': /Open Font License 1\.1/,
    ISC: /ISC/,
    MIT: /MIT/,
  };
  for (const name of names) {
    const line = table.split('\n').find((row) => row.includes(`\`${name}\``));
    assert.ok(line, name);
    const licence = packageOf(`node_modules/${name}`).license ?? '';
    assert.match(line, spoken[licence] ?? /$^/, `${name}: ${licence}`);
  }
});

test('package.json names no place that does not exist', () => {
  // the sources have no public home yet: a made-up one would send people, and updates, to whoever registers it
  const own = packageOf('.');
  for (const field of ['repository', 'bugs', 'homepage'] as const) assert.equal(own[field], undefined, field);
});
