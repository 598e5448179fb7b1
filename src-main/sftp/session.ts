import type { PermitHost } from '../platform/dial.ts';
import { causeOf, type Phase } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { SessionAlgorithms } from './algorithms.ts';
import { weaknesses } from './algorithms.ts';
import type { HostKeyBook, HostKeyInfo } from './host-key.ts';
import { isForServer } from './known-hosts.ts';
import type { Ask } from './login.ts';
import { closedAfterLogin, connectSsh, withSaid } from './ssh-connection.ts';
import type { SshConnection } from './ssh-connection.ts';
import type { AnswerPrompts, SftpTarget } from './target.ts';
import { openSocket } from './tcp.ts';
import type { ServerLimits } from './wire/requests.ts';
import { SftpRequests } from './wire/requests.ts';

/** How a session is opened. Times are in ms. */
export interface SessionOptions {
  readonly hostKeys: HostKeyBook;
  /** Throws `not_allowed` for a host that must not be reached; left out, any may. */
  readonly permit?: PermitHost;
  /** Gives up opening; has no effect on the session once it is open. */
  readonly signal?: AbortSignal | undefined;
  /** Answers what the server asks while logging in; left out where no person is there. */
  readonly ask?: AnswerPrompts | undefined;
  /** From the name lookup to the open SFTP channel, without the time a person takes; 20,000 unless said otherwise. */
  readonly connectTimeoutMs?: number;
  /**
   * How long the server may think about one step of the login. 120,000, which is what OpenSSH itself allows for it:
   * some wait for somebody to confirm on a telephone, and a person's time is not the network's.
   */
  readonly loginTimeoutMs?: number;
  /** How often the server is asked whether it is there; a link silent for three times that is dead. 3,000. */
  readonly keepaliveMs?: number;
  /** How long the server may leave a request without an answer although the link lives; 120,000. */
  readonly replyTimeoutMs?: number;
}

/** A length every server must take (section 3: packets of 34,000 bytes), for those that tell no limit. */
const safeLength = 32 * 1024;

/** A logged-in conversation with one file server. Several transfers and requests may share it. */
export interface SftpSession {
  readonly requests: SftpRequests;
  readonly target: SftpTarget;
  readonly hostKey: HostKeyInfo;
  readonly algorithms: SessionAlgorithms;
  /** What the server forces below today's standard, by the algorithms' names; see `weaknesses`. */
  readonly weak: readonly string[];
  /** The server's software, as it names itself; empty if it does not. */
  readonly software: string;
  /** The longest data of one read and one write request, in bytes. */
  readonly limits: ServerLimits;
  /** How long the server took to answer the first request, in ms. */
  readonly roundTripMs: number;
  /** Whether an existing file can be replaced in one step. */
  readonly replacesAtomically: boolean;
  /** Resolves when the session is over: with null after `close`, else with why. Never rejects. */
  readonly ended: Promise<DialdeskError | null>;
  close(): void;
}

/** Room for a request's head in a packet: type, number, handle of up to 256 bytes, position, length. */
const packetHead = 300;

/**
 * What the server says it takes, else what every server must. A guess from its greeting would be wrong: proxies
 * greet as the server behind them, and a packet that is too long ends the session without a word.
 */
async function limitsOf(requests: SftpRequests): Promise<ServerLimits> {
  const refused = (error: unknown): undefined => {
    if (requests.dispatcher.failure) throw error;
    return undefined;
  };
  // One request either way: the time it takes is the session's round trip, a refusal's as well as an answer's.
  const question: Promise<ServerLimits | Buffer> = requests.offers('limits@openssh.com')
    ? requests.limits()
    : requests.realpath('.');
  const answer = await question.catch(refused);
  const said = Buffer.isBuffer(answer) ? undefined : answer;
  const packet = said?.packetLength ?? 0;
  const longest = packet > packetHead ? packet - packetHead : Infinity;
  const length = (value: number | undefined): number =>
    Math.min(value === undefined || value <= 0 ? safeLength : value, longest);
  return { readLength: length(said?.readLength), writeLength: length(said?.writeLength) };
}

