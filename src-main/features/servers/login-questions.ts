import type { LoginQuestion } from '../../contract/server-reach.ts';
import type { LoginPrompts } from '../../sftp/target.ts';

/** How long somebody who said "I am there" is counted on, in milliseconds. */
const attendedFor = 120_000;

/** Whom a question is about. */
export type AskedServer = Pick<LoginQuestion, 'connectionId' | 'serverId' | 'host' | 'userName'>;

/**
 * Brings what file servers ask during a login to the window, and the answers back. Jobs ask only while
 * somebody has said that they are there: else they would hang on a question that is never seen.
 */
export class LoginQuestions {
  readonly #asked: (question: LoginQuestion) => void;
  readonly #over: (id: string) => void;
  readonly #newId: () => string;
  readonly #now: () => number;
  readonly #open = new Map<string, (answers: readonly string[] | null) => void>();
  readonly #attended = new Map<string, number>();

  constructor(deps: {
    asked: (question: LoginQuestion) => void;
    over: (id: string) => void;
    newId: () => string;
    now: () => number;
  }) {
    this.#asked = deps.asked;
    this.#over = deps.over;
    this.#newId = deps.newId;
    this.#now = deps.now;
  }

  /** Somebody is there to answer for this server, for two minutes. */
  attend(connectionId: string, serverId: string): void {
    this.#attended.set(`${connectionId} ${serverId}`, this.#now() + attendedFor);
  }

  attended(connectionId: string, serverId: string): boolean {
    return (this.#attended.get(`${connectionId} ${serverId}`) ?? 0) > this.#now();
  }

  /** Asks. @returns the answers, or null when there was no answer. Never rejects. */
  ask(server: AskedServer, asked: LoginPrompts, signal: AbortSignal): Promise<readonly string[] | null> {
    const id = this.#newId();
    const { promise, resolve } = Promise.withResolvers<readonly string[] | null>();
    const end = (answers: readonly string[] | null): void => {
      this.#open.delete(id);
      signal.removeEventListener('abort', withdraw);
      resolve(answers);
    };
    const withdraw = (): void => {
      this.#over(id);
      end(null);
    };
    if (signal.aborted) return Promise.resolve(null);
    this.#open.set(id, end);
    signal.addEventListener('abort', withdraw, { once: true });
    this.#asked({
      id,
      ...server,
      title: asked.title,
      instructions: asked.instructions,
      prompts: asked.prompts.map(({ text, secret }) => ({ text, secret })),
    });
    return promise;
  }

  /** Answers a question; one that is over already takes none. */
  answer(id: string, answers: readonly string[] | null): void {
    this.#open.get(id)?.(answers);
  }
}
