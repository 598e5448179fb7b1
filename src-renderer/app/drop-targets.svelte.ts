import type { FileToken } from '../../src-main/contract/app.ts';

/** What is shown now and takes dropped files itself, instead of the screens that files usually go to. */
export interface DropTarget {
  /** Said over the window while files hang over it. */
  readonly title: () => string;
  readonly take: (files: readonly FileToken[]) => void;
}

/** Who takes what is dropped on the window; the last to claim it. */
export class DropTargets {
  #targets = $state.raw<readonly DropTarget[]>([]);

  get current(): DropTarget | undefined {
    return this.#targets.at(-1);
  }

  /** Claims what is dropped from now on; the function given back ends it. */
  claim(target: DropTarget): () => void {
    this.#targets = [...this.#targets, target];
    return () => (this.#targets = this.#targets.filter((other) => other !== target));
  }
}
