import type { Client } from '../../src-main/contract/derive.ts';
import type { SavedMapping } from '../../src-main/contract/mapping.ts';
import type { MappingDraft } from './mapping-draft.svelte.ts';

/** The mappings that were kept by name. */
export class SavedMappings {
  readonly #client: Pick<Client, 'mappings'>;
  #all = $state.raw<readonly SavedMapping[]>([]);

  constructor(client: Pick<Client, 'mappings'>) {
    this.#client = client;
  }

  get all(): readonly SavedMapping[] {
    return this.#all;
  }

  /** Whether saving under this name replaces one. */
  has(name: string): boolean {
    return this.#all.some((saved) => saved.name.toLowerCase() === name.trim().toLowerCase());
  }

  /** Errors as the call. */
  async load(): Promise<void> {
    this.#all = await this.#client.mappings.list();
  }

  /** Keeps a draft for lists with the headers of this one. Errors as the call. */
  async save(list: string, name: string, draft: MappingDraft): Promise<void> {
    if (draft.mapping === null) return;
    draft.wasSaved(await this.#client.mappings.save({ list, name: name.trim(), mapping: draft.mapping }));
    await this.load();
  }

  /** Errors as the call. */
  async remove({ id }: SavedMapping): Promise<void> {
    await this.#client.mappings.remove({ id });
    await this.load();
  }
}
