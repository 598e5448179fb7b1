import ssh2 from 'ssh2';
import type { AnyAuthMethod, ConnectConfig, KeyboardInteractiveAuthMethod, ParsedKey } from 'ssh2';
import { DialdeskError } from '../contract/errors.ts';
import type { SftpTarget } from './target.ts';

type AuthHandler = Extract<ConnectConfig['authHandler'], (...args: never[]) => unknown>;

/** One attempt to log in. */
export interface Login {
  /** For ssh2, which calls it before each attempt; the first time after the host key was accepted. */
  readonly handler: AuthHandler;
  /** Why the login failed, once it has. */
  readonly failure: () => DialdeskError | undefined;
  /** Whether anything was tried: from then on a disconnect is taken for a refusal. */
  readonly tried: () => boolean;
}

const refused = (target: SftpTarget, reason: string, methods: readonly string[] = []): DialdeskError =>
  new DialdeskError('login_refused', `login as ${target.username} refused: ${reason}`, {
    details: { username: target.username, reason, methods },
  });

const needed = (target: SftpTarget, what: 'password' | 'passphrase'): DialdeskError =>
  new DialdeskError('password_needed', `a ${what} is needed for ${target.username}`, {
    details: { username: target.username, what },
  });

/**
 * Reads a private key. Throws `password_needed` (details.what 'passphrase') for an encrypted one without a
 * passphrase, `login_refused` with reason 'wrong_passphrase' or 'bad_key'.
 */
function readKey(target: SftpTarget, text: string, passphrase: string | undefined): ParsedKey {
  const parsed = ssh2.utils.parseKey(text, passphrase) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error || !key) {
    // ssh2 tells these apart in words only.
    const words = key?.message ?? '';
    if (/no passphrase/i.test(words)) throw needed(target, 'passphrase');
    throw refused(
      target,
      passphrase !== undefined && /passphrase|decrypt|integrity/i.test(words)
        ? 'wrong_passphrase'
        : 'bad_key',
    );
  }
  if (!key.isPrivateKey()) throw refused(target, 'bad_key');
  return key;
}

/** Answers one round of hidden questions with the password; a second round is something else, such as a code. */
function keyboardInteractive(
  target: SftpTarget,
  password: string,
  onQuestion: (question: string) => void,
): KeyboardInteractiveAuthMethod {
  let answered = false;
  return {
    type: 'keyboard-interactive',
    username: target.username,
    prompt: (_name, _instructions, _language, prompts, finish) => {
      const questions = prompts as { prompt: string; echo?: boolean }[];
      if (questions.length === 0) {
        finish([]); // a message only (RFC 4256, section 3.2)
        return;
      }
      const [question] = questions;
      if (answered || questions.length > 1 || question?.echo) onQuestion(question?.prompt ?? '');
      answered = true;
      finish(questions.map(({ echo }) => (echo ? '' : password)));
    },
  };
}

/**
 * Logs in with what the target names and nothing else. A password goes by the `password` method and, only if
 * the server does not have that one, by `keyboard-interactive`: a wrong password tried by both would count
 * twice towards a lock-out.
 */
export function loginFor(target: SftpTarget): Login {
  let failure: DialdeskError | undefined;
  let attempts = 0;
  let question: string | undefined;
  const { auth, username } = target;

  const next = (methods: readonly string[] | null, partial: boolean | null): AnyAuthMethod => {
    attempts++;
    if (partial) throw refused(target, 'more_needed', methods ?? []);
    if (auth.kind === 'password') {
      if (auth.password === undefined) throw needed(target, 'password');
      if (attempts === 1) return { type: 'password', username, password: auth.password };
      if (
        attempts === 2 &&
        methods &&
        !methods.includes('password') &&
        methods.includes('keyboard-interactive')
      ) {
        return keyboardInteractive(target, auth.password, (asked) => (question = asked));
      }
      throw refused(target, question === undefined ? 'password' : 'more_needed', methods ?? []);
    }
    if (attempts > 1) throw refused(target, auth.kind === 'agent' ? 'agent' : 'key', methods ?? []);
    return auth.kind === 'agent'
      ? { type: 'agent', username, agent: auth.socket }
      : { type: 'publickey', username, key: readKey(target, auth.key, auth.passphrase) };
  };

  return {
    handler: (methods, partial, proceed) => {
      try {
        proceed(next(methods, partial));
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        failure = error;
        // ssh2 takes false for "nothing left to try"; its types leave that out.
        (proceed as unknown as (method: false) => void)(false);
      }
    },
    failure: () => failure,
    tried: () => attempts > 0,
  };
}

/** The error for a password that has expired: the server wants it changed, which is not done from here. */
export function passwordExpired(target: SftpTarget): DialdeskError {
  return refused(target, 'password_expired');
}

/** The error for a server that hangs up during the login. */
export function hungUpAtLogin(target: SftpTarget, text: string): DialdeskError {
  return new DialdeskError('login_refused', `disconnected while logging in as ${target.username}: ${text}`, {
    details: { username: target.username, reason: 'disconnected', text },
  });
}
