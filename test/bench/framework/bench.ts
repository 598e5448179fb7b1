/** What a task is given: its folder of prepared data, and the stopwatch. */
export interface TaskContext {
  /** Where `prepare` left the data; kept between runs of the bench. */
  readonly folder: string;
  /**
   * Runs the part that counts and adds its time to the task's `seconds`. What happens outside (starting a
   * server, opening a connection) is not timed.
   */
  readonly measure: <T>(work: () => T | Promise<T>) => Promise<T>;
}

/**
 * One thing to be measured, ours or a peer's. It runs in a process of its own, so that neither its memory
 * nor its compiled code helps or hurts another. What it returns is measured besides `seconds` and
 * `peakMB`: any numbers by name.
 */
export type Task = (context: TaskContext) => Promise<Readonly<Record<string, number>> | undefined>;

/** A task that takes long: how often it runs, if less than the bench's rounds. */
export interface SlowTask {
  readonly rounds: number;
  readonly run: Task;
}

/**
 * What one run of a task measured. Always there: `seconds` on the clock, `cpuSeconds` of all threads in them, and
 * `peakMB` (10^6 bytes) of the whole process.
 */
export interface Measures extends Readonly<Record<string, number>> {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMB: number;
}

/** What has to hold, of the figure itself or of its ratio to the peer. */
export type Target = { readonly of: 'value' | 'ratio' } & (
  { readonly atMost: number } | { readonly atLeast: number }
);

/** One line of the result. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** Whom `ratio` compares with. Say in `figure` which way round the ratio is when it isn't plain. */
  readonly peer?: string;
  readonly ratio?: number;
  readonly target?: Target;
}

/**
 * The median of one of a task's measures over all rounds. NaN for a task that failed, so that no target that
 * rests on it holds. Throws for a task that the bench does not have.
 */
export type MedianOf = (task: string, measure: string) => number;

/** A bench: the default export of test/bench/NAME.ts. */
export interface Bench {
  /**
   * Run the tasks bundled, as the app's code is run. Unbundled, a child carries the compiler that strips the types:
   * some 40 MB that no user has. Not for a bench that finds files by its own place in the repository.
   */
  readonly bundled?: true;
  /** What it starts as threads, by paths from the root; bundled, `src-main/x/worker.ts` lies beside it as `worker.js`. */
  readonly workers?: readonly string[];
  /** How often each task runs; tasks take turns, and medians count. */
  readonly rounds: number;
  /** Makes the data, once, into the folder; called before every bench, so it looks at what is there. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** By name, in the order in which they take turns. */
  readonly tasks: Readonly<Record<string, Task | SlowTask>>;
  /** Makes the lines of the result. */
  readonly figures: (median: MedianOf) => readonly Figure[];
}

/** The identity, for the types: lets a bench file be one checked expression. */
export function defineBench(bench: Bench): Bench {
  return bench;
}
