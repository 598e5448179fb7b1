// One run of one task: node child.ts BENCH TASK FOLDER. Sends its measures to the parent and ends.
import { load } from './load.ts';
import { peakMemory } from './peak-memory.ts';

const [benchName = '', taskName = '', folder = ''] = process.argv.slice(2);
const bench = await load(benchName);
const task = bench.tasks[taskName];
if (!task) throw new Error(`bench "${benchName}" has no task "${taskName}"`);

let seconds = 0;
const others = await task({
  folder,
  measure: async (work) => {
    const start = process.hrtime.bigint();
    try {
      return await work();
    } finally {
      seconds += Number(process.hrtime.bigint() - start) / 1e9;
    }
  },
});

// Peers may leave handles open, so the process is ended as soon as the parent has the message.
process.send?.({ peakMB: peakMemory() / 1e6, seconds, ...others }, () => process.exit(0));
