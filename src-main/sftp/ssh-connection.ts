import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import type { DisconnectReason } from '../contract/disconnect-reason.ts';
import type { SshReason } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { systemCode } from '../platform/system-error.ts';
import { offeredAlgorithms, sessionAlgorithms } from './algorithms.ts';
import type { SessionAlgorithms } from './algorithms.ts';
import { signWithCertificates } from './certificate.ts';
import { hostKeyInfo, judgeHostKey } from './host-key.ts';
import type { HostKeyInfo, KnownHostKey } from './host-key.ts';
import { useLeanGcm } from './lean-gcm.ts';
import { watchLink } from './link-watch.ts';
import { hungUpAtLogin, loginFor, passwordExpired } from './login.ts';
import type { Ask } from './login.ts';
import { serverText } from '../contract/server-text.ts';
import { mostBeforeSession, mostPreamble, watchLogin, watchPreamble } from './preamble.ts';
import { ServerWords } from './server-words.ts';
import { loadSsh2 } from './ssh2.ts';
import type { SftpTarget } from './target.ts';

/** A logged-in SSH connection with the sftp subsystem open on it. */
export interface SshConnection {
  /** To be read; `send` writes to it. */
  readonly channel: Duplex;
  send(bytes: Uint8Array): void;
  readonly algorithms: SessionAlgorithms;
  readonly hostKey: HostKeyInfo;
  /** The server's software, as it names itself. */
  readonly software: string;
  /** What the server said to people while the login was under way, and when it hung up; fit to be shown. */
  said(): string;
  /** Called once, when the connection ends by itself. */
  onLost: (error: DialdeskError) => void;
  close(): void;
}

const lost = (cause: string): DialdeskError =>
  new DialdeskError('connection_lost', `SSH connection lost: ${cause}`, { details: { cause } });

const handshakeFailed = (reason: SshReason, text: string): DialdeskError =>
  new DialdeskError('ssh_failed', text, { details: { reason, text } });

/** The error for a server that took the login and then ended the session before it spoke SFTP. */
export const closedAfterLogin = (cause: string): DialdeskError =>
  new DialdeskError('ssh_failed', `closed after the login: ${cause}`, {
    details: { reason: 'closed_after_login', text: cause },
  });

/**
 * A refused login, or a session that did not come about, with what the server said to it in its own words: "your
 * password has expired", "account locked", "too many attempts".
 */
export function withSaid<E>(error: E, said: string): E | DialdeskError {
  if (!(error instanceof DialdeskError) || said === '') return error;
  return error.code === 'login_refused' || error.code === 'ssh_failed' ? error.withDetails({ said }) : error;
}

/** The same of the number that it gave as it hung up; what failed for another cause is left as it is. */
function withHungUp(error: DialdeskError, hungUp: DisconnectReason | null): DialdeskError {
  const { code } = error;
  if (hungUp === null || !(code === 'login_refused' || code === 'ssh_failed' || code === 'connection_lost')) {
    return error;
  }
  return error.withDetails({ hungUp });
}

/** The text of a refusal to open a channel, which ssh2 puts behind its own words. */
const channelRefusal = /^\(SSH\) Channel open failure: ([^]*)$/;

function stageError(
  error: Error & { level?: string },
  target: SftpTarget,
  { loggingIn, named, farewell }: { loggingIn: boolean; named: boolean; farewell: boolean },
): DialdeskError {
  if (/no matching/i.test(error.message)) return handshakeFailed('no_common_algorithm', error.message);
  const cause = systemCode(error);
  if (cause !== undefined && error.level === 'client-socket') return lost(cause);
  // What a server says as it hangs up is no word of ssh2's.
  if (!farewell && (error.level === 'agent' || /agent/i.test(error.message))) {
    return new DialdeskError('login_refused', error.message, {
      details: { username: target.username, reason: 'agent_unreachable' },
      cause: error,
    });
  }
  if (loggingIn) return hungUpAtLogin(target, error.message);
  return handshakeFailed(
    !named || /before handshake|protocol|ident/i.test(error.message) ? 'not_ssh' : 'protocol',
    error.message,
  );
}

