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

  of(connectionId: string, serverId: string): Folder {
    const key = JSON.stringify([connectionId, serverId]);
    const { withAccess } = this.#app.keep(ServerAccess);
    const folder =
      this.#folders.get(key) ??
      outliving(() => new Folder(this.#app.client, withAccess, { connectionId, serverId }));
    this.#folders.set(key, folder);
    return folder;
  }
}
