import { DialdeskError } from '../contract/errors.ts';
import type { TemporaryNames } from '../contract/server-reach.ts';
import { lookFor } from './look.ts';
import { joinRemote } from './remote-path.ts';
import type { SftpSession } from './session.ts';
import { Open } from './wire/codes.ts';

/**
 * The file that the write check makes: named as uploads are, for a server may take no other names. Always the same, so
 * that where deleting is forbidden only one is left.
 */
const probeNames: Readonly<Record<TemporaryNames, string>> = {
  hidden: '.dialdesk-probe',
  part: 'dialdesk-probe.part',
  filepart: 'dialdesk-probe.filepart',
  tmp: 'dialdesk-probe.tmp',
  // No ending that a watcher could take for a call list.
  direct: 'dialdesk-probe',
};

/**
 * Tries whether files can be made in a folder, by making an empty one and deleting it. Null if so, else why
 * not (no_such_path, permission_denied, disk_full, sftp_failed); with details.request 'remove' and details.left,
 * the probe's path, where it could be made and not deleted. Rejects only when the connection fails.
 */
export async function whyNotWritable(session: SftpSession, folder: string): Promise<DialdeskError | null> {
  const { requests } = session;
  const probe = joinRemote(folder, probeNames[session.target.names ?? 'hidden']);
  try {
    const handle = await requests.open(probe, Open.write | Open.create);
    // Made is made, whatever the server says to the end of it.
    await requests.close(handle).catch((error: unknown) => {
      if (requests.dispatcher.failure) throw error;
    });
  } catch (error) {
    if (requests.dispatcher.failure || !(error instanceof DialdeskError)) throw error;
    return error;
  }
  try {
    await requests.remove(probe);
    return null;
  } catch (error) {
    if (requests.dispatcher.failure || !(error instanceof DialdeskError)) throw error;
    // Somebody else's check of the same folder was faster.
    if (error.code === 'no_such_path') return null;
    // Or it is gone although the server says that it failed.
    if ((await lookFor(session, probe)) === null) return null;
    return error.withDetails({ left: probe });
  }
}
