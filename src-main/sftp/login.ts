import type { AnyAuthMethod, ConnectConfig, KeyboardInteractiveAuthMethod, ParsedKey } from 'ssh2';
import { DialdeskError } from '../contract/errors.ts';
import { readPrivateKey } from './private-key.ts';
import type { LoginPrompts, SftpTarget } from './target.ts';

/** Answers the questions of the server one is logging in to. */
export type Ask = (asked: LoginPrompts) => Promise<readonly string[] | null>;

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

const needed = (
  target: SftpTarget,
  what: 'password' | 'passphrase' | 'answer',
  text?: string,
): DialdeskError =>
  new DialdeskError('password_needed', `a ${what} is needed for ${target.username}`, {
    details: { username: target.username, what, ...(text !== undefined && { text }) },
  });

/**
 * Reads a private key. Throws `password_needed` (details.what 'passphrase') for an encrypted one without a
 * passphrase, `login_refused` with reason 'wrong_passphrase' or 'bad_key'.
 */
function readKey(target: SftpTarget, text: string, passphrase: string | undefined): ParsedKey {
  try {
    return readPrivateKey(text, passphrase);
  } catch (error) {
    const reason = error instanceof DialdeskError ? error.details?.['reason'] : undefined;
    if (reason === 'passphrase_needed') throw needed(target, 'passphrase');
    throw refused(target, reason === 'wrong_passphrase' ? 'wrong_passphrase' : 'bad_key');
  }
}

/**
 * Answers the first round with the password, if it is one hidden question; all others go to `ask`. A second
 * round is something else, such as a code. Where nobody answers, nothing is sent: an empty answer would count
 * as a wrong one.
 */
function keyboardInteractive(
  target: SftpTarget,
  password: string | undefined,
  ask: Ask | undefined,
  giveUp: (error: DialdeskError) => void,
): KeyboardInteractiveAuthMethod {
  let passwordLeft = password;
  const answer = async (asked: LoginPrompts): Promise<readonly string[]> => {
    const [first] = asked.prompts;
    if (first === undefined) return []; // a message only (RFC 4256, section 3.2)
    if (passwordLeft !== undefined && asked.prompts.length === 1 && first.secret) {
      const once = passwordLeft;
      passwordLeft = undefined;
      return [once];
    }
    if (!ask) throw needed(target, 'answer', first.text.slice(0, 200));
    const given = await ask(asked);
    if (given === null) throw new DialdeskError('cancelled', 'the question was not answered');
    return asked.prompts.map((_, index) => given[index] ?? '');
  };
  return {
    type: 'keyboard-interactive',
    username: target.username,
    prompt: (title, instructions, _language, prompts, finish) => {
      const asked = (prompts as { prompt: string; echo?: boolean }[]).map(({ prompt, echo }) => ({
        text: prompt,
        secret: echo !== true,
      }));
      answer({ title, instructions, prompts: asked }).then(
        (answers) => finish([...answers]),
        (cause: unknown) =>
          giveUp(
            cause instanceof DialdeskError
              ? cause
              : new DialdeskError('cancelled', 'the question was not answered', { cause }),
          ),
      );
    },
  };
}

/**
 * Logs in with what the target names and nothing else. A password goes by the `password` method and, only if
 * the server does not have that one, by `keyboard-interactive`: a wrong password tried by both would count
 * twice towards a lock-out. A server that wants more after a first proof is asked for its questions.
 *
 * @param giveUp ends the connection: a question was left without an answer
 * @param ask answers the server's questions; left out where no person is there
 */
export function loginFor(
  target: SftpTarget,
  giveUp: (error: DialdeskError) => void,
  ask: Ask | undefined,
): Login {
  let failure: DialdeskError | undefined;
  let attempts = 0;
  let asking = false;
  const { auth, username } = target;

  const questions = (password?: string): AnyAuthMethod => {
    asking = true;
    return keyboardInteractive(target, password, ask, giveUp);
  };

  const next = (methods: readonly string[] | null, partial: boolean | null): AnyAuthMethod => {
    attempts++;
    if (partial) {
      if (!asking && methods?.includes('keyboard-interactive')) return questions();
      throw refused(target, 'more_needed', methods ?? []);
    }
    if (asking) throw refused(target, auth.kind === 'password' ? 'password' : 'answers', methods ?? []);
    switch (auth.kind) {
      case 'password':
        if (auth.password === undefined) throw needed(target, 'password');
        if (attempts === 1) return { type: 'password', username, password: auth.password };
        if (
          attempts === 2 &&
          methods &&
          !methods.includes('password') &&
          methods.includes('keyboard-interactive')
        ) {
          return questions(auth.password);
        }
        throw refused(target, 'password', methods ?? []);
      case 'questions':
        if (attempts > 1) throw refused(target, 'answers', methods ?? []);
        return questions();
      case 'agent':
        if (attempts > 1) throw refused(target, 'agent', methods ?? []);
        return { type: 'agent', username, agent: auth.socket };
      case 'privateKey':
        if (attempts > 1) throw refused(target, 'key', methods ?? []);
        return { type: 'publickey', username, key: readKey(target, auth.key, auth.passphrase) };
    }
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
