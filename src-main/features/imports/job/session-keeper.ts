import { connectionOf } from '../../../jobs/job-kind.ts';
import type { StepContext } from '../../../jobs/job-kind.ts';
import type { FileServerSession, SftpOpener } from './collaborators.ts';
import type { ImportDestination, ImportMemory, ImportPayload } from './import-payload.ts';

/** One SFTP session per job, shared by its steps and closed when its run ends. */
export class SessionKeeper {
  readonly #sftp: SftpOpener;
  readonly #sessions = new Map<string, FileServerSession>();

  constructor(sftp: SftpOpener) {
    this.#sftp = sftp;
  }

  async session(
    context: StepContext<ImportPayload, ImportMemory>,
    destination: ImportDestination,
  ): Promise<FileServerSession> {
    const { jobId, signal } = context;
    const connectionId = connectionOf(context);
    const kept = this.#sessions.get(jobId);
    if (kept?.open) return kept;
    const { serverId, server } = destination;
    const session = await this.#sftp.open({ ...server, connectionId, serverId }, signal);
    this.#sessions.set(jobId, session);
    return session;
  }

  close(jobId: string): void {
    this.#sessions.get(jobId)?.close();
    this.#sessions.delete(jobId);
  }
}
