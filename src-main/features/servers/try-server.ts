import { detailsOf, type LoginReason } from '../../contract/error-details.ts';
import { DialdeskError, type ErrorCode } from '../../contract/errors.ts';
import type { ServerState } from '../../contract/server-state.ts';
import { freeSpace } from '../../sftp/files.ts';
import { whyNotWritable } from '../../sftp/write-check.ts';
import { lookFor } from '../../sftp/look.ts';
import type { SftpSession } from '../../sftp/session.ts';

/** Where a server is tried, for showing. */
type Tried = NonNullable<ServerState['tried']>;

/** Errors that come before anything answers as an SSH server. */
const unreached: readonly ErrorCode[] = [
  'name_not_resolved',
  'connection_refused',
  'timed_out',
  'unreachable',
];
/** Errors of a login that was tried. */
const refused: readonly ErrorCode[] = ['login_refused'];
/** Reasons for which it was not even tried. */
const untried: readonly LoginReason[] = ['agent_unreachable', 'wrong_passphrase', 'bad_key'];

const unknown = { reachable: null, login: null, writable: null, free: null, weak: [] } as const;

/** The state of a server that cannot even be tried: the call centre leaves out how to reach it. */
export function untriable(error: DialdeskError, at: number): ServerState {
  return { ...unknown, weak: [], at, tried: null, error: error.toShape() };
}

/**
 * Tries a server as far as it goes: reaching it, logging in, and making a file in the default path.
 *
 * @param open opens the session that is tried, and closes nothing
 * @throws DialdeskError `cancelled`, and what is no DialdeskError; all else is the state
 */
export async function tryServer(
  open: () => Promise<SftpSession>,
  tried: Tried,
  now: () => number,
): Promise<ServerState> {
  let session: SftpSession;
  try {
    session = await open();
  } catch (error) {
    if (!(error instanceof DialdeskError) || error.code === 'cancelled') throw error;
    const { code } = error;
    const answered =
      code.startsWith('host_key') || ['ssh_failed', 'password_needed', 'connection_lost'].includes(code);
    const { phase = 'connect' } = detailsOf(error, 'timed_out');
    const unheard = unreached.includes(code) && phase === 'connect';
    const { reason } = detailsOf(error, 'login_refused');
    // A key that cannot be read, or an agent that is not there, has nothing to do with the server.
    const judged = refused.includes(code) && (reason === undefined || !untried.includes(reason));
    const answering = answered || judged || phase !== 'connect' || (reason && reason !== 'agent_unreachable');
    return {
      ...unknown,
      weak: [],
      at: now(),
      tried,
      reachable: unheard ? false : answering ? true : null,
      login: judged ? false : null,
      error: error.toShape(),
    };
  }
  const reached = { at: now(), tried, reachable: true, login: true, weak: [...session.weak] };
  try {
    const folder = await lookFor(session, tried.path);
    const problem =
      folder === null
        ? new DialdeskError('no_such_path', `${tried.path} is not there`, { details: { path: tried.path } })
        : await whyNotWritable(session, tried.path);
    const space = folder && (await freeSpace(session, tried.path));
    return {
      ...reached,
      at: now(),
      writable: problem === null,
      free: space?.available ?? null,
      error: problem?.toShape() ?? null,
    };
  } catch (error) {
    if (!(error instanceof DialdeskError) || error.code === 'cancelled') throw error;
    return { ...reached, at: now(), writable: null, free: null, error: error.toShape() };
  } finally {
    session.close();
  }
}
