import type { AppState } from '../../contract/app.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { Clock } from '../../platform/clock.ts';
import { connectionSetting } from '../../store/app-settings.ts';
import type { Store } from '../../store/store.ts';
import { backupHandlers, type BackupDeps } from './backup-handlers.ts';
import { Sealer } from './seal.ts';

/** Settings exported to a file and imported from one. */
export function openBackup(
  deps: Pick<BackupDeps, 'vault' | 'desktop' | 'policy' | 'restored'> & {
    readonly store: Store;
    readonly clock: Clock;
    /** The bundled workers, of which one encrypts; left out where sources run unbuilt. */
    readonly workers?: { readonly seal: URL } | undefined;
    readonly appState: () => AppState;
    /** Makes the app look and speak as this state says. */
    readonly apply: (state: AppState) => void;
  },
): { readonly handlers: Pick<Handlers, 'backup'> } {
  const { store } = deps;
  const backup = backupHandlers({
    ...deps,
    sealer: new Sealer(deps.workers?.seal),
    now: deps.clock.now,
    async restored(ids) {
      const used = store.settings.get(connectionSetting) ?? store.connections.list()[0]?.id ?? null;
      store.settings.set(connectionSetting, used);
      await deps.restored(ids);
      deps.apply(deps.appState());
    },
  });
  return { handlers: { backup } };
}
