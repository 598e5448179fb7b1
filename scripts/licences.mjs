// The licences of everything of others that users get: what is bundled, and what lies beside the bundles. Made by
// every build from what the bundlers really took in; a package under a licence that nobody has agreed to, or without
// its text, ends the build.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from './say.mjs';

/** SPDX names that go with a program of any licence, as long as their texts come along. */
const agreed = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
];

/**
 * Packages that are not bundled (electron-builder.yml), whose C++ headers are compiled into one of those, and whose data
 * are in src-main/numbering.
 */
const besideBundles = {
  shipped: ['keytar', 'ssh2', 'asn1', 'bcrypt-pbkdf', 'safer-buffer', 'tweetnacl'],
  compiledIn: ['node-addon-api'],
  taken: ['libphonenumber-js'],
};

const mit = (holder) => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

/** The licence that a package names, in its present or its former way, or that its text begins with. */
function nameOf({ license, licenses }, text) {
  if (typeof license === 'string') return license;
  if (Array.isArray(licenses) && licenses.length === 1) return licenses[0].type;
  return /^\s*(?:The )?MIT License\b/.test(text ?? '') ? 'MIT' : null;
}

/**
 * The licence of the package in a folder.
 *
 * @param {string} folder
 * @throws Refusal where it is not one that was agreed to, or its text is missing
 */
export function licenceIn(folder) {
  const described = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  const found = file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim();
  const licence = nameOf(described, found);
  const what = `${described.name} ${described.version}`;
  if (!agreed.includes(licence))
    throw new Refusal(`${what} is under ${licence ?? 'no licence that is known'}`);
  const author = typeof described.author === 'string' ? described.author : described.author?.name;
  // its text is always the same but for this name, and some leave it out of what they publish
  const text = found ?? (licence === 'MIT' && author ? mit(author).trim() : null);
  if (text === null) throw new Refusal(`${what} comes without the text of its licence`);
  return { name: described.name, version: described.version, licence, text };
}

/** The folder of the package that a bundled module is from, or null for our own. */
export function packageOf(moduleId) {
  if (!moduleId.includes('node_modules')) return null;
  for (let folder = dirname(moduleId.replace(/^\0/, '').replace(/\?.*$/, '')); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    // packages put further ones into their folders, to say which kind of module is in there; those have no version
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** Collects the packages of what the bundlers take in, and gives their licences with those beside the bundles. */
export class Licences {
  #folders = new Set();

  /** @param {string} root of the project */
  constructor(root) {
    for (const name of Object.values(besideBundles).flat()) {
      const folder = join(root, 'node_modules', name);
      // keytar is optional, and is left out where it could not be installed
      if (existsSync(folder)) this.#folders.add(folder);
    }
  }

  /** For rolldown and for vite: sees what is left in the bundles after all that is unused has gone. */
  get plugin() {
    return {
      name: 'licences',
      generateBundle: (_options, bundle) => {
        for (const part of Object.values(bundle)) {
          for (const id of part.type === 'chunk' ? part.moduleIds : []) {
            const folder = packageOf(id);
            if (folder !== null) this.#folders.add(folder);
          }
        }
      },
    };
  }

  /** @returns one entry a package and version, by name */
  list() {
    const entries = [...this.#folders].map(licenceIn);
    const unique = new Map(entries.map((entry) => [`${entry.name} ${entry.version}`, entry]));
    return [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
