// npm run bench -- NAME [--json] [--rounds N]
//
// Measures ours against named peers in one run. A bench is a file beside this one; see framework/bench.ts
// for what it consists of. Progress goes to standard error; standard output has a table or, with --json,
// one object a line. The exit status says whether the bench ran, not whether every target holds.
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchNames, load } from './framework/load.ts';
import { jsonLine, table } from './framework/report.ts';
import { mediansOf, runRounds } from './framework/rounds.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' } },
});
const [name] = positionals;
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);

if (name === undefined || !benchNames().includes(name) || (rounds !== undefined && !(rounds >= 1))) {
  console.error('npm run bench -- NAME [--json] [--rounds N]\nNAME is one of: ' + benchNames().join(', '));
  process.exit(2);
}

const bench = await load(name);
const folder = path.join(tmpdir(), 'dialdesk-bench', name);
const report = (line: string): void => console.error(line);

await mkdir(folder, { recursive: true });
await bench.prepare?.(folder);
const runs = await runRounds(name, bench, { folder, rounds: rounds ?? bench.rounds, report });
const figures = bench.figures(mediansOf(runs));

console.log(values.json ? figures.map((figure) => jsonLine(name, figure)).join('\n') : table(figures));
