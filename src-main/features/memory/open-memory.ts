import { join } from 'node:path';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AppSecrets } from '../../secrets/vault.ts';
import type { Store } from '../../store/store.ts';
import { NumberKey } from './number-key.ts';
import { NumberMemory } from './number-memory.ts';

export interface OpenMemory {
  readonly numbers: NumberMemory;
  /** The key of all fingerprints, made at its first use. */
  readonly key: NumberKey;
  readonly close: () => void;
  readonly handlers: Pick<Handlers, 'memory'>;
}

/** In the data folder. */
const folderName = 'memory';
const daily = 86_400_000;

/** Who was called: the memory of numbers, what it is asked by the window, and its forgetting. */
export function openMemory(deps: {
  readonly store: Pick<Store, 'settings'>;
  readonly dataFolder: string;
  readonly vault: AppSecrets;
  readonly push: Pick<Pushes, 'memory'>;
  readonly clock: Clock;
  readonly logError: (message: string, error: unknown) => void;
}): OpenMemory {
  const { clock } = deps;
  const key = new NumberKey(deps.vault);
  const numbers = new NumberMemory({
    folder: join(deps.dataFolder, folderName),
    key,
    settings: deps.store.settings,
    now: clock.now,
    logError: deps.logError,
    changed: () => deps.push.memory.changed({}),
  });
  // The app may stay open for weeks.
  let callOff = clock.after(daily, function again() {
    void numbers.prune();
    callOff = clock.after(daily, again);
  });
  return {
    numbers,
    key,
    close: () => callOff(),
    handlers: {
      memory: {
        state: () => numbers.state(),
        keepFor: async ({ days }) => ({ forgotten: await numbers.keepFor(days) }),
        erase: async () => ({ forgotten: await numbers.erase() }),
        eraseNumber: ({ number }) => numbers.eraseNumber(number),
        seen: () => numbers.seen(),
      },
    },
  };
}
