// Compiles the message catalogue (messages/<locale>/*.json) into typed functions.
// Runs after `npm ci` (the "prepare" script) and before every build, so that the generated folder is never stale.
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

const root = new URL('..', import.meta.url);

export async function compileMessages() {
  await compile({
    project: fileURLToPath(new URL('project.inlang', root)),
    outdir: fileURLToPath(new URL('src-main/contract/messages', root)),
    emitTsDeclarations: true,
    emitReadme: false,
    emitGitIgnore: false,
    // The language is set by our own settings, see src-renderer/app/language.svelte.ts and src-main/shell/language.ts.
    strategy: ['globalVariable', 'baseLocale'],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await compileMessages();
  process.exit(0); // the compiler leaves a timer behind that would hold the process for half a minute
}
