// One run of one task: node child.ts BENCH-MODULE TASK FOLDER. Sends its measures to the parent and ends.
import { enableCompileCache } from 'node:module';
import type { Bench } from './bench.ts';

// So that what is measured is the code and not the stripping of its types: the app's is stripped already.
enableCompileCache();
const { peakMemory } = await import('./peak-memory.ts');

const [benchModule = '', taskName = '', folder = ''] = process.argv.slice(2);
const { default: bench } = (await import(benchModule)) as { default: Bench };
const task = bench.tasks[taskName];
if (!task) throw new Error(`${benchModule} has no task "${taskName}"`);

let seconds = 0;
let cpuSeconds = 0;
const run = typeof task === 'function' ? task : task.run;
const others = await run({
  folder,
  measure: async (work) => {
    const start = process.hrtime.bigint();
    const cpuStart = process.cpuUsage();
    try {
      return await work();
    } finally {
      seconds += Number(process.hrtime.bigint() - start) / 1e9;
      const { user, system } = process.cpuUsage(cpuStart);
      cpuSeconds += (user + system) / 1e6;
    }
  },
});

// Peers may leave handles open, so the process is ended as soon as the parent has the message.
process.send?.({ peakMB: peakMemory() / 1e6, seconds, cpuSeconds, ...others }, () => process.exit(0));
