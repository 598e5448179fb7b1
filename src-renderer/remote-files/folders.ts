import { chosenFrom } from '../../src-main/contract/connections.ts';
import type { App } from '../app/app.ts';
import { outliving } from '../app/outliving.svelte.ts';
import { ServerAccess } from '../app/server-access.svelte.ts';
import { Folder } from './folder.svelte.ts';

/** The folder one was in on each server, kept while other screens are looked at. */
export class Folders {
  readonly #app: App;
  readonly #folders = new Map<string, Folder>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Of a server of the call centre that the connection leads to now: one of the same ID elsewhere has other folders. */
  of(connectionId: string, serverId: string): Folder {
    const connection = this.#app.session.connections.find(({ id }) => id === connectionId);
    const from = connection === undefined ? { connectionId } : chosenFrom(connection);
    const key = JSON.stringify([from, serverId]);
    const { withAccess } = this.#app.keep(ServerAccess);
    const folder =
      this.#folders.get(key) ??
      outliving(() => new Folder(this.#app.client, withAccess, { ...from, serverId }));
    this.#folders.set(key, folder);
    return folder;
  }
}
