import { DialdeskError } from '../../contract/errors.ts';
import type { InterfaceName } from '../../contract/result-codes.ts';
import type { SettingsTable } from '../../store/settings.ts';
import { missingInterfacesSetting } from '../../store/app-settings.ts';

/**
 * Which interfaces a connection's system turned out to lack. This is recorded and kept across restarts until somebody
 * asks again or the connection changes, so that older systems are not asked in vain at every step.
 */
export class MissingInterfaces {
  readonly #settings: SettingsTable;
  /** How often a connection's answers were forgotten: an older answer says nothing about the present system. */
  readonly #forgotten = new Map<string, number>();

  constructor(settings: SettingsTable) {
    this.#settings = settings;
  }

  has(connectionId: string, name: InterfaceName): boolean {
    return this.#settings.get(missingInterfacesSetting)[connectionId]?.includes(name) ?? false;
  }

  /**
   * Asks, unless the system is known to lack the interface.
   * @returns null if it lacks it
   * @throws whatever `ask` throws, except `not_offered`
   */
  async ask<T>(connectionId: string, name: InterfaceName, ask: () => Promise<T>): Promise<T | null> {
    if (this.has(connectionId, name)) return null;
    const at = this.#forgotten.get(connectionId);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DialdeskError) || error.code !== 'not_offered') throw error;
      if (this.#forgotten.get(connectionId) === at) this.note(connectionId, name);
      return null;
    }
  }

  /** Stops asking: somebody knows that the system lacks the interface, whatever it answers. */
  note(connectionId: string, name: InterfaceName): void {
    this.#set(connectionId, [...this.#of(connectionId), name]);
  }

  /** The next `ask` asks again: for one interface, or for all when the connection itself has changed. */
  forget(connectionId: string, name?: InterfaceName): void {
    this.#forgotten.set(connectionId, (this.#forgotten.get(connectionId) ?? 0) + 1);
    this.#set(
      connectionId,
      name === undefined ? [] : this.#of(connectionId).filter((other) => other !== name),
    );
  }

  #of(connectionId: string): readonly InterfaceName[] {
    return this.#settings.get(missingInterfacesSetting)[connectionId] ?? [];
  }

  #set(connectionId: string, names: readonly InterfaceName[]): void {
    const { [connectionId]: before, ...others } = this.#settings.get(missingInterfacesSetting);
    if (before === undefined && names.length === 0) return;
    this.#settings.set(missingInterfacesSetting, {
      ...others,
      ...(names.length > 0 && { [connectionId]: [...new Set(names)] }),
    });
  }
}
