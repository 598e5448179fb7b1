import type { Client } from '../../src-main/contract/derive.ts';
import type { LoginQuestion } from '../../src-main/contract/server-reach.ts';

/** What file servers ask while somebody logs in: one question after the other. */
export class LoginPrompts {
  readonly #client: Pick<Client, 'servers'>;
  #waiting = $state.raw<readonly LoginQuestion[]>([]);

  constructor(app: { readonly client: Pick<Client, 'servers'> }) {
    this.#client = app.client;
    this.#client.servers.asked((question) => (this.#waiting = [...this.#waiting, question]));
    this.#client.servers.askedNoMore(({ id }) => this.#drop(id));
  }

  /** What is asked now. */
  get question(): LoginQuestion | null {
    return this.#waiting[0] ?? null;
  }

  /** Answers what is asked now; null gives the login up. @throws as the call */
  async answer(answers: readonly string[] | null): Promise<void> {
    const { question } = this;
    if (question === null) return;
    this.#drop(question.id);
    await this.#client.servers.answer({ id: question.id, answers: answers && [...answers] });
  }

  #drop(id: string): void {
    this.#waiting = this.#waiting.filter((question) => question.id !== id);
  }
}
