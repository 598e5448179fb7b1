import * as v from 'valibot';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { UpdatePhase, UpdateState } from '../../contract/updates.ts';
import { setting, type SettingsTable } from '../../store/settings.ts';

/** Finds and installs updates: electron-updater in the packaged app. */
export interface Updater {
  /** Whether it can install an update; otherwise the system’s own tools do, and Dialdesk only announces it. */
  readonly installs: boolean;
  /** The newest version, if it is newer than this one. Rejects if the update address cannot be reached. */
  readonly look: () => Promise<string | null>;
  /** Downloads what the last check found, and verifies its signature. `progress` receives percent. */
  readonly download: (progress: (percent: number) => void) => Promise<void>;
  /** Quits Dialdesk, installs the downloaded version, and starts it if `restart`. */
  readonly install: (restart: boolean) => void;
}

export interface UpdateDeps {
  /** Null if there is no update address. */
  readonly updater: Updater | null;
  /** Whether the policy of this machine leaves updates to Dialdesk. */
  readonly allowed: boolean;
  readonly settings: SettingsTable;
  /** Whether a job or a transfer is under way: an update never ends one. */
  readonly busy: () => boolean;
  readonly changed: (state: UpdateState) => void;
  readonly now: () => number;
  /** Calls back once after this many milliseconds; returns a function that cancels it. */
  readonly later: (work: () => void, delay: number) => () => void;
}

const automaticSetting = setting('updates-automatic', v.boolean(), true);
/** Startup belongs to the supervisor’s work. */
const firstLook = 60_000;
const betweenLooks = 6 * 60 * 60_000;

/** Checks for updates, downloads them in the background, and installs them only on quitting or on request. */
export class Updates {
  readonly #deps: UpdateDeps;
  #phase: UpdatePhase;
  #callOff: () => void = () => undefined;

  constructor(deps: UpdateDeps) {
    this.#deps = deps;
    if (deps.updater === null) this.#phase = { kind: 'unsupported' };
    else if (!deps.allowed) this.#phase = { kind: 'managed' };
    else this.#phase = { kind: 'idle', checkedAt: null };
  }

  get state(): UpdateState {
    return { automatic: this.#deps.settings.get(automaticSetting), phase: this.#phase };
  }

  /** Begins automatic checks, unless the user or the policy has turned them off. */
  start(): void {
    this.#plan(firstLook);
  }

  stop(): void {
    this.#callOff();
  }

  setAutomatic(automatic: boolean): UpdateState {
    this.#deps.settings.set(automaticSetting, automatic);
    this.#plan(firstLook);
    this.#deps.changed(this.state);
    return this.state;
  }

  /** Checks now. A failure is a phase, not an error: nobody asked for an automatic check. */
  async look(): Promise<void> {
    const { updater } = this.#deps;
    if (!this.#mayLook() || updater === null) return;
    this.#enter({ kind: 'checking' });
    try {
      const version = await updater.look();
      if (version === null) this.#enter({ kind: 'idle', checkedAt: this.#deps.now() });
      else if (!updater.installs) this.#enter({ kind: 'available', version });
      else {
        this.#enter({ kind: 'downloading', version, percent: 0 });
        await updater.download((percent) =>
          this.#enter({ kind: 'downloading', version, percent: Math.round(percent) }),
        );
        this.#enter({ kind: 'ready', version });
      }
    } catch (error) {
      this.#enter({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
    }
    this.#plan(betweenLooks);
  }

  /**
   * Quits Dialdesk and starts the downloaded version.
   * @throws DialdeskError `conflict` while something is under way, `not_found` when nothing is downloaded
   */
  install(): void {
    if (this.#phase.kind !== 'ready') throw new DialdeskError('not_found', 'no update is ready');
    if (this.#deps.busy()) throw new DialdeskError('conflict', 'jobs are running');
    this.#deps.updater?.install(true);
  }

  /** Called at the very end: installs what is ready, if nothing was under way when quitting began. */
  atTheEnd(wasBusy: boolean): void {
    if (this.#phase.kind === 'ready' && this.state.automatic && !wasBusy) this.#deps.updater?.install(false);
  }

  #mayLook(): boolean {
    return !['unsupported', 'managed', 'checking', 'downloading', 'ready'].includes(this.#phase.kind);
  }

  #plan(delay: number): void {
    this.#callOff();
    if (!this.state.automatic || !this.#mayLook()) return;
    this.#callOff = this.#deps.later(() => void this.look(), delay);
  }

  #enter(phase: UpdatePhase): void {
    this.#phase = phase;
    this.#deps.changed(this.state);
  }
}

/** The calls of the settings screen. */
export function updateHandlers(updates: Updates): Handlers['updates'] {
  return {
    state: () => updates.state,
    setAutomatic: (automatic) => updates.setAutomatic(automatic),
    look: () => updates.look(),
    install: () => updates.install(),
  };
}
