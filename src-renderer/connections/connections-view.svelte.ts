import type { Connection } from '../../src-main/contract/connections.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { App } from '../app/app.ts';
import { announceRemoved } from '../app/announce-removed.ts';
import { confirm } from '../ui/confirm.svelte.ts';
import { toasts } from '../ui/toasts.svelte.ts';
import { ConnectionEditor } from './connection-editor.svelte.ts';

/** The connections screen: the list, or one connection being edited. */
export class ConnectionsView {
  readonly #app: App;
  #editor: ConnectionEditor | undefined = $state.raw();

  constructor(app: App) {
    this.#app = app;
    app.navigation.guard(() => this.#mayLeave());
    app.navigation.watch(() => this.#editor?.dirty ?? false);
  }

  /** The connection being edited; undefined while the list is shown. */
  get editor(): ConnectionEditor | undefined {
    return this.#editor;
  }

  create(): void {
    this.#editor = new ConnectionEditor(this.#app.client);
  }

  edit(connection: Connection): void {
    this.#editor = new ConnectionEditor(this.#app.client, connection);
  }

  /** Back to the list, after asking when something would be lost. */
  async close(): Promise<void> {
    if (await this.#mayLeave()) this.#editor = undefined;
  }

  /** Back to the list without asking: the guards have agreed already. */
  showList(): void {
    this.#editor = undefined;
  }

  /** Saves what is edited and goes back to the list. @returns false when something is to be corrected */
  async save(): Promise<boolean> {
    const editor = this.#editor;
    const saved = await editor?.save();
    if (editor === undefined || saved === undefined) return false;
    this.#editor = undefined;
    await this.#app.session.refresh();
    toasts.show({ tone: 'ok', text: m.connections_saved({ name: saved.name }) });
    return true;
  }

  async duplicate(connection: Connection): Promise<void> {
    const copy = await this.#app.client.connections.duplicate({
      id: connection.id,
      name: m.connections_copy_name({ name: connection.name }).slice(0, 60),
    });
    await this.#app.session.refresh();
    this.edit(copy);
  }

  /** Deletes after saying what is lost. */
  async remove(connection: Connection): Promise<void> {
    const agreed = await confirm({
      title: m.connections_delete_title({ name: connection.name }),
      text: connection.demo ? m.connections_delete_demo_text() : m.connections_delete_text(),
      action: m.connections_delete_action(),
      danger: true,
    });
    if (!agreed) return;
    const done = await this.#app.client.connections.remove({ id: connection.id });
    await this.#app.session.refresh();
    announceRemoved(done, m.connections_deleted({ name: connection.name }));
  }

  async #mayLeave(): Promise<boolean> {
    if (!this.#editor?.dirty) return true;
    return confirm({
      title: m.common_unsaved_title(),
      text: m.common_unsaved_text(),
      action: m.common_discard(),
      stay: m.common_keep_editing(),
      danger: true,
    });
  }
}
