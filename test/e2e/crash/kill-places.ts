import { randomInt } from 'node:crypto';
import { existsSync, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { InterfaceName } from '../../../src-main/contract/result-codes.ts';
import type { HttpFault } from '../../../src-main/demo/faults.ts';
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
  /** How many reservations the job is to change. */
  readonly rows?: number;
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

/** Of the kinds that are killed here. */
const requests: Readonly<Partial<Record<CrashJob['kind'], InterfaceName>>> = {
  import: 'uploadFileServer',
  'voice-upload': 'ivr/uploadFile',
  'reservation-change': 'appoint/update',
};

/** Kills as a request arrives, or the one of that number; `fault` says what becomes of it. */
const requestPlace = (
  name: string,
  kind: CrashJob['kind'],
  fault: HttpFault | undefined,
  { rows = 1, at = 1 }: { readonly rows?: number; readonly at?: number } = {},
): KillPlace => ({
  name,
  kind,
  rows,
  set({ centre }, kill) {
    let left = at;
    centre.heard = (asked) => {
      if (asked !== requests[kind] || --left > 0) return undefined;
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
    let left = randomInt(1, kind === 'voice-upload' ? 6 : 12);
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

const lost: HttpFault = { kind: 'lost' };
const reset: HttpFault = { kind: 'reset' };

/** Every step of a job, seen from outside: by its files, by the file server, by the call centre. */
export const killPlaces: readonly KillPlace[] = [
  requestPlace('the import is asked for, and not carried out', 'import', reset),
  requestPlace('the change is carried out, and not answered', 'reservation-change', lost),
  requestPlace('the import is carried out, and not answered', 'import', lost),
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
  requestPlace('the voice file is stored, and not answered', 'voice-upload', lost),
  requestPlace('the third of many changes is carried out, and not answered', 'reservation-change', lost, {
    rows: 6,
    at: 3,
  }),
  outboxPlace('the workbook is half written', 'import', (file) => file.endsWith('.part')),
  requestPlace('the change is asked for, and not carried out', 'reservation-change', reset),
  journalPlace('import'),
  {
    name: 'the file has its name on the file server',
    kind: 'import',
    set: ({ centre, job }, kill) => whenSeen(() => existsSync(join(centre.folder, `${job.name}.xlsx`)), kill),
  },
  requestPlace('the import is answered', 'import', undefined),
  outboxPlace('the workbook is written', 'import', (file) => file === 'clean.xlsx'),
  requestPlace('the voice file is asked for, and not stored', 'voice-upload', reset),
  journalPlace('reservation-change'),
  {
    name: 'the login to the file server',
    kind: 'import',
    set: ({ centre }, kill) => {
      const before = centre.demo.counters.sftpLogins;
      return whenSeen(() => centre.demo.counters.sftpLogins > before, kill);
    },
  },
  requestPlace('the second of many changes is answered', 'reservation-change', undefined, { rows: 4, at: 2 }),
  journalPlace('voice-upload'),
  outboxPlace('the voice file is in the outbox', 'voice-upload', (file) => file === 'voice.wav'),
  requestPlace('the change is answered', 'reservation-change', undefined),
];
