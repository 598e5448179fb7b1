import type { Client } from '../../../src-main/contract/derive.ts';
import type { SentPrepared } from '../../../src-main/contract/imports.ts';
import { detailsOf } from '../../../src-main/contract/error-details.ts';
import type { ErrorShape } from '../../../src-main/contract/errors.ts';
import type { SentBefore } from '../../../src-main/contract/sent-before.ts';
import type { SentBeforeAnswer, SentBeforeQuery } from '../../../src-main/contract/sent-imports.ts';
import { asErrorShape } from '../error-words.ts';

/** The sendings that a `sent_before` names; null for any other error, and for one that names none. */
export function sentBeforeOf(
  error: Pick<ErrorShape, 'code' | 'details'> | null,
): readonly SentBefore[] | null {
  const { sent = [] } = detailsOf(error, 'sent_before');
  return sent.length > 0 ? sent : null;
}

/** What was sent before of what is about to be sent, and whether it is to be sent again. */
export class SendAgain {
  readonly #client: Pick<Client, 'imports'>;
  #found = $state.raw<SentBeforeAnswer | null>(null);
  /** The supervisor has seen what was found, and wants it sent again. */
  agreed = $state(false);
  #asked = 0;

  constructor(client: Pick<Client, 'imports'>) {
    this.#client = client;
  }

  get sent(): readonly SentBefore[] {
    return this.#found?.sent ?? [];
  }
  /** It was looked for, and nothing could be compared. */
  get incomparable(): boolean {
    return this.#found?.comparable === false;
  }
  /** It must not be sent yet: a person has to decide. */
  get undecided(): boolean {
    return this.sent.length > 0 && !this.agreed;
  }
  /** What the send call is given. */
  get again(): string[] {
    return this.agreed ? this.sent.map(({ jobId }) => jobId) : [];
  }

  /** Looks it up. A look that fails shows nothing: main looks again before anything is sent. */
  async look(query: SentBeforeQuery): Promise<void> {
    const asked = ++this.#asked;
    const found = await this.#client.imports.sentBefore(query).catch(() => null);
    if (asked === this.#asked) this.#take(found);
  }

  /** What was found was about something else. */
  forget(): void {
    this.#asked++;
    this.#take(null);
  }

  /** Takes in what main answered to a wish to send. Says whether that was the question. */
  refused(error: unknown): boolean {
    const sent = sentBeforeOf(asErrorShape(error));
    if (sent === null) return false;
    this.#asked++;
    this.#take({ sent: [...sent], comparable: true });
    return true;
  }

  #take(found: SentBeforeAnswer | null): void {
    const known = new Set(this.sent.map(({ jobId }) => jobId));
    // What was agreed to holds for what was seen, and for nothing that came later.
    if (found === null || found.sent.some(({ jobId }) => !known.has(jobId))) this.agreed = false;
    this.#found = found;
  }
}

type Refused = SentPrepared['refused'][number];

/** A prepared import that was not sent, and what was sent of it before. */
export interface AgainItem {
  readonly id: string;
  readonly name: string;
  readonly sent: readonly SentBefore[];
}

/** Of a call's refusals, those that are a question. */
export function againItems(refused: readonly Refused[]): AgainItem[] {
  return refused.flatMap(({ id, name, error }) => {
    const sent = sentBeforeOf(error);
    return sent === null ? [] : [{ id, name, sent }];
  });
}

/** Asks which of several imports are to be sent again; one dialog at the root shows it. */
export class AgainQuestion {
  #items = $state.raw<readonly AgainItem[]>([]);
  #answer: ((chosen: readonly string[]) => void) | null = null;

  get items(): readonly AgainItem[] {
    return this.#items;
  }

  /** Resolves to the IDs that were chosen; none when it was closed. */
  ask(items: readonly AgainItem[]): Promise<readonly string[]> {
    this.answer([]);
    const { promise, resolve } = Promise.withResolvers<readonly string[]>();
    this.#items = items;
    this.#answer = resolve;
    return promise;
  }

  answer(chosen: readonly string[]): void {
    const answer = this.#answer;
    this.#answer = null;
    this.#items = [];
    answer?.(chosen);
  }
}

export const againQuestion = new AgainQuestion();
