import * as v from 'valibot';
import { ChosenFrom, ConnectionId } from './connections.ts';
import { isHost } from './host.ts';
import { ServerId } from './server-id.ts';

/**
 * How to prove who we are: the saved password, a private key, the system's SSH agent, or by answering what
 * the server asks (keyboard-interactive), which a person does each time.
 */
export const LoginKind = v.picklist(['password', 'key', 'agent', 'questions']);
export type LoginKind = v.InferOutput<typeof LoginKind>;

/**
 * The name a file has on a server until it is complete: hidden (`.leads.xlsx.….dialdesk-part`), visible with one of
 * the endings that other programs use and watchers know, or the final name from the first byte on, for servers that
 * allow no other. The last one risks that somebody finds half a file, and an old one of that name is lost at once.
 */
export const TemporaryNames = v.picklist(['hidden', 'part', 'filepart', 'tmp', 'direct']);
export type TemporaryNames = v.InferOutput<typeof TemporaryNames>;

/**
 * How this workstation reaches a file server, where that differs from what the call centre says: null means
 * "as the call centre does".
 */
export const ServerReach = v.object({
  host: v.nullable(
    v.pipe(
      v.string(),
      v.trim(),
      v.nonEmpty('required'),
      v.maxLength(253, 'too_long'),
      // a name or an address; brackets, schemes and ports are typed elsewhere or not at all
      v.check(isHost, 'host'),
    ),
  ),
  port: v.nullable(
    v.pipe(v.number('port'), v.integer('port'), v.minValue(1, 'port'), v.maxValue(65_535, 'port')),
  ),
  userName: v.nullable(
    v.pipe(
      v.string(),
      v.trim(),
      v.nonEmpty('required'),
      v.maxLength(256, 'too_long'),
      // eslint-disable-next-line no-control-regex -- control characters are what is refused
      v.regex(/^[^\u0000-\u001f\u007f]*$/, 'characters'),
    ),
  ),
  login: LoginKind,
  /** How files are named there while they are sent. */
  names: v.optional(TemporaryNames, 'hidden'),
});
export type ServerReach = v.InferOutput<typeof ServerReach>;

/** What a file server is called on this workstation. */
export const ServerLabel = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('required'),
  v.maxLength(60, 'too_long'),
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  v.regex(/^[^\u0000-\u001f\u007f]*$/, 'characters'),
);

/** A private key as it is shown: nothing of its secret half. */
export const PrivateKeyInfo = v.object({
  /** The file it was read from, without its path. */
  name: v.string(),
  /** As SSH names it: ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa. */
  type: v.string(),
  /** Of the public half: `SHA256:` and the unpadded base64. */
  fingerprint: v.string(),
  comment: v.string(),
});
export type PrivateKeyInfo = v.InferOutput<typeof PrivateKeyInfo>;

/** A reach as it is shown. The secrets stay in the vault; `…Saved` says whether they are there. */
export const ShownReach = v.object({
  ...ServerReach.entries,
  key: v.nullable(PrivateKeyInfo),
  keySaved: v.boolean(),
});
export type ShownReach = v.InferOutput<typeof ShownReach>;

export const ReachChange = v.object({
  ...ChosenFrom.entries,
  serverId: ServerId,
  reach: ServerReach,
});

/** A private key on its way to the vault, as the token of a picked file. */
export const KeyChoice = v.object({
  ...ChosenFrom.entries,
  serverId: ServerId,
  token: v.pipe(v.string(), v.uuid()),
  passphrase: v.optional(v.pipe(v.string(), v.maxLength(1024, 'too_long'))),
});

/** The system's SSH agent. */
export const AgentInfo = v.object({
  /** Whether one answers. */
  available: v.boolean(),
  keys: v.array(v.object({ type: v.string(), fingerprint: v.string(), comment: v.string() })),
});
export type AgentInfo = v.InferOutput<typeof AgentInfo>;

/** What a file server asks while somebody logs in (keyboard-interactive, RFC 4256). Its words are its own. */
export const LoginQuestion = v.object({
  id: v.pipe(v.string(), v.uuid()),
  connectionId: ConnectionId,
  serverId: ServerId,
  host: v.string(),
  userName: v.string(),
  title: v.string(),
  instructions: v.string(),
  /** `secret`: what is typed is not to be shown. */
  prompts: v.array(v.object({ text: v.string(), secret: v.boolean() })),
});
export type LoginQuestion = v.InferOutput<typeof LoginQuestion>;

export const LoginAnswer = v.object({
  id: v.pipe(v.string(), v.uuid()),
  /** One for each prompt; null: the user declined to answer. */
  answers: v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(1024))), v.maxLength(20))),
});
