import { createHash } from 'node:crypto';
import { readDetails } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { TemporaryNames } from '../../contract/server-reach.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { isRefusal, lookOrNull } from '../look.ts';
import { checkNewName } from '../remote-name.ts';
import { splitRemote } from '../remote-path.ts';
import type { SftpSession } from '../session.ts';
import { abortError, isPaused, orAbort, fulfilledWithin, uploadPaused } from './abort.ts';
import { Checkpoints } from './checkpoints.ts';
import { hashLocal } from './compare.ts';
import { openDirect, removeHalf, underName, withUnderName } from './direct.ts';
import type { UnderName } from './direct.ts';
import { removeLeftovers } from './leftovers.ts';
import { localError, openLocalFile } from './local-file.ts';
import type { LocalFile } from './local-file.ts';
import { checkSpace, explainWrite, openPart } from './part-file.ts';
import type { Going, PartFile } from './part-file.ts';
import { ProgressMeter } from './progress.ts';
import { fileExists, publish, withAside } from './publish.ts';
import type { Replaced } from './publish.ts';
import { arrivedAnyhow, publishOutcome } from './publish-outcome.ts';
import type { UploadJob, UploadResult } from './upload-job.ts';
import { isDirect, newState } from './upload-state.ts';
import type { UploadState } from './upload-state.ts';
import { checkContent, checkSize, checkSource } from './verify.ts';
import { chunkFor, windowFor } from './window-size.ts';
import { writeWindowed } from './windowed-writer.ts';

export type { UploadJob, UploadResult } from './upload-job.ts';

/** How long removing a cancelled file may take before it is left to a later attempt, in ms. */
const cleanUpPatience = 3_000;

const isOfThisFile = (state: UploadState, job: UploadJob, local: LocalFile): boolean =>
  state.remotePath === job.remotePath &&
  state.localSize === local.size &&
  state.localModifiedMs === local.modifiedMs;

/** One attempt; see `upload`. */
class Attempt {
  readonly #session: SftpSession;
  readonly #job: UploadJob;
  readonly #local: LocalFile;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #names: TemporaryNames;
  #state: UploadState;
  /** Straight to the name: whether this attempt has opened the file. */
  #opened = false;

  constructor(session: SftpSession, job: UploadJob, local: LocalFile) {
    this.#session = session;
    this.#job = job;
    this.#local = local;
    this.#clock = job.clock ?? systemClock;
    this.#random = job.random ?? Math.random;
    this.#names = session.target.names ?? 'hidden';
    this.#state = newState(job.remotePath, local, this.#names);
  }

