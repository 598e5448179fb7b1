import { readFile } from 'node:fs/promises';
import { writeWhole } from '../platform/atomic-file.ts';
import type { DemoState, DialState, FileServer, ImportTask, Reservation, VoiceFile } from './records.ts';

/** What differs from the seeded records, as it is kept. */
interface KeptRecords {
  readonly seed: number;
  /** The port of the demo's own SFTP server at that time: registrations of it move to the new one. */
  readonly sftpPort: number;
  readonly servers: readonly FileServer[];
  readonly imports: readonly ImportTask[];
  readonly voiceFiles: readonly VoiceFile[];
  /** Reservations that were created or modified; null for those cancelled. */
  readonly reservations: Readonly<Record<string, Reservation | null>>;
  /** The state of campaigns that were paused or resumed; files of earlier versions have none. */
  readonly campaigns?: Readonly<Record<string, string>>;
  /** How far the numbers of imports were dialled; files of earlier versions have none. */
  readonly dialled?: Readonly<Record<string, DialState>>;
}

/**
 * Keeps the records that were changed in a file, so that an application that restarts its demo system finds its
 * imports and reservations again. The numbers that campaigns have are not kept: repeats are counted anew.
 */
export class RecordsFile {
  readonly #path: string;
  readonly #seed: number;
  readonly #sftpPort: number;
  readonly #state: DemoState;
  /** The writing that goes on, and one more after it if something has changed meanwhile. */
  #writing: Promise<void> = Promise.resolve();
  #asked = false;

  constructor(path: string, seed: number, sftpPort: number, state: DemoState) {
    this.#path = path;
    this.#seed = seed;
    this.#sftpPort = sftpPort;
    this.#state = state;
  }

  /** Puts what was kept over the seeded records. A file of another seed, or none that can be read, is left out. */
  async load(): Promise<void> {
    const kept = await readFile(this.#path, 'utf8')
      .then((text) => JSON.parse(text) as KeptRecords | null)
      .catch(() => null);
    if (kept?.seed !== this.#seed) return;
    const { servers, imports, reservations, voiceFiles, touched } = this.#state;
    servers.clear();
    for (const server of kept.servers) {
      if (server.port === String(kept.sftpPort)) server.port = String(this.#sftpPort);
      servers.set(server.serverId, server);
    }
    imports.push(...kept.imports);
    voiceFiles.push(...kept.voiceFiles);
    for (const [id, status] of Object.entries(kept.campaigns ?? {})) {
      const campaign = this.#state.campaigns.get(id);
      if (!campaign) continue;
      campaign.status = status;
      this.#state.controlled.add(id);
    }
    for (const [id, dialled] of Object.entries(kept.dialled ?? {})) {
      this.#state.loaded.add(id);
      this.#state.dialled.set(id, dialled);
    }
    for (const [appointId, reservation] of Object.entries(kept.reservations)) {
      touched.add(appointId);
      if (reservation) reservations.set(appointId, reservation);
      else reservations.delete(appointId);
    }
  }

  /** Writes soon; many changes at once make one writing. */
  save(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#writing = this.#writing.then(() => this.#write());
    // A disk that is full must not end the demo system: it goes on in memory.
    this.#writing = this.#writing.catch(() => undefined);
  }

  /** Resolves when all that was asked for is written. */
  async written(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    this.#asked = false;
    const { servers, imports, voiceFiles, reservations, touched, campaigns, controlled, dialled, loaded } =
      this.#state;
    const kept: KeptRecords = {
      seed: this.#seed,
      sftpPort: this.#sftpPort,
      servers: [...servers.values()],
      imports,
      voiceFiles,
      dialled: Object.fromEntries([...dialled].filter(([id]) => loaded.has(id))),
      campaigns: Object.fromEntries([...controlled].map((id) => [id, campaigns.get(id)?.status ?? ''])),
      reservations: Object.fromEntries([...touched].map((id) => [id, reservations.get(id) ?? null])),
    };
    await writeWhole(this.#path, JSON.stringify(kept), { mode: 0o600 });
  }
}
