import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/**
 * Circles of imports among the .ts and .svelte files of folders. Imports of types count, and so do exports from other
 * files; `import()` does not, since it runs later. Each circle is the files of one that is as short as any, relative to
 * `root`.
 */
export function importCycles(root: string, folders: readonly string[]): string[][] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.d)\.(?:ts|svelte)$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const found = new Map<string, string[]>();
  for (const file of files) {
    const cycle = shortestBack(file, imports)?.map((each) => relative(root, each));
    if (cycle) found.set([...cycle].sort().join(), cycle);
  }
  return [...found.values()];
}

/** The files of ours that a file names. Script blocks of a component are read as the TypeScript that they are. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const scripts = file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map((match) => match[1] ?? '').join('\n')
    : text;
  const source = ts.createSourceFile(file, scripts, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const named = statement.moduleSpecifier;
    if (!named || !ts.isStringLiteral(named) || !named.text.startsWith('.')) return [];
    const path = join(dirname(file), named.text);
    return existsSync(path) ? [path] : [];
  });
}

/** The shortest way from a file back to itself. */
function shortestBack(start: string, imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const next of imports.get(file) ?? []) {
      if (next === start) {
        const way = [file];
        for (let at = file; at !== start; way.unshift(at)) at = cameFrom.get(at) ?? start;
        return way;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}