  #save(change: Partial<UploadState>): void {
    this.#state = { ...this.#state, ...change };
    this.#job.onState?.(this.#state);
  }

  async run(): Promise<UploadResult> {
    const { resume } = this.#job;
    const fits = resume !== undefined && isOfThisFile(resume, this.#job, this.#local);
    if (fits) {
      this.#state = resume;
      const published = await this.#endPublishing();
      if (published) return published;
    } else if (resume) {
      // Of an older version of the file: in the way, and of no use. What it had moved aside gets its name back.
      await removeLeftovers(this.#session, resume).catch((error: unknown) => {
        if (resume.aside || !isRefusal(this.#session, error)) throw error;
      });
    }
    if (!fits || (resume.names ?? 'hidden') === this.#names) return this.#attempt(fits);
    try {
      return await this.#attempt(true);
    } catch (error) {
      // The setting was changed meanwhile, perhaps because the server refuses the names this began with.
      if (!this.#refusesNames(error)) throw error;
      this.#state = newState(this.#job.remotePath, this.#local, this.#names);
      return this.#attempt(false);
    }
  }

  #refusesNames(error: unknown): boolean {
    // Every refusal has what was asked, whatever its code.
    const { request } = error instanceof DialdeskError ? readDetails('sftp_failed', error.details) : {};
    const named = request === 'open' || request === 'rename' || request === 'posix-rename';
    const open = this.#session.requests.dispatcher.failure === undefined && !this.#job.signal?.aborted;
    return named && open && !this.#state.aside && !isDirect(this.#state);
  }

  async #attempt(fits: boolean): Promise<UploadResult> {
    // Straight to the name, what an earlier attempt left there is judged when it is opened.
    if (!this.#job.replace && !(fits && isDirect(this.#state))) await this.#refuseTaken(fits);
    await this.#checkSpace();
    return this.#transfer(fits);
  }

  /** Ends an upload whose rename had been sent, if looking shows that it was carried out. */
  async #endPublishing(): Promise<UploadResult | undefined> {
    if (this.#state.phase !== 'publishing') return undefined;
    const outcome = await publishOutcome(this.#session, this.#state, this.#local, this.#random);
    if (outcome === 'done') {
      this.#job.onState?.(null);
      const { expectedSha256 } = this.#job;
      return this.#result({ sha256: expectedSha256 ?? null, resumedFrom: this.#local.size, flushed: false });
    }
    if (outcome === 'unknown') {
      // Asked about once, then begun anew: under another name, for this one may have been renamed.
      this.#save({ ...this.#anotherPart(), phase: 'sending', acknowledgedBytes: 0 });
      const { remotePath: path } = this.#state;
      throw new DialdeskError('sftp_failed', 'it cannot be seen whether the file got its name', {
        details: { request: 'rename', reason: 'outcome_unknown', path, text: '' },
      });
    }
    this.#save({ phase: 'sending', aside: false, ...(outcome === 'gone' && { acknowledgedBytes: 0 }) });
    return undefined;
  }

  async #refuseTaken(partLeft: boolean): Promise<void> {
    const there = await lookOrNull(this.#session, this.#state.remotePath);
    if (!there) return;
    if (partLeft) await this.#discard();
    throw fileExists(this.#state.remotePath, there.size, there.modifiedMs);
  }

  async #checkSpace(): Promise<void> {
    const { folder } = splitRemote(this.#state.remotePath);
    await checkSpace(this.#session, folder, this.#local.size - this.#state.acknowledgedBytes);
  }

  async #transfer(resume: boolean): Promise<UploadResult> {
    const { signal } = this.#job;
    let part: PartFile | undefined;
    try {
      // Before the file is made, so that a crash right after leaves no stranger behind.
      this.#save({});
      part = await this.#open({ resume, random: this.#random, signal });
      const { digest, resumedFrom } = await this.#send(part);
      // From here on the handle is closed, whatever happens. Servers use handles again, so that closing it
      // twice could hit another upload of this session.
      const { handle } = part;
      part = undefined;
      const { flushed, taken } = await this.#complete(handle);
      await this.#verify(digest);
      const replaced = await this.#publish(taken);
      this.#job.onState?.(null);
      return this.#result({ sha256: digest ?? null, resumedFrom, flushed, replaced });
    } catch (error) {
      throw await this.#afterFailure(error, part);
    }
  }

  async #open(going: Going & { resume: boolean }): Promise<PartFile> {
    if (!isDirect(this.#state)) {
      const rename = (): UploadState => {
        this.#save({ ...this.#anotherPart(), acknowledgedBytes: 0 });
        return this.#state;
      };
      return openPart(this.#session, this.#state, this.#local, { ...going, rename });
    }
    const part = await openDirect(this.#session, this.#state, this.#local, {
      ...going,
      replace: this.#job.replace,
      onTheirs: () => {
        this.#save({ begun: false, acknowledgedBytes: 0 });
      },
      onOverwrite: () => {
        this.#save({ overwrites: true });
      },
    });
    this.#opened = true;
    this.#save({ begun: true });
    return part;
  }

  async #publish(taken: boolean): Promise<Replaced> {
    if (isDirect(this.#state)) return this.#state.overwrites ? 'in_place' : 'nothing';
    this.#save({ phase: 'publishing' });
    return publish(this.#session, this.#state, {
      replace: this.#job.replace,
      taken,
      arrived: () => arrivedAnyhow(this.#session, this.#state, this.#local, this.#random),
      onAside: () => {
        this.#save({ aside: true });
      },
      onNamed: () => {
        this.#save({ aside: false });
      },
    });
  }

  async #send(part: PartFile): Promise<{ digest: string | undefined; resumedFrom: number }> {
    const { job, local, session } = { job: this.#job, local: this.#local, session: this.#session };
    const hash =
      job.verify === 'sha256' || job.expectedSha256 !== undefined ? createHash('sha256') : undefined;
    if (hash) await hashLocal(local.readAt, part.proven, hash);
    const meter = new ProgressMeter(local.size, part.proven, this.#clock, (progress) => {
      job.onProgress?.(progress);
    });
    const checkpoints = new Checkpoints(part.proven, this.#clock, (acknowledgedBytes) => {
      this.#save({ acknowledgedBytes });
    });
    try {
      await writeWindowed({
        requests: session.requests,
        handle: part.handle,
        readAt: local.readAt,
        from: part.proven,
        to: local.size,
        chunk: chunkFor(session.limits.writeLength),
        window: windowFor(session.roundTripMs),
        signal: job.signal ?? new AbortController().signal,
        pace: job.pace,
        ...(hash && { onSend: (data: Buffer) => hash.update(data) }),
        onAcknowledged: (position) => {
          checkpoints.at(position);
          meter.at(position);
        },
      });
    } finally {
      checkpoints.flush();
    }
    await local.unchanged();
    return { digest: hash?.digest('hex'), resumedFrom: part.proven };
  }

  /** Flushes, measures and closes the part file, in one round trip; looks once more who has the name. */
  async #complete(handle: Buffer): Promise<{ flushed: boolean; taken: boolean }> {
    const { requests } = this.#session;
    const offered = requests.offers('fsync@openssh.com');
    const session = this.#session;
    // Both are optional. Only a full disk that shows now is a failure of the upload.
    const optional = (error: unknown): undefined => {
      if (!isRefusal(session, error) || error.code === 'disk_full') throw error;
      return undefined;
    };
    const answers = Promise.all([
      offered ? requests.fsync(handle).then(() => true, optional) : undefined,
      requests.fstat(handle).catch(optional),
      isDirect(this.#state) ? null : lookOrNull(session, this.#state.remotePath),
      requests.close(handle),
    ]);
    const [flushed = false, attributes, there] = await orAbort(answers, this.#job.signal);
    await orAbort(checkSize(session, this.#state, attributes), this.#job.signal);
    if (there && !this.#job.replace) {
      throw fileExists(this.#state.remotePath, there.size, there.modifiedMs);
    }
    return { flushed, taken: there !== null };
  }

  async #verify(digest: string | undefined): Promise<void> {
    if (digest === undefined) return;
    checkSource(this.#job.local, digest, this.#job.expectedSha256);
    if (this.#job.verify !== 'sha256') return;
    const window = windowFor(this.#session.roundTripMs);
    const check = checkContent(this.#session, this.#state, digest, { window, signal: this.#job.signal });
    await orAbort(check, this.#job.signal);
  }

  /** Leaves the server as it should be after a failure, and finds the best name for what went wrong. */
  async #afterFailure(error: unknown, part: PartFile | undefined): Promise<unknown> {
    const { requests } = this.#session;
    // Without a connection all stays as it is, and the state saved last is where the next attempt begins.
    const { failure } = requests.dispatcher;
    if (failure)
      return isDirect(this.#state) ? withUnderName(failure, underName(this.#state, false)) : failure;
    const closing = part ? requests.close(part.handle).catch(() => undefined) : undefined;
    const { signal } = this.#job;
    if (isPaused(signal)) return uploadPaused;
    const better = localError(await explainWrite(this.#session, this.#state, error), this.#job.local);
    const why = signal?.aborted ? abortError(signal) : better;
    if (isDirect(this.#state)) return withUnderName(why, await this.#discardHalf(closing));
    // While the old file is without its name, the record of where it lies must not go.
    if (this.#state.aside) {
      await fulfilledWithin(Promise.all([closing]), cleanUpPatience);
      return signal?.aborted ? why : withAside(better, this.#state);
    }
    await fulfilledWithin(Promise.all([closing, this.#discard()]), cleanUpPatience);
    return why;
  }

  /** Removes what lies half under the final name. Says what is left there, as far as that is known in time. */
  async #discardHalf(closing: Promise<unknown> | undefined): Promise<UnderName | undefined> {
    if (!this.#state.begun) {
      this.#job.onState?.(null);
      return undefined;
    }
    let removed = false;
    const removal = (async () => {
      await closing;
      removed = await removeHalf(this.#session, this.#state, this.#opened);
      if (removed) this.#job.onState?.(null);
    })();
    await fulfilledWithin(removal, cleanUpPatience);
    return underName(this.#state, removed);
  }

  /** Removes the part file; once that is certain, there is nothing left to go on with. */
  async #discard(): Promise<void> {
    try {
      await this.#session.requests.remove(this.#state.partPath);
    } catch (error) {
      if (!(error instanceof DialdeskError && error.code === 'no_such_path')) throw error;
    }
    this.#job.onState?.(null);
  }

  /** Names for the same upload under which nothing lies yet. */
  #anotherPart(): Pick<UploadState, 'partPath'> {
    const { partPath } = newState(this.#job.remotePath, this.#local, this.#state.names ?? 'hidden');
    return { partPath };
  }

  #result(
    found: Pick<UploadResult, 'sha256' | 'resumedFrom' | 'flushed'> & { replaced?: Replaced },
  ): UploadResult {
    const { size } = this.#local;
    const { remotePath: path } = this.#state;
    return { path, size, sentBytes: size - found.resumedFrom, replaced: 'nothing', ...found };
  }
}

/**
 * Puts a local file on the server: under a temporary name in the same folder, flushed, verified, and only then
 * renamed, so that half of it never appears under its final name. Safe to call again after any failure with
 * what `onState` got last; it goes on from what is proved to be there.
 *
 * Rejects with file_exists, no_such_path, permission_denied, disk_full, sftp_failed; verify_failed; file_changed
 * and local_disk for the local file; cancelled; connection_lost and timed_out, after which a new session and
 * another call go on.
 */
export async function upload(session: SftpSession, job: UploadJob): Promise<UploadResult> {
  checkNewName(splitRemote(job.remotePath).name);
  const local = await openLocalFile(job.local);
  try {
    return await new Attempt(session, job, local).run();
  } finally {
    await local.close();
  }
}
