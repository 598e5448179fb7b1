import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { callCentreOf } from '../../contract/connections.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { VoiceSent } from '../../contract/voice-files.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import { voiceManifest } from './job/voice-manifest.ts';
import type { VoiceUploadMemory, VoiceUploadPayload } from './job/voice-upload-payload.ts';
import type { StoredConnection } from '../../store/connections.ts';
import type { AudioEngine } from '../../audio/audio-engine.ts';
import { limitsOf } from './voice-limits.ts';

export interface VoiceSenderDeps {
  readonly engine: AudioEngine;
  readonly queue: JobQueue;
  readonly files: JobFiles;
  readonly watchers: Map<string, (sent: number, total: number) => void>;
}

/** What is sent, and for whom. */
export interface VoiceParcel {
  readonly path: string;
  /** The name the supervisor knows it by. */
  readonly name: string;
  readonly connection: StoredConnection;
}

/**
 * Passes ready voice files to the outbox and follows each there, so that the voice screen can show its progress and
 * outcome. One that has to wait stays in the outbox and resumes automatically.
 */
export class VoiceSender {
  readonly #deps: VoiceSenderDeps;
  /** The latest job of each file: sending it again resumes that job instead of sending twice. */
  readonly #jobs = new Map<string, string>();

  constructor(deps: VoiceSenderDeps) {
    this.#deps = deps;
  }

  /**
   * Sends a file once, or leaves it waiting in the outbox.
   * @param key identifies the file and its destination
   * @param onProgress bytes of the request the socket has accepted, and their total
   * @throws DialdeskError `invalid_request` for a file that is not ready, `file_changed` when it changes
   * meanwhile, `local_disk`, `cancelled`, `outcome_unknown`, and what made the job fail
   */
  async send(
    key: string,
    parcel: VoiceParcel,
    signal: AbortSignal,
    onProgress: (sent: number, total: number) => void,
  ): Promise<VoiceSent> {
    const id = await this.#handOver(key, parcel);
    return this.#follow(id, signal, onProgress);
  }

  async #handOver(key: string, { path, name, connection }: VoiceParcel): Promise<string> {
    const { engine, queue, files } = this.#deps;
    const seen = this.#latest(key);
    const limits = limitsOf(connection);
    const inspection = await engine.inspect(path, limits);
    if (!inspection.readable || !inspection.ready) {
      throw new DialdeskError('invalid_request', 'the platform does not take this file', {
        fields: [{ path: 'file', rule: 'not_ready' }],
      });
    }
    const hashes = await engine.hash(path);
    const file = await readFile(path);
    if (createHash('sha256').update(file).digest('hex') !== hashes.sha256) {
      throw new DialdeskError('file_changed', `${name} changes while it is read`);
    }
    const earlier = this.#earlier(key, hashes.sha256);
    if (earlier && ['queued', 'running', 'waiting', 'paused'].includes(earlier.state)) {
      if (earlier.state === 'paused') queue.resume(earlier.id);
      else if (earlier.state === 'waiting') queue.tryNow(earlier.id);
      return earlier.id;
    }
    // it was sent, lost or given up while the file was read: nobody who asked for this has seen that
    if (earlier && attemptOf(earlier) !== attemptOf(seen)) return earlier.id;
    if (earlier?.state === 'failed') return queue.retry(earlier.id).id;
    if (earlier?.state === 'unknown') return queue.decide(earlier.id, { kind: 'send-again' }).id;
    const payload: VoiceUploadPayload = {
      name,
      bytes: file.length,
      seconds: inspection.seconds,
      ...hashes,
      connectionName: connection.settings.name,
      maxBytes: limits.maxBytes,
    };
    const id = randomUUID();
    const connectionId = connection.id;
    const title = name.slice(0, 120);
    try {
      await files.prepare(id);
      await files.writeVoice(id, file);
      await files.writeManifest(id, voiceManifest({ name: title, connectionId, payload, sending: false }));
      queue.add({
        ...{ id, kind: 'voice-upload', name: title, connectionId, payload },
        centre: callCentreOf(connection.settings),
      });
    } catch (error) {
      await files.remove(id).catch(() => undefined);
      throw error;
    }
    this.#jobs.set(key, id);
    return id;
  }

  /** The latest job of a file as it is, where it was for the same content. */
  #earlier(key: string, sha256: string): Job | null {
    const job = this.#latest(key);
    if (job === null) return null;
    return (this.#deps.queue.payload(job.id) as VoiceUploadPayload).sha256 === sha256 ? job : null;
  }

  #latest(key: string): Job | null {
    const id = this.#jobs.get(key);
    if (id === undefined) return null;
    try {
      return this.#deps.queue.get(id);
    } catch {
      // It was removed from the outbox.
      return null;
    }
  }

  #follow(
    id: string,
    signal: AbortSignal,
    onProgress: (sent: number, total: number) => void,
  ): Promise<VoiceSent> {
    const { queue, watchers } = this.#deps;
    watchers.set(id, onProgress);
    return new Promise((resolve, reject) => {
      const end = () => {
        leave();
        watchers.delete(id);
        signal.removeEventListener('abort', cancel);
      };
      const look = (job: Job): void => {
        const outcome = this.#outcome(job);
        if (outcome === null) return;
        end();
        if (outcome instanceof DialdeskError) reject(outcome);
        else resolve(outcome);
      };
      const leave = queue.subscribe(({ jobs, removed }) => {
        const job = jobs.find((each) => each.id === id);
        if (job) look(job);
        // another one that waits is in its way: it waits as well
        else if (!removed.includes(id) && jobs.some(({ state }) => state === 'waiting')) look(queue.get(id));
        if (!removed.includes(id)) return;
        end();
        reject(new DialdeskError('cancelled', 'it was removed from the outbox'));
      });
      // A file that was sent at that moment reports so itself.
      const cancel = () => void queue.cancel(id).catch(() => undefined);
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      look(queue.get(id));
    });
  }

  /** The outcome for the voice screen; null while it is under way. */
  #outcome({ id, state, error, connectionId }: Job): VoiceSent | DialdeskError | null {
    switch (state) {
      case 'queued':
        return this.#waitsBehind(connectionId) ? { job: id, upload: null } : null;
      case 'running':
        return null;
      case 'done': {
        const { upload } = this.#deps.queue.memory(id) as VoiceUploadMemory;
        return { job: id, upload };
      }
      case 'waiting':
      case 'paused':
      case 'prepared':
        return { job: id, upload: null };
      case 'cancelled':
        return new DialdeskError('cancelled', 'stopped before it was sent');
      case 'unknown':
      case 'failed':
        return DialdeskError.fromShape(error ?? { code: 'internal', message: 'no reason is known' });
    }
  }

  /** Whether another file waits for this call centre, or for what it takes to reach it: those behind it do not begin. */
  #waitsBehind(connectionId: string | null): boolean {
    const waiting = this.#deps.queue.list({
      states: ['waiting'],
      kinds: ['voice-upload'],
      search: '',
      sort: 'order',
      offset: 0,
      limit: 500,
    });
    return waiting.jobs.some(
      (job) => job.connectionId === connectionId && job.waitingFor?.kind !== 'decision',
    );
  }
}

/** Tells one outcome of one attempt to send from every other. */
function attemptOf(job: Job | null): string {
  return JSON.stringify([job?.state, job?.steps.map(({ startedAt }) => startedAt)]);
}
