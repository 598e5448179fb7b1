import type { AnyAuthMethod, ConnectConfig, KeyboardInteractiveAuthMethod, ParsedKey } from 'ssh2';
import { detailsOf, type KeyReason, type LoginReason, type NeededThing } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { certificateFor, certified } from './certificate.ts';
import { asksForPassword } from './login-prompts.ts';
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

const refused = (
  target: SftpTarget,
  reason: LoginReason,
  methods: readonly string[] = [],
  key?: KeyReason,
): DialdeskError =>
  new DialdeskError('login_refused', `login as ${target.username} refused: ${reason}`, {
    details: { username: target.username, reason, methods: [...methods], ...(key && { key }) },
  });

const needed = (target: SftpTarget, what: NeededThing, text?: string): DialdeskError =>
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
    if (!(error instanceof DialdeskError)) throw error;
    const { reason } = detailsOf(error, 'key_unusable');
    if (reason === 'passphrase_needed') throw needed(target, 'passphrase');
    // What is wrong with the key is what is said.
    throw refused(target, reason === 'wrong_passphrase' ? 'wrong_passphrase' : 'bad_key', [], reason);
  }
}

const otherSignatures = [
  ['rsa-sha2-512', 'sha512'],
  ['rsa-sha2-256', 'sha256'],
] as const;

/** The same RSA key, to be offered under one signature algorithm and no other (RFC 8332). */
function signingWith(key: ParsedKey, type: string, hash: string): ParsedKey {
  return Object.assign(Object.create(key) as ParsedKey, {
    type,
    sign: (data: Buffer) => key.sign(data, hash),
  });
}

/**
 * The ways in which a key is shown, one after the other: with its certificate where the text has one, as OpenSSH does
 * first as well; by itself; and, of RSA, with the signatures that ssh2 does not try, for it tries one, which need not
 * be the one the server takes.
 */
function waysToShow(key: ParsedKey, text: string): ParsedKey[] {
  const certificate = certificateFor(key, text);
  const others = key.type === 'ssh-rsa' ? otherSignatures : [];
  return [
    ...(certificate ? [certified(key, certificate)] : []),
    key,
    ...others.map(([type, hash]) => signingWith(key, type, hash)),
  ];
}

/**
 * Answers the questions of the server. The password goes, once, to the question that asks for it (see
 * `asksForPassword`); all others go to `ask`. Without an answer nothing is sent: an empty answer would count
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
    if (asked.prompts.length === 0) return []; // a message only (RFC 4256, section 3.2)
    const forPassword = passwordLeft === undefined ? -1 : asked.prompts.findIndex(asksForPassword);
    const others = asked.prompts.filter((_, index) => index !== forPassword);
    const [first] = others;
    let given: readonly string[] = [];
    if (first) {
      if (!ask) throw needed(target, 'answer', first.text.slice(0, 200));
      const answers = await ask({ ...asked, prompts: others });
      if (answers === null) throw new DialdeskError('cancelled', 'the question was not answered');
      given = others.map((_, index) => answers[index] ?? '');
    }
    if (forPassword < 0) return given;
    const once = passwordLeft ?? '';
    passwordLeft = undefined;
    return given.toSpliced(forPassword, 0, once);
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
  /** Whether the server took a first proof and wanted another. */
  let accepted = false;
  let keys: readonly ParsedKey[] | undefined;
  const { auth, username } = target;

  const questions = (password?: string): AnyAuthMethod => {
    asking = true;
    return keyboardInteractive(target, password, ask, giveUp);
  };

  /** The password after a key, where the server wants both; a person gives it, for only the key is kept. */
  const passwordToo = async (): Promise<AnyAuthMethod> => {
    asking = true;
    if (!ask) throw needed(target, 'answer', 'Password');
    const prompts = [{ text: 'Password:', secret: true }];
    const given = await ask({ title: '', instructions: '', prompts });
    if (given?.[0] === undefined) throw new DialdeskError('cancelled', 'the question was not answered');
    return { type: 'password', username, password: given[0] };
  };

  const next = (
    methods: readonly string[] | null,
    partial: boolean | null,
  ): AnyAuthMethod | Promise<AnyAuthMethod> => {
    attempts++;
    if (partial) {
      accepted = true;
      if (!asking && methods?.includes('keyboard-interactive')) return questions();
      if (!asking && auth.kind !== 'password' && methods?.includes('password')) return passwordToo();
      throw refused(target, 'more_needed', methods ?? []);
    }
    // The first proof was right: what is refused now is the second.
    if (asking && accepted) throw refused(target, 'answers', methods ?? []);
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
      case 'privateKey': {
        keys ??= waysToShow(readKey(target, auth.key, auth.passphrase), auth.key);
        const key = keys[attempts - 1];
        if (!key) throw refused(target, 'key', methods ?? []);
        return { type: 'publickey', username, key };
      }
    }
  };

  return {
    handler: (methods, partial, proceed) => {
      const stop = (error: unknown): void => {
        if (!(error instanceof DialdeskError)) throw error;
        failure = error;
        // ssh2 takes false for "nothing left to try"; its types leave that out.
        (proceed as unknown as (method: false) => void)(false);
      };
      try {
        const method = next(methods, partial);
        if (!(method instanceof Promise)) proceed(method);
        else method.then((found) => proceed(found), stop);
      } catch (error) {
        stop(error);
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
