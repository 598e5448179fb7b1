import * as v from 'valibot';
import type { Client } from '../../src-main/contract/derive.ts';
import { detailsOf, readDetails, type KnownDetails } from '../../src-main/contract/error-details.ts';
import { DialdeskError, type ErrorShape } from '../../src-main/contract/errors.ts';
import { HostKeyInfo } from '../../src-main/contract/host-keys.ts';
import { asErrorShape } from './error-words.ts';

const ServerFacts = v.object({
  connectionId: v.string(),
  serverId: v.string(),
  userName: v.optional(v.string(), ''),
  host: v.optional(v.string(), ''),
});
type ServerFacts = v.InferOutput<typeof ServerFacts>;

interface LoginQuestion<Kind extends string> {
  readonly kind: Kind;
  /** Why the last login failed; null where none was tried. */
  readonly refused: Pick<ErrorShape, 'code' | 'details'> | null;
  readonly server: ServerFacts;
}

/** What must be answered by a person before a file server lets us in. */
export type AccessQuestion =
  | LoginQuestion<'password'>
  /** The server asks something of its own at each login: somebody must be there. */
  | LoginQuestion<'answer'>
  /** The private key is not in the vault, or the server does not take it. */
  | LoginQuestion<'key'>
  | { readonly kind: 'host-key'; readonly offered: HostKeyInfo }
  | { readonly kind: 'host-key-changed'; readonly offered: HostKeyInfo; readonly known: HostKeyInfo };

/** The question behind an error of a file server, or null where a person cannot help. */
export function accessQuestion(error: Pick<ErrorShape, 'code' | 'details'>): AccessQuestion | null {
  const { code, details = {} } = error;
  if (code === 'password_needed' || code === 'login_refused') {
    const server = v.safeParse(ServerFacts, details);
    const kind = loginQuestion(readDetails('password_needed', details));
    const refused = code === 'login_refused' ? { code, details } : null;
    return server.success && kind ? { kind, refused, server: server.output } : null;
  }
  if (code !== 'host_key_unknown' && code !== 'host_key_changed') return null;
  // Revoked means never: there is no question whether to trust it all the same.
  const { revoked, known } = detailsOf(error, 'host_key_changed');
  if (revoked) return null;
  const offered = v.safeParse(HostKeyInfo, details);
  if (!offered.success) return null;
  if (code === 'host_key_unknown') return { kind: 'host-key', offered: offered.output };
  return known === undefined ? null : { kind: 'host-key-changed', offered: offered.output, known };
}

/** What helps against a login that lacked something or was refused, by how the server is logged in to. */
function loginQuestion({
  what,
  login,
}: KnownDetails<'password_needed'>): 'password' | 'answer' | 'key' | null {
  if (what === 'answer' || login === 'questions') return 'answer';
  if (login === 'key') return 'key';
  // an agent's keys are not ours to choose
  return login === 'agent' ? null : 'password';
}

/** Asks for passwords and host keys when a file server wants them, one question at a time. */
export class ServerAccess {
  readonly #client: Pick<Client, 'servers' | 'hostKeys' | 'files'>;
  #question = $state.raw<AccessQuestion | null>(null);
  #answered: ((isAnswered: boolean) => void) | null = null;

  constructor(app: { readonly client: Pick<Client, 'servers' | 'hostKeys' | 'files'> }) {
    this.#client = app.client;
  }

  /** What is being asked now; the dialog shows it. */
  get question(): AccessQuestion | null {
    return this.#question;
  }

  /**
   * Runs work, asks what it lacks, and runs it again until it is through or the user gives up.
   * @throws DialdeskError `cancelled` when the user gives up; the work's own error when no answer can help
   */
  withAccess = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const question = accessQuestion(asErrorShape(error));
        if (question === null) throw error;
        if (!(await this.ask(question)))
          throw new DialdeskError('cancelled', 'the user gave up', { cause: error });
      }
    }
  };

  /** Asks one question. @returns whether it was answered */
  async ask(question: AccessQuestion): Promise<boolean> {
    this.giveUp();
    this.#question = question;
    return new Promise((resolve) => (this.#answered = resolve));
  }

  /** Keeps the password. @throws as the call; the question stays open then */
  async answerPassword(password: string): Promise<void> {
    if (this.#question?.kind !== 'password') return;
    const { connectionId, serverId } = this.#question.server;
    await this.#client.servers.savePassword({ connectionId, serverId, password });
    this.#close(true);
  }

  /** Somebody is there: what the server asks at the next login comes to the window. @throws as the call */
  async answerNow(): Promise<void> {
    if (this.#question?.kind !== 'answer') return;
    const { connectionId, serverId } = this.#question.server;
    await this.#client.servers.attend({ connectionId, serverId });
    this.#close(true);
  }

  /** Keeps another private key. @throws as the call; the question stays open then */
  async answerKey(token: string, passphrase: string): Promise<void> {
    if (this.#question?.kind !== 'key') return;
    const { connectionId, serverId } = this.#question.server;
    await this.#client.servers.saveKey({ connectionId, serverId, token, passphrase });
    this.#close(true);
  }

  /** Trusts the key that was shown, in place of a known one where there is one. @throws as the call */
  async trustKey(): Promise<void> {
    const question = this.#question;
    if (question?.kind === 'host-key') await this.#client.hostKeys.trust(question.offered);
    else if (question?.kind === 'host-key-changed') {
      await this.#client.hostKeys.replace({ known: question.known, offered: question.offered });
    } else return;
    this.#close(true);
  }

  giveUp(): void {
    this.#close(false);
  }

  #close(isAnswered: boolean): void {
    this.#question = null;
    this.#answered?.(isAnswered);
    this.#answered = null;
  }
}
