/**
 * Tells what asks a system whether what is known of its connection was forgotten meanwhile: the connection may lead to
 * another system by then, of which an answer from before says nothing.
 */
export class Forgettings {
  readonly #count = new Map<string, number>();

  forget(connectionId: string): void {
    this.#count.set(connectionId, (this.#count.get(connectionId) ?? 0) + 1);
  }

  /** @returns tells, once an answer is there, whether it still holds: nothing was forgotten since this was called */
  since(connectionId: string): () => boolean {
    const at = this.#count.get(connectionId);
    return () => this.#count.get(connectionId) === at;
  }
}
