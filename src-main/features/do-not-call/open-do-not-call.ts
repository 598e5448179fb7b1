import { join } from 'node:path';
import type { ReadWatch } from '../../call-list/do-not-call/read-do-not-call.ts';
import { ListKeeper } from '../../call-list/known/list-keeper.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Store } from '../../store/store.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { NumberKey } from '../memory/number-key.ts';
import { ListLibrary } from './list-library.ts';

export interface OpenDoNotCall {
  readonly library: ListLibrary;
  readonly handlers: Pick<Handlers, 'doNotCallLists'>;
}

/** In the data folder. */
const folderName = 'do-not-call';

/** Do-not-call lists that are kept, and what the window asks of them. */
export function openDoNotCall(deps: {
  readonly store: Pick<Store, 'settings'>;
  readonly dataFolder: string;
  /** The key of all fingerprints: it is made once. */
  readonly key: NumberKey;
  readonly tokens: FileTokens;
  readonly push: Pick<Pushes, 'doNotCallLists'>;
  readonly clock: Clock;
  /** The bundled workers; left out where sources run unbuilt. */
  readonly workers?: { readonly callLists: URL } | undefined;
}): OpenDoNotCall {
  const { tokens, push } = deps;
  const library = new ListLibrary({
    folder: join(deps.dataFolder, folderName),
    key: deps.key,
    settings: deps.store.settings,
    keeper: new ListKeeper(deps.workers?.callLists),
    now: deps.clock.now,
    changed: () => push.doNotCallLists.changed({}),
  });
  /** By the token of the file that is read. */
  const running = new Map<string, AbortController>();
  async function reading<T>(token: string, read: (path: string, watch: ReadWatch) => Promise<T>): Promise<T> {
    if (running.has(token)) throw new DialdeskError('conflict', 'this file is being read');
    const stop = new AbortController();
    running.set(token, stop);
    try {
      return await read(tokens.path(token), {
        signal: stop.signal,
        onProgress: (progress) => push.doNotCallLists.progress({ token, progress }),
      });
    } finally {
      running.delete(token);
    }
  }
  return {
    library,
    handlers: {
      doNotCallLists: {
        state: () => library.state(),
        add: ({ token, name }) => reading(token, (path, watch) => library.add(path, name, watch)),
        refresh: ({ id, token }) => reading(token, (path, watch) => library.refresh(id, path, watch)),
        cancel: ({ token }) => running.get(token)?.abort(),
        rename: ({ id, name }) => library.rename(id, name),
        apply: ({ id, applied }) => library.apply(id, applied),
        remove: ({ id }) => library.remove(id),
        oldAfter: ({ days }) => library.oldAfter(days),
      },
    },
  };
}
