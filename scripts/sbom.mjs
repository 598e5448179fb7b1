// What a package contains, as a CycloneDX document: name, version, hash and licence of each part of others. Versions and
// hashes come from the lockfile, what is inside from the archive itself; where the two do not fit, there is no document.
import { createHash } from 'node:crypto';
import { Refusal } from './say.mjs';

/** Headers that are compiled into keytar; the archive has nothing of the package itself. */
const compiledIn = new Set(['node-addon-api']);

/** The lockfile's entry for a package, wherever it is installed. */
function locked(lock, name, version) {
  const found = Object.entries(lock.packages).find(
    ([path, entry]) =>
      (path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`)) &&
      entry.version === version,
  );
  return found?.[1];
}

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** An SRI hash, as the lockfile has it, in CycloneDX's form. */
function hashOf(integrity) {
  const [algorithm, value] = integrity.split(/-(.*)/s);
  if (algorithm !== 'sha512') throw new Refusal(`a hash of an unknown kind: ${integrity}`);
  return { alg: 'SHA-512', content: Buffer.from(value, 'base64').toString('hex') };
}

function component({ name, version, licence }, lock) {
  const entry = locked(lock, name, version);
  if (entry?.integrity === undefined) {
    throw new Refusal(`${name} ${version} is in the archive, but not in the lockfile with a hash`);
  }
  return {
    type: 'library',
    'bom-ref': purl(name, version),
    name,
    version,
    purl: purl(name, version),
    hashes: [hashOf(entry.integrity)],
    licenses: [{ license: { id: licence } }],
  };
}

/** Which of the listed parts need which, as the lockfile says. */
function dependencies(parts, lock, own) {
  const refs = new Map(parts.map(({ name, version }) => [name, purl(name, version)]));
  const needed = (names) => names.flatMap((name) => refs.get(name) ?? []).sort();
  const direct = { ...lock.packages[''].dependencies, ...lock.packages[''].optionalDependencies };
  const listed = parts.map(({ name, version }) => ({
    ref: purl(name, version),
    dependsOn: needed(Object.keys(locked(lock, name, version)?.dependencies ?? {})),
  }));
  const inner = new Set(listed.flatMap(({ dependsOn }) => dependsOn));
  const roots = parts.filter(({ name, version }) => name in direct || !inner.has(purl(name, version)));
  return [{ ref: own, dependsOn: needed(roots.map(({ name }) => name)) }, ...listed];
}

/** A UUID that is the same for the same content, so that a build made again has the same document. */
function serialOf(content) {
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * @param {object} of
 * @param {{ name: string, version: string, licence: string }[]} of.listed what the build says is inside: its licences.json
 * @param {{ name: string, version: string }[]} of.beside the packages that lie in the archive as such
 * @param {object} of.lock package-lock.json
 * @param {{ name: string, version: string, license: string }} of.own our own package.json
 * @param {string} of.electron the version that is packaged
 * @returns {object} CycloneDX 1.6
 * @throws Refusal where a part is in one place and not in the other
 */
export function sbom({ listed, beside, lock, own, electron }) {
  const names = new Set(listed.map(({ name, version }) => `${name} ${version}`));
  const unlisted = beside.filter(({ name, version }) => !names.has(`${name} ${version}`));
  if (unlisted.length > 0) {
    throw new Refusal(`in the archive, but not listed: ${unlisted.map(({ name }) => name).join(', ')}`);
  }
  const absent = [...compiledIn].filter((name) => !listed.some((part) => part.name === name));
  const keytar = beside.some(({ name }) => name === 'keytar');
  if (keytar && absent.length > 0) throw new Refusal(`compiled in, but not listed: ${absent.join(', ')}`);
  const ref = purl(own.name, own.version);
  const parts = [...listed].sort((a, b) => (a.name < b.name ? -1 : 1));
  const runtime = {
    type: 'framework',
    'bom-ref': purl('electron', electron),
    name: 'electron',
    version: electron,
    purl: purl('electron', electron),
    licenses: [{ license: { id: 'MIT' } }],
    description: 'brings Chromium and Node; their licences are in LICENSES.chromium.html',
  };
  const content = {
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ref,
        name: own.name,
        version: own.version,
        licenses: [{ license: { id: own.license } }],
      },
    },
    components: [runtime, ...parts.map((part) => component(part, lock))],
    dependencies: withRuntime(dependencies(parts, lock, ref), runtime['bom-ref']),
  };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialOf(content),
    version: 1,
    ...content,
  };
}

function withRuntime([own, ...others], runtime) {
  return [{ ...own, dependsOn: [runtime, ...own.dependsOn] }, ...others, { ref: runtime, dependsOn: [] }];
}

/** What lies in an archive as packages, and what its build listed. @param asar the module `@electron/asar` */
export function insideOf(archive, { listPackage, extractFile }) {
  const read = (path) => JSON.parse(extractFile(archive, path).toString('utf8'));
  const beside = listPackage(archive, { isPack: false })
    .map((entry) => entry.replaceAll('\\', '/').slice(1))
    .filter((entry) => /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(entry))
    .map(read)
    .map(({ name, version }) => ({ name, version }));
  return { listed: read('build/main/licences.json'), beside };
}
