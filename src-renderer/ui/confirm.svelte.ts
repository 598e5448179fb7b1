/** A question that must be answered before something is lost. */
export interface Question {
  readonly title: string;
  /** What will be lost, and what not. */
  readonly text: string;
  /** The verb, not "OK". */
  readonly action: string;
  /** The other way out; "Cancel" where left out. */
  readonly stay?: string | undefined;
  readonly danger?: boolean | undefined;
}

/** Questions waiting for an answer; one ConfirmHost at the root shows the first of them. */
export class Confirmations {
  #waiting = $state.raw<readonly { question: Question; answer: (yes: boolean) => void }[]>([]);

  /** Asks; resolves to true only when the user chose the action. Escape means no. */
  ask(question: Question): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting = [...this.#waiting, { question, answer: resolve }];
    return promise;
  }

  get current(): Question | undefined {
    return this.#waiting[0]?.question;
  }

  answer(yes: boolean): void {
    const [first, ...others] = this.#waiting;
    this.#waiting = others;
    first?.answer(yes);
  }
}

export const confirmations = new Confirmations();

/** Asks in a dialog of the app. */
export const confirm = (question: Question): Promise<boolean> => confirmations.ask(question);
