import { DialdeskError } from '../../contract/errors.ts';
import type { InterfaceName } from '../../contract/result-codes.ts';
import type { SettingsTable } from '../../store/settings.ts';
import { missingInterfacesSetting } from '../../store/app-settings.ts';
import { Forgettings } from './forgettings.ts';

/**
 * Which interfaces a connection's system turned out to lack. This is recorded and kept across restarts until somebody
 * asks again or the connection changes, so that older systems are not asked in vain at every step.
 */
export class MissingInterfaces {
  readonly #settings: SettingsTable;
  #missing: Readonly<Record<string, readonly InterfaceName[]>>;
  readonly #forgettings = new Forgettings();

  constructor(settings: SettingsTable) {
    this.#settings = settings;
    this.#missing = settings.get(missingInterfacesSetting);
  }

  has(connectionId: string, name: InterfaceName): boolean {
    return this.#of(connectionId).includes(name);
  }

  /**
   * Asks, unless the system is known to lack the interface.
   * @returns null if it lacks it
   * @throws whatever `ask` throws, except `not_offered`
   */
  async ask<T>(connectionId: string, name: InterfaceName, ask: () => Promise<T>): Promise<T | null> {
    if (this.has(connectionId, name)) return null;
    const holds = this.#forgettings.since(connectionId);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DialdeskError) || error.code !== 'not_offered') throw error;
      if (holds()) this.note(connectionId, name);
      return null;
    }
  }

  /**
   * Asks for what cannot be done without the interface.
   * @throws DialdeskError whatever `ask` throws; `not_offered`, with the interface's name, also where it is known
   */
  async require<T>(connectionId: string, name: InterfaceName, ask: () => Promise<T>): Promise<T> {
    const answer = await this.ask(connectionId, name, async () => ({ value: await ask() }));
    if (answer !== null) return answer.value;
    throw new DialdeskError('not_offered', `the system lacks ${name}`, { details: { interface: name } });
  }

  /** Stops asking: somebody knows that the system lacks the interface, whatever it answers. */
  note(connectionId: string, name: InterfaceName): void {
    this.#set(connectionId, [...this.#of(connectionId), name]);
  }

  /** The next `ask` asks again: for one interface, or for all when the connection itself has changed. */
  forget(connectionId: string, name?: InterfaceName): void {
    this.#forgettings.forget(connectionId);
    this.#set(
      connectionId,
      name === undefined ? [] : this.#of(connectionId).filter((other) => other !== name),
    );
  }

  #of(connectionId: string): readonly InterfaceName[] {
    return this.#missing[connectionId] ?? [];
  }

  #set(connectionId: string, names: readonly InterfaceName[]): void {
    const { [connectionId]: before, ...others } = this.#missing;
    if (before === undefined && names.length === 0) return;
    this.#missing = {
      ...others,
      ...(names.length > 0 && { [connectionId]: [...new Set(names)] }),
    };
    try {
      this.#settings.set(
        missingInterfacesSetting,
        Object.fromEntries(Object.entries(this.#missing).map(([id, lacking]) => [id, [...lacking]])),
      );
    } catch (error) {
      // A full disk: it holds until the next start, and is noticed again then.
      if (!(error instanceof DialdeskError)) throw error;
    }
  }
}
