// `npm test -- --changed`: what the change since the branch's base, with what is not committed yet, can touch.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from '../child.mjs';
import { root } from '../paths.mjs';
import { Refusal, say } from '../say.mjs';
import { importGraph, touchedBy } from './import-graph.mjs';

/** Where all features meet. Through these, imports lead from anything to anything; there, rooms decide. */
const joinsAll = (path) =>
  /^src-main\/(compose|main|preload|contract\/index)\.ts$|^src-renderer\/(shell|app)\/(start|app|open|screens|Root|Frame)\.(ts|svelte)$/.test(
    path,
  );

/** A change of one of these may touch anything. */
const touchesAll = (path) =>
  /^(package(-lock)?\.json|tsconfig[^/]*\.json|vite\.config\.ts|svelte\.config\.js|scripts\/.*|\.github\/.*|test\/e2e\/[^/]+\.(ts|json)|test\/e2e\/package\/.*)$/.test(
    path,
  );

/** A change of one of these may find something in any file. */
const lintsAll = (path) => /^(eslint\.[^/]+|lint\.rules|oxlint\.config|knip)\.(js|ts|json)$/.test(path);

/** Catalogues of words whose room has another name. */
const otherRooms = {
  'call-list': 'imports',
  'host-keys': 'servers',
  hours: 'connections',
  'import-results': 'imports',
  mapping: 'imports',
  mending: 'imports',
  'reservation-changes': 'reservations',
  'server-access': 'servers',
  shell: 'app',
  updates: 'app',
};

/** The feature a file belongs to, by its folder; null for what belongs to none. */
export function roomOf(path) {
  const words = /^messages\/[^/]+\/([^/]+)\.json$/.exec(path)?.[1];
  if (words !== undefined) return otherRooms[words] ?? words;
  const room = /^(?:src-main\/features|src-renderer|test\/[a-z0-9]+)\/([^/]+)\//.exec(path)?.[1];
  return room === undefined || room === 'ui' || room === 'support' ? null : room;
}

const roomsOf = (paths) => new Set(paths.map(roomOf).filter((room) => room !== null));

/**
 * The stages that a change can touch, and of which only some files.
 *
 * @param {ReadonlyMap<string, string>} texts every file by its path, with its text
 * @param {string[]} changed
 * @returns {Map<string, Set<string> | null>} null: all files
 */
export function stagesFor(texts, changed) {
  if (changed.length === 0) return new Map();
  const formatted = new Set(changed.filter((path) => texts.has(path)));
  if (changed.some(touchesAll)) {
    return new Map(
      ['format', 'types', 'lint', 'types-e2e', 'types-window', 'unit', 'integration', 'e2e'].map((stage) => [
        stage,
        null,
      ]),
    );
  }
  const stages = new Map();
  if (formatted.size > 0) stages.set('format', formatted);
  const touched = touchedBy(importGraph(texts), changed, joinsAll);
  const apart = [...touched].filter((path) => changed.includes(path) || !joinsAll(path));
  const rooms = roomsOf(apart);
  // Tests of the whole app take seconds each. Of the features that only use what changed, those run that call it
  // themselves, and none that opens a window.
  const own = changed.every((path) => roomOf(path) !== null) ? roomsOf(changed) : rooms;
  // what the demo system keeps has the names of features too
  const calls = [...own].map(
    (room) =>
      new RegExp(
        String.raw`(?<!\bstate)\.${room.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())}\.`,
      ),
  );
  const callsIt = (path) => calls.some((call) => call.test(texts.get(path)));
  const any = (...starts) => [...touched].some((path) => starts.some((start) => path.startsWith(start)));

  if (any('src-', 'test/', 'messages/')) stages.set('lint', formatted);
  if (changed.some(lintsAll)) stages.set('lint', null);
  if (any('src-main/', 'test/', 'messages/')) stages.set('types', null);
  if (any('test/e2e/')) stages.set('types-e2e', null);
  if (any('src-renderer/', 'messages/')) stages.set('types-window', null);

  const ofStage = (stage) => (path) => path.startsWith(`test/${stage}/`) && path.endsWith('.test.ts');
  const product = {
    integration: /^(src-main|messages|assets)\//,
    // what is behind the contract is driven through it without a window, which is much quicker
    e2e: /^(src-main\/(contract|shell)|src-renderer|messages|assets)\//,
  };
  for (const stage of ['unit', 'integration', 'e2e']) {
    const files = [...touched].filter(ofStage(stage));
    // what drives the whole app is chosen by its room
    if (changed.some((path) => product[stage]?.test(path))) {
      const chosen = (path) =>
        own.has(roomOf(path)) || (stage === 'integration' && rooms.has(roomOf(path)) && callsIt(path));
      files.push(...[...texts.keys()].filter((path) => ofStage(stage)(path) && chosen(path)));
    }
    if (files.length > 0) stages.set(stage, new Set(files));
  }
  return stages;
}

const linesOf = (text) => (text ?? '').split('\0').filter(Boolean);

/** Reads what changed from Git. @throws Refusal where there is no branch to compare with */
export async function changedStages() {
  const bases = await Promise.all(
    ['origin/main', 'main'].map((branch) => outputOf('git', ['merge-base', 'HEAD', branch])),
  );
  const base = bases.find((found) => found !== null)?.trim();
  if (base === undefined) throw new Refusal('there is neither origin/main nor main to compare with');
  const [changed, unknown, all] = await Promise.all([
    outputOf('git', ['diff', '--name-only', '--no-renames', '-z', base]),
    outputOf('git', ['ls-files', '--others', '--exclude-standard', '-z']),
    outputOf('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z']),
  ]);
  const texts = new Map();
  for (const path of linesOf(all)) {
    try {
      texts.set(path, /\.([cm]?js|ts|svelte|html)$/.test(path) ? readFileSync(join(root, path), 'utf8') : '');
    } catch {
      // deleted, and not committed yet
    }
  }
  const files = [...new Set([...linesOf(changed), ...linesOf(unknown)])];
  const stages = stagesFor(texts, files);
  say(`${files.length} files changed since ${base.slice(0, 10)}; what they can touch:`);
  for (const [stage, only] of stages) say(`  ${stage}${only ? `: ${only.size} files` : ''}`);
  return stages;
}
