import type { Handlers } from '../../contract/derive.ts';
import { connectionSetting } from '../../store/app-settings.ts';
import type { Store } from '../../store/store.ts';
import { backupHandlers, type BackupDeps } from './backup-handlers.ts';
import { Sealer } from './seal.ts';

/** Settings exported to a file and imported from one. */
export function openBackup(
  deps: Pick<BackupDeps, 'vault' | 'desktop' | 'policy' | 'restored'> & {
    readonly store: Store;
    /** The bundled worker that encrypts; omitted where sources run unbuilt. */
    readonly worker: URL | undefined;
  },
): { readonly handlers: Pick<Handlers, 'backup'> } {
  const { store } = deps;
  const backup = backupHandlers({
    ...deps,
    sealer: new Sealer(deps.worker),
    now: Date.now,
    async restored(ids) {
      const used = store.settings.get(connectionSetting) ?? store.connections.list()[0]?.id ?? null;
      store.settings.set(connectionSetting, used);
      await deps.restored(ids);
    },
  });
  return { handlers: { backup } };
}
