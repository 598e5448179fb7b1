import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = new URL('../../../', import.meta.url);

/** The files that a child process of a bench runs. */
export interface ChildFiles {
  /** What is started: see child.ts. */
  readonly child: URL;
  /** The module whose default export is the bench. */
  readonly bench: URL;
}

/** The files as they are, types and all. */
export function sourceFiles(benchName: string): ChildFiles {
  return {
    child: new URL('child.ts', import.meta.url),
    bench: new URL(`../${benchName}.ts`, import.meta.url),
  };
}

/**
 * Bundles the bench and the child process that runs it as the app is bundled, into build/bench/NAME. Packages stay
 * in node_modules, so that a peer is what its authors publish.
 * @param workers see `Bench.workers`
 */
export async function bundledFiles(benchName: string, workers: readonly string[]): Promise<ChildFiles> {
  const source = sourceFiles(benchName);
  const folder = new URL(`build/bench/${benchName}/`, root);
  const bundle = await rolldown({
    input: {
      child: fileURLToPath(source.child),
      bench: fileURLToPath(source.bench),
      ...Object.fromEntries(
        workers.map((file) => [basename(file, '.ts'), fileURLToPath(new URL(file, root))]),
      ),
    },
    platform: 'node',
    external: /^[^./]/,
  });
  await bundle.write({ dir: fileURLToPath(folder), format: 'esm', entryFileNames: '[name].js' });
  await bundle.close();
  return { child: new URL('child.js', folder), bench: new URL('bench.js', folder) };
}
