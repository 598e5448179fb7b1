import type { ClientDeps } from './aicc/client.ts';
import type { RequestLog } from './aicc/request-log.ts';
import type { AppState } from './contract/app.ts';
import type { Pushes } from './contract/derive.ts';
import type { ImportResult } from './contract/import-results.ts';
import type { Job } from './contract/jobs.ts';
import type { Desktop } from './features/app/desktop.ts';
import type { Policy } from './features/app/policy.ts';
import type { DemoService } from './features/connections/demo-service.ts';
import type { Playbacks } from './features/voice/playbacks.ts';
import type { Clock } from './platform/clock.ts';
import type { Vault } from './secrets/vault.ts';
import type { Store } from './store/store.ts';

/** What Dialdesk runs in: the desktop, or a test. */
export interface ComposeDeps {
  /** Open already; closed by `close`. */
  readonly store: Store;
  readonly dataFolder: string;
  readonly vault: Vault;
  readonly policy: Policy;
  readonly desktop: Desktop;
  readonly push: Pushes;
  readonly clock: Clock;
  readonly appState: () => AppState;
  /** Makes the app look and speak as this state says, and notifies the window. */
  readonly apply: (state: AppState) => void;
  /** How requests reach the systems, and are logged. */
  readonly network: (log: RequestLog) => ClientDeps;
  /** Where the system's SSH agent listens; the environment's, if left out. */
  readonly agent?: () => string | null;
  readonly fileLog: RequestLog;
  readonly logError: (message: string, error: unknown) => void;
  readonly openLogs: () => Promise<void>;
  readonly packaged: boolean;
  readonly demo: Pick<DemoService, 'start' | 'remove' | 'hints'>;
  readonly playbacks: Playbacks;
  /** What share of all transfers is through, 0 to 1, or null when none is under way. */
  readonly showProgress: (share: number | null) => void;
  readonly importEnded: (job: Job, result: ImportResult) => void;
  /** The samples that come with Dialdesk. */
  readonly samples: Readonly<Record<'call-list' | 'voice', string>>;
  /** Where the built workers are; left out, they run from their sources. */
  readonly workers?: {
    readonly callLists: URL;
    readonly pages: URL;
    readonly voice: URL;
    readonly seal: URL;
  };
}
