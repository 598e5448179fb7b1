import type { FileToken } from '../../src-main/contract/app.ts';
import { detailsOf } from '../../src-main/contract/error-details.ts';
import type { RemoteEntry } from '../../src-main/contract/remote-files.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { App } from '../app/app.ts';
import { errorWords } from '../app/error-words.ts';
import { attempt } from '../app/failures.ts';
import { formatCount } from '../app/format.ts';
import { ServerAccess } from '../app/server-access.svelte.ts';
import { say } from '../ui/announcer.svelte.ts';
import { confirm } from '../ui/confirm.svelte.ts';
import { toasts } from '../ui/toasts.svelte.ts';
import type { FileActions } from './file-grid-keys.ts';
import { isFile, isFolder } from './folder-order.ts';
import type { Folder } from './folder.svelte.ts';
import { sortPlan, type SortedPlan } from './upload-plan.ts';

/** A dialog that asks for a name. */
export type NameQuestion =
  { readonly kind: 'new-folder' } | { readonly kind: 'rename'; readonly entry: RemoteEntry };

type Answer = 'replace' | 'skip' | 'cancel';

/** How many names a question lists before the rest is only counted. */
const namesListed = 5;

/** What the supervisor does in a folder: asks what must be asked first, and reports how it went. */
export class FileOperations implements FileActions {
  readonly #app: App;
  readonly #folder: () => Folder;
  #naming = $state.raw<NameQuestion | null>(null);
  #plan = $state.raw<SortedPlan | null>(null);
  #answered: ((answer: Answer) => void) | null = null;

  constructor(app: App, folder: () => Folder) {
    this.#app = app;
    this.#folder = folder;
  }

  /** The name that is being asked for. */
  get naming(): NameQuestion | null {
    return this.#naming;
  }
  /** Files to be sent that something stands in the way of. */
  get plan(): SortedPlan | null {
    return this.#plan;
  }
  /** Of what is chosen: what can be fetched. */
  get fetchable(): readonly RemoteEntry[] {
    return this.#folder().selection.chosen.filter((entry) => isFile(entry) && entry.usable);
  }
  get renamable(): RemoteEntry | undefined {
    const { chosen } = this.#folder().selection;
    return chosen.length === 1 && chosen[0]?.usable ? chosen[0] : undefined;
  }
  get removable(): readonly RemoteEntry[] {
    return this.#folder().selection.chosen.filter(({ usable }) => usable);
  }

  open = (entry: RemoteEntry): void => {
    const folder = this.#folder();
    if (isFolder(entry)) void folder.enter(entry);
    else if (isFile(entry) && entry.usable) void this.#fetch([entry]);
  };

  newFolder = (): void => {
    this.#naming = { kind: 'new-folder' };
  };
  rename = (): void => {
    if (this.renamable) this.#naming = { kind: 'rename', entry: this.renamable };
  };
  /** @throws as the call; the dialog shows it */
  async giveName(name: string): Promise<void> {
    const { naming } = this;
    if (naming?.kind === 'new-folder') await this.#folder().makeFolder(name);
    else if (naming) await this.#folder().rename(naming.entry, name);
  }
  stopNaming = (): void => {
    this.#naming = null;
  };

  download = (): void => {
    if (this.fetchable.length > 0) void this.#fetch(this.fetchable);
  };

  remove = (): void => {
    const entries = this.removable;
    if (entries.length > 0) void this.#remove(entries);
  };

  async pick(): Promise<void> {
    await attempt(async () => {
      const files = await this.#app.client.files.pick({ purpose: 'upload' });
      if (files.length > 0) await this.#send(files);
    });
  }

  async upload(files: readonly FileToken[]): Promise<void> {
    await attempt(() => this.#send(files));
  }

  answer = (answer: Answer): void => {
    this.#plan = null;
    this.#answered?.(answer);
    this.#answered = null;
  };

  async #fetch(entries: readonly RemoteEntry[]): Promise<void> {
    const { place } = this.#folder();
    const names = entries.map(({ name }) => name);
    await attempt(() => this.#app.client.transfers.download({ place, names }));
  }

  async #send(files: readonly FileToken[]): Promise<void> {
    const { place } = this.#folder();
    const { withAccess } = this.#app.keep(ServerAccess);
    const { transfers } = this.#app.client;
    const tokens = files.map(({ token }) => token);
    const plan = sortPlan(await withAccess(() => transfers.planUpload({ place, tokens })));
    let replace = false;
    if (plan.taken.length > 0 || plan.blocked.length > 0) {
      const answer = await this.#ask(plan);
      if (answer === 'cancel') return;
      replace = answer === 'replace';
    }
    const orders = [
      ...plan.free.map(({ token }) => ({ token, replace: false })),
      ...(replace ? plan.taken.map(({ token }) => ({ token, replace: true })) : []),
    ];
    if (orders.length > 0) await transfers.upload({ place, files: orders });
  }

  #ask(plan: SortedPlan): Promise<Answer> {
    this.answer('cancel');
    this.#plan = plan;
    return new Promise((resolve) => (this.#answered = resolve));
  }

  async #remove(entries: readonly RemoteEntry[]): Promise<void> {
    const count = entries.length;
    const countText = formatCount(count);
    const listed = entries.slice(0, namesListed).map(({ shown }) => shown);
    const rest = count - listed.length;
    const names =
      rest > 0
        ? m.files_delete_names({ names: listed.join(', '), rest: formatCount(rest) })
        : listed.join(', ');
    const sure = await confirm({
      title: m.files_delete_title({ count, countText }),
      text: m.files_delete_text({ names }),
      action: m.files_delete_action(),
      danger: true,
    });
    if (!sure) return;
    await attempt(async () => {
      const { deleted, failed } = await this.#folder().delete(entries);
      if (failed.length === 0) {
        say(m.files_deleted({ count: deleted, countText: formatCount(deleted) }));
        return;
      }
      toasts.show({
        tone: 'danger',
        title: m.files_delete_failed({ count: failed.length, countText: formatCount(failed.length) }),
        text: failed
          .slice(0, namesListed)
          .map(({ shown, error }) =>
            detailsOf(error, 'conflict').reason === 'not_empty'
              ? m.files_delete_not_empty({ name: shown })
              : `${shown}: ${errorWords(error).title}`,
          )
          .join('; '),
      });
    });
  }
}
