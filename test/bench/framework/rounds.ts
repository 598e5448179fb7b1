import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bench, Measures, MedianOf } from './bench.ts';
import { bundledFiles, sourceFiles, type ChildFiles } from './bundle.ts';

const longestRun = 300_000; // ms; a peer that hangs must not hang the bench

/** Runs a task once in a fresh process. Rejects when it throws, is killed, or takes over five minutes. */
async function runOnce(files: ChildFiles, task: string, folder: string): Promise<Measures> {
  const child = fork(fileURLToPath(files.child), [files.bench.href, task, folder], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: longestRun,
  });
  let measures: Measures | undefined;
  let complaint = '';
  child.on('message', (message) => (measures = message as Measures));
  child.stderr?.on('data', (data: Buffer) => (complaint = (complaint + data.toString()).slice(-2_000)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (measures) resolve(measures);
      else reject(new Error(`${task}: ended with ${signal ?? status ?? 'nothing'}\n${complaint}`));
    });
  });
}

/** The middle value; of an even number, the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Looks medians up in what `runRounds` found. */
export function mediansOf(runs: ReadonlyMap<string, readonly Measures[]>): MedianOf {
  return (task, measure) => {
    const found = runs.get(task);
    if (!found) throw new Error(`the bench has no task "${task}"`);
    return median(found.map((run) => run[measure] ?? NaN));
  };
}

function roundsOf(bench: Bench, name: string): number {
  const task = bench.tasks[name];
  return typeof task === 'object' ? task.rounds : Infinity;
}

/**
 * Runs every task `rounds` times, all tasks in turn in every round, so that a slow minute of the machine
 * falls on all of them alike. A task that fails is reported and not run again.
 */
export async function runRounds(
  benchName: string,
  bench: Bench,
  options: {
    folder: string;
    rounds: number;
    report: (line: string) => void;
  },
): Promise<Map<string, Measures[]>> {
  const runs = new Map<string, Measures[]>(Object.keys(bench.tasks).map((task) => [task, []]));
  const failed = new Set<string>();
  const files = await (bench.bundled ? bundledFiles(benchName, bench.workers ?? []) : sourceFiles(benchName));
  for (let round = 1; round <= options.rounds; round++) {
    for (const [task, results] of runs) {
      if (failed.has(task) || round > roundsOf(bench, task)) continue;
      try {
        const measures = await runOnce(files, task, options.folder);
        results.push(measures);
        options.report(
          `${round}/${options.rounds}  ${task}: ${measures.seconds.toFixed(3)} s (cpu ${measures.cpuSeconds.toFixed(3)} s), ${measures.peakMB.toFixed(0)} MB`,
        );
      } catch (error) {
        failed.add(task);
        results.length = 0;
        options.report(`${round}/${options.rounds}  ${task} FAILED: ${String(error)}`);
      }
    }
  }
  return runs;
}
