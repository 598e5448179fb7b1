import type { TemporaryNames } from '../contract/server-reach.ts';

/** How to prove who we are. A missing password or passphrase is asked for with `password_needed`. */
export type SftpAuth =
  | { readonly kind: 'password'; readonly password?: string | undefined }
  /** `key` is the text of a private key in an OpenSSH or PEM format. */
  | { readonly kind: 'privateKey'; readonly key: string; readonly passphrase?: string | undefined }
  /** `socket` is what SSH_AUTH_SOCK holds, the name of a Windows pipe, or `pageant`. */
  | { readonly kind: 'agent'; readonly socket: string }
  /** Nothing is kept: every question of the server goes to a person. */
  | { readonly kind: 'questions' };

/** What a server asks while somebody logs in (keyboard-interactive, RFC 4256). The words are the server's. */
export interface LoginPrompts {
  readonly title: string;
  readonly instructions: string;
  /** `secret`: what is typed is not to be shown. */
  readonly prompts: readonly { readonly text: string; readonly secret: boolean }[];
}

/** Answers a server's questions, one for each prompt; null without an answer. The signal withdraws the questions. */
export type AnswerPrompts = (asked: LoginPrompts, signal: AbortSignal) => Promise<readonly string[] | null>;

/** A file server as it is reached from this workstation. `host` is a name or an address without brackets. */
export interface SftpTarget {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly auth: SftpAuth;
  /** How uploads name a file there until it is complete; `hidden` unless said otherwise. */
  readonly names?: TemporaryNames;
}
