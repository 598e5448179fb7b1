import { readdirSync } from 'node:fs';
import type { Bench } from './bench.ts';

const benches = new URL('../', import.meta.url);

/** The names that `load` takes: the files beside run.ts. */
export function benchNames(): string[] {
  return readdirSync(benches)
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

/** The bench of that name. Throws when there is none, or when its file has no bench as default export. */
export async function load(name: string): Promise<Bench> {
  if (!benchNames().includes(name)) throw new Error(`there is no bench "${name}"`);
  const module = (await import(new URL(`${name}.ts`, benches).href)) as { default?: Bench };
  if (!module.default) throw new Error(`test/bench/${name}.ts has no default export`);
  return module.default;
}
