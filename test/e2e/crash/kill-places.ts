import { randomInt } from 'node:crypto';
import { existsSync, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { HttpFault, InterfaceName } from '../../../src-main/demo/faults.ts';
import type { CrashJob } from './cargo.ts';
import type { CountingCentre } from './counting-centre.ts';

/** What a place of killing may look at. */
export interface Scene {
  readonly centre: CountingCentre;
  readonly userData: string;
  /** The job that was put in the outbox last. */
  readonly job: CrashJob;
}

/** A moment in a job's life at which the app is killed. */
export interface KillPlace {
  readonly name: string;
  readonly kind: CrashJob['kind'];
  /** Waits for the moment and kills. Gives a function that calls it off. */
  readonly set: (scene: Scene, kill: () => void) => () => void;
}

/** Looks again each millisecond: what it waits for is there for some milliseconds only. */
function whenSeen(seen: () => boolean, act: () => void): () => void {
  const timer = setInterval(() => {
    if (!seen()) return;
    clearInterval(timer);
    act();
  }, 1);
  return () => clearInterval(timer);
}

/** Whether the folder of any job in the outbox holds a file that fits. */
function inOutbox(userData: string, fits: (name: string) => boolean): boolean {
  const outbox = join(userData, 'outbox');
  const names = (folder: string): string[] => {
    try {
      return readdirSync(folder);
    } catch {
      return []; // gone meanwhile, or not made yet
    }
  };
  return names(outbox).some((id) => names(join(outbox, id)).some(fits));
}

const outboxPlace = (name: string, kind: CrashJob['kind'], fits: (file: string) => boolean): KillPlace => ({
  name,
  kind,
  set: ({ userData }, kill) => whenSeen(() => inOutbox(userData, fits), kill),
});

/** Kills as a request arrives; `fault` says what becomes of it. */
const requestPlace = (
  name: string,
  kind: CrashJob['kind'],
  on: InterfaceName,
  fault: HttpFault | undefined,
): KillPlace => ({
  name,
  kind,
  set({ centre }, kill) {
    centre.heard = (asked) => {
      if (asked !== on) return undefined;
      centre.heard = () => undefined;
      kill();
      return fault;
    };
    return () => (centre.heard = () => undefined);
  },
});

/** A change of the database's journal: every save of a job's state is one. */
const journalPlace = (kind: CrashJob['kind']): KillPlace => ({
  name: `a save (${kind})`,
  kind,
  set({ userData, centre, job }, kill) {
    let left = randomInt(1, kind === 'import' ? 12 : 6);
    const watcher = watch(userData, (_event, file) => {
      if (file === 'dialdesk.db-wal' && --left === 0) kill();
    });
    // Several saves may be told as one, and fewer than that may have come.
    const callOff = whenSeen(
      () => centre.count(job) > 0,
      () => setTimeout(kill, 1_000),
    );
    return () => {
      watcher.close();
      callOff();
    };
  },
});

/** Every step of a job, seen from outside: by its files, by the file server, by the call centre. */
export const killPlaces: readonly KillPlace[] = [
  requestPlace('the import is asked for, and not carried out', 'import', 'uploadFileServer', {
    kind: 'reset',
  }),
  requestPlace('the import is carried out, and not answered', 'import', 'uploadFileServer', { kind: 'lost' }),
  {
    name: 'half a file is on the file server',
    kind: 'import',
    set: ({ centre }, kill) =>
      whenSeen(
        () =>
          readdirSync(centre.folder).some(
            (name) =>
              name.startsWith('.') &&
              (statSync(join(centre.folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0,
          ),
        kill,
      ),
  },
  requestPlace('the voice file is stored, and not answered', 'voice-upload', 'ivr/uploadFile', {
    kind: 'lost',
  }),
  outboxPlace('the workbook is half written', 'import', (file) => file.endsWith('.part')),
  journalPlace('import'),
  {
    name: 'the file has its name on the file server',
    kind: 'import',
    set: ({ centre, job }, kill) => whenSeen(() => existsSync(join(centre.folder, `${job.name}.xlsx`)), kill),
  },
  requestPlace('the import is answered', 'import', 'uploadFileServer', undefined),
  outboxPlace('the workbook is written', 'import', (file) => file === 'clean.xlsx'),
  requestPlace('the voice file is asked for, and not stored', 'voice-upload', 'ivr/uploadFile', {
    kind: 'reset',
  }),
  {
    name: 'the login to the file server',
    kind: 'import',
    set: ({ centre }, kill) => {
      const before = centre.demo.counters.sftpLogins;
      return whenSeen(() => centre.demo.counters.sftpLogins > before, kill);
    },
  },
  journalPlace('voice-upload'),
  outboxPlace('the voice file is in the outbox', 'voice-upload', (file) => file === 'voice.wav'),
];
