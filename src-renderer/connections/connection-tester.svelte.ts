import type { ConnectionTest } from '../../src-main/contract/connections.ts';
import type { CallArgument } from '../../src-main/contract/define.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { Contract } from '../../src-main/contract/index.ts';
import { asErrorShape } from '../app/error-words.ts';

export type TestInput = CallArgument<Contract['connections']['test']>;

/** Tries a connection's settings, and knows whether the result still belongs to what the form shows. */
export class ConnectionTester {
  readonly #client: Pick<Client, 'connections'>;
  readonly #input: () => TestInput | undefined;
  #running = $state(false);
  #result: ConnectionTest | undefined = $state.raw();
  #failure: ErrorShape | undefined = $state.raw();
  #tested = $state('');

  /** @param input what to test as the form stands now; undefined while it cannot be tested */
  constructor(client: Pick<Client, 'connections'>, input: () => TestInput | undefined) {
    this.#client = client;
    this.#input = input;
  }

  get running(): boolean {
    return this.#running;
  }

  /** How the services answered; undefined before the first test, and while one runs. */
  get result(): ConnectionTest | undefined {
    return this.#result;
  }

  /** Why there is no result: the test itself could not be made. */
  get failure(): ErrorShape | undefined {
    return this.#failure;
  }

  /** The form has changed since: the result is of other settings. */
  get stale(): boolean {
    return this.#result !== undefined && this.#tested !== JSON.stringify(this.#input());
  }

  get passed(): boolean {
    return this.#result?.services.every(({ ok }) => ok) ?? false;
  }

  async run(): Promise<void> {
    const input = this.#input();
    if (input === undefined || this.#running) return;
    this.#running = true;
    this.#result = undefined;
    this.#failure = undefined;
    this.#tested = JSON.stringify(input);
    try {
      this.#result = await this.#client.connections.test(input);
    } catch (error) {
      this.#failure = asErrorShape(error);
    } finally {
      this.#running = false;
    }
  }
}