/**
 * Runs the SSH handshake on an open socket, judges the host key against `onRecord`, logs in and opens the sftp
 * subsystem. `keepalive` is in ms: a link on which nothing moves is given up after three times that.
 *
 * Rejects, and destroys the socket, with host_key_*, login_refused, password_needed, ssh_failed,
 * connection_lost, or the signal's reason.
 */
export async function connectSsh(
  socket: Socket,
  target: SftpTarget,
  options: {
    onRecord: readonly KnownHostKey[];
    keepalive: number;
    signal: AbortSignal;
    ask?: Ask | undefined;
    /** Called before each attempt to log in: from then on a person may be what the server waits for. */
    onLogin?: () => void;
    /** Called when the login is through. */
    onReady?: () => void;
  },
): Promise<SshConnection> {
  const client = new (loadSsh2().Client)();
  const login = loginFor(target, (error) => end(error), options.ask);
  let hostKey: HostKeyInfo | undefined;
  let algorithms: SessionAlgorithms | undefined;
  let verdict: DialdeskError | undefined;
  let ready = false;
  let opened = false;
  const words = new ServerWords();
  /** What it said before it named its version; of what is no SSH server, all that is known. */
  let preamble = (): string => '';
  const heard = (): string => (remoteSoftware(client) === '' ? preamble() : words.all());
  let onEnd: (error: DialdeskError) => void = () => undefined;
  let ended = false;
  const end = (error: DialdeskError): void => {
    if (ended) return;
    ended = true;
    stopWatching();
    socket.destroy();
    onEnd(withHungUp(error, words.hungUp));
  };
  /** Between the login and the first answer the server has shut the door: that is no cut, and nothing was under way. */
  const closedAt = (cause: string): DialdeskError => {
    if (!opened) return withSaid(closedAfterLogin(cause), words.all());
    const { farewell } = words;
    return farewell === '' ? lost(cause) : lost('closed').withDetails({ said: farewell });
  };
  // Not before the login is through: until then a server may think for long, and the caller's limit holds.
  let stopWatching = (): void => undefined;

  client.on('error', (error) => {
    const hungUp = words.hungUp !== null;
    const cause = systemCode(error) ?? (hungUp ? 'closed' : error.message);
    const named = remoteSoftware(client) !== '';
    const stage = { loggingIn: login.tried(), named, farewell: hungUp };
    const why = login.failure() ?? (ready ? closedAt(cause) : stageError(error, target, stage));
    end(verdict ?? withSaid(why, heard()));
  });
  client.on('close', () => {
    const early = login.tried() ? hungUpAtLogin(target, 'closed') : lost('closed');
    end(verdict ?? withSaid(login.failure() ?? (ready ? closedAt('closed') : early), heard()));
  });
  client.on('handshake', (negotiated) => {
    algorithms ??= sessionAlgorithms(negotiated);
    // After every change of keys ssh2 begins with a cipher of its own again.
    if (ready) useLeanGcm(client);
  });
  client.on('banner', (message: string) => {
    words.banner(message);
  });
  client.on('change password', () => {
    end(withSaid(passwordExpired(target), words.all()));
  });

  const abort = (): void => {
    end(options.signal.reason as DialdeskError);
  };
  try {
    const channel = await new Promise<ClientChannel>((resolve, reject) => {
      onEnd = reject;
      options.signal.addEventListener('abort', abort, { once: true });
      if (options.signal.aborted) abort();
      client.on('ready', () => {
        ready = true;
        options.onReady?.();
        useLeanGcm(client);
        stopWatching = watchLink(socket, 3 * options.keepalive, () => {
          end(lost('silent'));
        });
        client.subsys('sftp', (error, channel) => {
          if (error) {
            const [, refusal = ''] = channelRefusal.exec(error.message) ?? [];
            end(withSaid(handshakeFailed('no_sftp', error.message), words.all(refusal)));
          } else {
            opened = true;
            resolve(channel);
          }
        });
      });
      client.connect({
        sock: socket,
        username: target.username,
        algorithms: offeredAlgorithms(options.onRecord.filter((key) => !key.revoked).map((key) => key.type)),
        // The caller's signal has the time limit.
        readyTimeout: 0,
        keepaliveInterval: options.keepalive,
        keepaliveCountMax: Number.MAX_SAFE_INTEGER,
        authHandler: (methods, partial, proceed) => {
          options.onLogin?.();
          login.handler(methods, partial, proceed);
        },
        hostVerifier: (blob: Buffer) => {
          hostKey = hostKeyInfo(target.host.toLowerCase(), target.port, blob);
          verdict = judgeHostKey(hostKey, options.onRecord);
          if (ready) verdict = verdict?.withDetails({ afterLogin: true });
          return verdict === undefined;
        },
      });
      words.listenTo(client);
      signWithCertificates(client);
      const before = watchPreamble(
        socket,
        () => remoteSoftware(client) !== '',
        () => end(withSaid(handshakeFailed('not_ssh', `no version after ${mostPreamble} bytes`), preamble())),
      );
      preamble = () => serverText(before().toString());
      watchLogin(
        socket,
        () => opened,
        () =>
          end(withSaid(handshakeFailed('floods', `no session after ${mostBeforeSession} bytes`), heard())),
      );
    });
    if (!hostKey || !algorithms) throw handshakeFailed('protocol', 'no host key was shown');
    if (!boundPackets(channel)) {
      const error = handshakeFailed('protocol', 'the server takes packets of no length');
      end(error);
      throw error;
    }
    channel.stderr.resume();
    const gather = gatherWrites(socket);
    const connection: SshConnection = {
      channel,
      send: (bytes) => {
        gather();
        channel.write(bytes);
      },
      algorithms,
      hostKey,
      software: remoteSoftware(client),
      said: () => words.all(),
      onLost: () => undefined,
      close: () => {
        ended = true;
        stopWatching();
        client.end();
        socket.destroySoon();
      },
    };
    onEnd = (error) => {
      connection.onLost(error);
    };
    return connection;
  } finally {
    options.signal.removeEventListener('abort', abort);
  }
}

