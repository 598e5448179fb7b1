/** An error as a supervisor reads it. */
export interface ErrorWords {
  /** What happened. */
  readonly title: string;
  /** What it means and what was kept. */
  readonly text: string;
  /** What to do next. */
  readonly next: string;
}
