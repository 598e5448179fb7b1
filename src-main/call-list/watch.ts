/** How far a writing is, 0 to 1. */
export interface WriteProgress {
  readonly fraction: number;
}

/** What can be watched and stopped. */
export interface Watch<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