async function startSftp(ssh: SshConnection, target: SftpTarget, replyTimeout: number): Promise<SftpSession> {
  let finish: (why: DialdeskError | null) => void = () => undefined;
  const ended = new Promise<DialdeskError | null>((resolve) => (finish = resolve));
  const requests = new SftpRequests(ssh, replyTimeout, (error) => {
    ssh.close();
    finish(error);
  });
  let started = false;
  ssh.onLost = (error) => {
    // A server that shuts the door between the login and its first word (a folder of the account with a wrong owner, an
    // account without SFTP) was not cut off, and nothing was under way.
    requests.dispatcher.fail(started || causeOf(error) !== 'closed' ? error : closedAfterLogin('closed'));
  };
  await requests.start();
  started = true;
  // The answer to INIT does not measure the way: the server starts a program first.
  const asked = performance.now();
  const limits = await limitsOf(requests);
  const roundTripMs = performance.now() - asked;
  return {
    requests,
    target,
    hostKey: ssh.hostKey,
    algorithms: ssh.algorithms,
    weak: weaknesses(ssh.algorithms, ssh.hostKey.bits),
    software: ssh.software,
    limits,
    roundTripMs,
    replacesAtomically: requests.offers('posix-rename@openssh.com'),
    ended,
    close: () => {
      finish(null);
      requests.dispatcher.fail(new DialdeskError('cancelled', 'the session was closed'));
    },
  };
}

/**
 * Connects, checks the host key, logs in and opens SFTP.
 *
 * Rejects with name_not_resolved, connection_refused, timed_out, unreachable; host_key_unknown or
 * host_key_changed, before anything secret is sent (to go on: `hostKeys.remember` or `replace`, and call
 * again); password_needed, login_refused; ssh_failed; connection_lost; cancelled.
 */
export async function openSession(target: SftpTarget, options: SessionOptions): Promise<SftpSession> {
  const { connectTimeoutMs = 20_000, keepaliveMs = 3_000, replyTimeoutMs = 120_000 } = options;
  const { loginTimeoutMs = Math.max(connectTimeoutMs, 120_000) } = options;
  const limit = new AbortController();
  const cancel = (): void => {
    limit.abort(
      new DialdeskError('cancelled', 'connecting was cancelled', { cause: options.signal?.reason }),
    );
  };
  if (options.signal?.aborted) cancel();
  options.signal?.addEventListener('abort', cancel, { once: true });
  let phase: Phase = 'connect';
  const tooLate = (): void => {
    const { host, port } = target;
    limit.abort(
      new DialdeskError('timed_out', `${host}:${port}: not connected after ${connectTimeoutMs} ms`, {
        details: { host, port, phase },
      }),
    );
  };
  let timer = setTimeout(tooLate, connectTimeoutMs);
  const restart = (ms: number): void => {
    clearTimeout(timer);
    if (!limit.signal.aborted) timer = setTimeout(tooLate, ms);
  };
  const over = new AbortController();
  const { ask: answer } = options;
  const ask: Ask | undefined =
    answer &&
    (async (asked) => {
      clearTimeout(timer);
      const given = await answer(asked, over.signal);
      // What follows has the whole time again.
      if (!over.signal.aborted) restart(loginTimeoutMs);
      return given;
    });
  try {
    const onRecord = (await options.hostKeys.find(target.host.toLowerCase(), target.port)).filter((key) =>
      isForServer(key, target),
    );
    const socket = await openSocket(target.host, target.port, limit.signal, options.permit);
    phase = 'handshake';
    const ssh = await connectSsh(socket, target, {
      onRecord,
      keepalive: keepaliveMs,
      signal: limit.signal,
      ask,
      onLogin: () => {
        phase = 'login';
        restart(loginTimeoutMs);
      },
      onReady: () => {
        phase = 'sftp';
        restart(connectTimeoutMs);
      },
    });
    const giveUp = (): void => {
      ssh.onLost(limit.signal.reason as DialdeskError);
    };
    limit.signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await startSftp(ssh, target, replyTimeoutMs);
    } catch (error) {
      ssh.close();
      throw withSaid(error, ssh.said());
    } finally {
      limit.signal.removeEventListener('abort', giveUp);
    }
  } finally {
    over.abort();
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', cancel);
  }
}