/**
 * Lets everything that is written to the socket in one turn go in one system call. ssh2 writes each packet of
 * 32 KB in three pieces. The function it returns is to be called before writing; what the server's window sets
 * free is gathered by itself.
 */
function gatherWrites(socket: Socket): () => void {
  const gather = (): void => {
    if (socket.writableCorked > 0) return;
    socket.cork();
    process.nextTick(() => {
      socket.uncork();
    });
  };
  socket.prependListener('data', gather);
  return gather;
}

/** The data that every server takes in one packet, in bytes (RFC 4253, section 6.1), and the most that OpenSSH says it does. */
const usualData = 32 * 1024;

/**
 * Sends the data of a channel in packets that the server can be relied on to take: some announce more than they do, and
 * hang up then. False where it takes none at all; ssh2 would cut data into pieces of no length for ever.
 */
function boundPackets(channel: ClientChannel): boolean {
  const { outgoing } = channel as unknown as { outgoing: { packetSize: number } };
  outgoing.packetSize = Math.min(outgoing.packetSize, usualData);
  return outgoing.packetSize > 0;
}

/** What follows "SSH-2.0-" in the server's greeting. ssh2 keeps it and does not publish it. */
function remoteSoftware(client: Client): string {
  const { _remoteVer: software } = client as unknown as { _remoteVer?: unknown };
  return typeof software === 'string' ? software : '';
}
