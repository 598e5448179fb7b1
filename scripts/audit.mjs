// `npm run audit`: asks the registry which known flaws there are in what users get, and whether Electron is one that
// its makers still look after. It only tells, and says when nobody answered; with `--strict`, as for a release, a
// finding or no answer ends it with 1. Nothing of it decides `npm test`: what is true of a commit must not depend on
// the day or on the network (ARCHITECTURE.md, "Security").
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from './child.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';

/** Electron's makers look after their three newest major versions. */
const supportedMajors = 3;
// one try: without a network, npm's own patience is minutes
const asking = ['--json', '--fetch-retries=0', '--fetch-timeout=20000'];

/** What npm prints for these words as JSON, or null; it ends with 1 where there are findings, which is an answer. */
async function ask(...words) {
  const npm = process.env.npm_execpath;
  const text = npm
    ? await outputOf(process.execPath, [npm, ...words, ...asking], { anyStatus: true })
    : await outputOf('npm', [...words, ...asking], { anyStatus: true });
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Names of everything that users get. */
function shipped() {
  const list = join(root, 'build/main/licences.json');
  const names = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')).map(({ name }) => name) : null;
  return names && new Set(['electron', ...names]);
}

/**
 * The flaws of an answer of `npm audit --json` that are in what users get, one line each; null where there is none.
 *
 * @param {unknown} answer
 * @param {ReadonlySet<string> | null} names of what users get; null counts everything
 */
export function flawsOf(answer, names) {
  if (typeof answer?.vulnerabilities !== 'object') return null;
  return Object.values(answer.vulnerabilities)
    .filter(({ name }) => names === null || names.has(name))
    .flatMap(({ name, severity, via }) =>
      // others stand here for what they depend on, which has an entry of its own
      via
        .filter((cause) => typeof cause === 'object')
        .map(({ title, url }) => `${name}: ${severity}: ${title} (${url})`),
    );
}

/**
 * What there is to say of Electron's age, or null.
 *
 * @param {string} pinned exact version, of package.json
 * @param {string} newest as the registry has it
 */
export function oldElectron(pinned, newest) {
  if (pinned === newest) return null;
  const majors = [newest, pinned].map((version) => Number(version.split('.')[0]));
  const supported = majors[0] - majors[1] < supportedMajors;
  return `Electron ${pinned} is used, ${newest} is there${supported ? '' : ', and that major version is not looked after any more'}`;
}

/** Tells what was found. @returns whether there was an answer, and nothing in it */
export async function audit() {
  const flaws = flawsOf(await ask('audit'), shipped());
  if (flaws === null) say('audit: the registry does not answer audits; nothing was checked');
  else if (flaws.length === 0) say('audit: no known flaws in what users get');
  else for (const flaw of flaws) say(`audit: ${flaw}`);

  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const newest = await ask('view', 'electron', 'version');
  if (typeof newest !== 'string') say('audit: the registry does not tell the newest Electron');
  const age = typeof newest === 'string' ? oldElectron(devDependencies.electron, newest) : null;
  if (age !== null) say(`audit: ${age}`);
  return flaws?.length === 0 && typeof newest === 'string' && !age?.includes('not looked after');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const clean = await audit();
  process.exitCode = clean || !process.argv.includes('--strict') ? 0 : 1;
}
