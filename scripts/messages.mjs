// Compiles the message catalogue (messages/<locale>/*.json) into typed functions.
// Runs after `npm ci` (the "prepare" script) and before every build, so that the generated folder is never stale;
// it does nothing when no message has changed since the last time, because the declarations take their time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

const root = new URL('..', import.meta.url);
const outdir = new URL('src-main/contract/messages/', root);
const stamp = new URL('.stamp', outdir);

/** Changes with any message, the catalogue's settings, the compiler, or this file. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => hash.update(path).update(readFileSync(new URL(path, root)));
  for (const path of readdirSync(new URL('messages/', root), { recursive: true }).sort()) {
    if (path.endsWith('.json')) add(`messages/${path}`);
  }
  add('project.inlang/settings.json');
  add('node_modules/@inlang/paraglide-js/package.json');
  add('scripts/messages.mjs');
  return hash.digest('hex');
}

export async function compileMessages() {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  await compile({
    project: fileURLToPath(new URL('project.inlang', root)),
    outdir: fileURLToPath(outdir),
    emitTsDeclarations: true,
    // one module a language: a module for each of the messages makes every tool read thousands of files
    outputStructure: 'locale-modules',
    emitReadme: false,
    emitGitIgnore: false,
    // The language is set by our own settings, see src-renderer/app/language.svelte.ts and src-main/shell/language.ts.
    strategy: ['globalVariable', 'baseLocale'],
  });
  keepPluralRules();
  writeFileSync(stamp, now);
}

/** The compiler's code makes new plural rules for each text it counts in, which a list that is scrolled feels. */
function keepPluralRules() {
  const registry = new URL('registry.js', outdir);
  const code = readFileSync(registry, 'utf8');
  const made = 'return new Intl.PluralRules(locale, options).select(Number(input))';
  if (!code.includes(made))
    throw new Error('paraglide makes its plural rules in another way now: look at registry.js');
  const kept = 'return keptRules(locale, options).select(Number(input))';
  writeFileSync(
    registry,
    `${code.replace(made, kept)}
const rules = new Map();
function keptRules(locale, options) {
\tconst key = options === undefined ? locale : locale + JSON.stringify(options);
\tlet found = rules.get(key);
\tif (found === undefined) rules.set(key, (found = new Intl.PluralRules(locale, options)));
\treturn found;
}
`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await compileMessages();
  process.exit(0); // the compiler leaves a timer behind that would hold the process for half a minute
}
