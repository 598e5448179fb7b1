import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, PublicKeyAuthContext, ServerChannel } from 'ssh2';
import type { Faults } from './faults.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import type { SftpFolder } from './sftp-folder.ts';
import { SftpSession } from './sftp-session.ts';
import { anyOf, withoutEnd } from '../contract/text-edges.ts';

export interface SftpServerOptions {
  readonly host: string;
  /** 0 lets the system pick one. */
  readonly port: number;
  /** The host key, private, in OpenSSH's form. */
  readonly hostKey: string;
  readonly folder: SftpFolder;
  /** Who may log in, with their password. */
  readonly users: ReadonlyMap<string, string>;
  /** Public keys, one line each as in authorized_keys, that every user may log in with. */
  readonly authorizedKeys: readonly string[];
  readonly faults: Faults;
  /** Each login that succeeded. */
  readonly counted: () => void;
}

/** A new Ed25519 host key, private, in OpenSSH's form. */
export function makeHostKey(): string {
  // One of some hundred keys that ssh2 makes is one that ssh2 itself cannot read.
  for (;;) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}

/** `SHA256:` and the base64 digest of a private key's public half, as OpenSSH shows it. */
export function hostKeyFingerprint(privateKey: string): string {
  const digest = createHash('sha256').update(parsedKey(privateKey).getPublicSSH()).digest('base64');
  return `SHA256:${withoutEnd(digest, anyOf('='))}`;
}

/** Starts the SFTP server. Users see `folder` as the root of everything. */
export async function serveSftp(options: SftpServerOptions): Promise<Listening> {
  const keys = options.authorizedKeys.map(parsedKey);
  const sockets = new Map<string, Socket>();
  const peer = (address: string | undefined, port: number | undefined) => `${address ?? ''} ${port ?? 0}`;
  const sessions = new Set<Promise<void>>();

  const ssh = new ssh2.Server({ hostKeys: [options.hostKey], ident: 'DialdeskDemo' }, (connection, info) => {
    const cut = cutAfter(options.faults.takeSftpCut(), () =>
      sockets.get(peer(info.ip, info.port))?.destroy(),
    );
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => authenticate(context, options.users, keys));
    connection.on('ready', options.counted);
    serveSessions(connection, (channel) => {
      const session = new SftpSession(channel, options.folder, cut)
        .serve()
        .then(() => {
          channel.exit(0);
          channel.end();
        })
        .catch(() => void channel.destroy())
        .finally(() => sessions.delete(session));
      sessions.add(session);
    });
  });

  // Sockets are accepted here, and not by ssh2, so that one can be cut off and all can be closed.
  const server = createServer((socket) => {
    const key = peer(socket.remoteAddress, socket.remotePort);
    sockets.set(key, socket);
    // Answers are small packets: without this, Nagle's algorithm holds each of them for 40 ms.
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(key));
    ssh.injectSocket(socket);
  });
  const listening = await listen(server, options.host, options.port);
  return {
    port: listening.port,
    stop: async () => {
      for (const socket of sockets.values()) socket.destroy();
      await listening.stop();
      await Promise.all(sessions);
    },
  };
}

function serveSessions(connection: Connection, serve: (channel: ServerChannel) => void): void {
  connection.on('session', (accept) => {
    const session = accept();
    // No listener for `sftp`: then ssh2 hands over the bare channel, see SftpSession.
    session.on('subsystem', (acceptSubsystem, reject, { name }) => {
      if (name !== 'sftp') {
        reject();
        return;
      }
      const channel = acceptSubsystem();
      channel.on('error', () => undefined);
      serve(channel);
    });
  });
}

function authenticate(
  context: AuthContext,
  users: ReadonlyMap<string, string>,
  keys: readonly ssh2.ParsedKey[],
): void {
  const password = users.get(context.username);
  const methods: ('password' | 'publickey')[] = keys.length > 0 ? ['publickey', 'password'] : ['password'];
  const accepted =
    password !== undefined &&
    ((context.method === 'password' && context.password === password) ||
      (context.method === 'publickey' && holdsKey(context, keys)));
  if (accepted) context.accept();
  else context.reject(methods);
}

/** Whether the key is one of the accepted ones, and, once the client has signed, whether it has the private half. */
function holdsKey(context: PublicKeyAuthContext, keys: readonly ssh2.ParsedKey[]): boolean {
  const key = keys.find((candidate) => candidate.getPublicSSH().equals(context.key.data));
  if (!key) return false;
  if (!context.signature) return true;
  // Declared as a boolean, but a signature of the wrong form makes it an Error, which is truthy.
  const verified: unknown = key.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo);
  return verified === true;
}

/** Counts transferred bytes and calls `cut` once they are more than `limit`. */
function cutAfter(limit: number | undefined, cut: () => void): (bytes: number) => void {
  let total = 0;
  return (bytes) => {
    total += bytes;
    if (limit !== undefined && total > limit) cut();
  };
}

function parsedKey(text: string): ssh2.ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}
