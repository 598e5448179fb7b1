// Compiles src-main/call-list/usual-rows/wasm (AssemblyScript) into the module that the engine loads, as text that every
// bundler and archive can carry. `node scripts/usual-rows.mjs` writes it after the source was changed; a test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { root } from './paths.mjs';

const folder = join(root, 'src-main/call-list/usual-rows');
export const moduleFile = join(folder, 'module.ts');

/** What the file should be. Throws what the compiler says where it finds a mistake. */
export async function moduleText() {
  let compiled;
  // The sources end in .as, because they are no TypeScript to anyone else; the compiler knows them as .ts.
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--initialMemory',
      '45',
      '-o',
      'rows.wasm',
    ],
    {
      readFile(name) {
        try {
          return readFileSync(join(folder, 'wasm', name.replace(/\.ts$/, '.as')), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, bytes) => (compiled = bytes),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const lines = Buffer.from(compiled)
    .toString('base64')
    .match(/.{1,110}/g);
  return [
    '// Made by scripts/usual-rows.mjs from wasm/*.as.',
    '/** The WebAssembly module, in base64. */',
    'export const usualRowsModule = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(moduleFile, await moduleText());
