/** What came of killing a process again and again. Anything in `lost`, `repeated` or `wrong` is a defect. */
export interface CrashReport {
  readonly kills: number;
  readonly jobs: number;
  /** Times that a job was left with an unknown outcome, and a person was asked. */
  readonly unknown: number;
  readonly lost: readonly string[];
  readonly repeated: readonly string[];
  /** Half files under final names, jobs whose state is not what the server says, leftovers. */
  readonly wrong: readonly string[];
}

/** The line that the long and the short forms print. */
export function crashLine({ kills, jobs, lost, repeated }: CrashReport): string {
  return `kills: ${kills}, jobs: ${jobs}, lost: ${lost.length}, repeated: ${repeated.length}`;
}
