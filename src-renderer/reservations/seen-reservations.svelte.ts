import { SvelteMap } from 'svelte/reactivity';
import { callLengthMs } from '../../src-main/contract/reservation-sheet.ts';
import type { Reservation } from '../../src-main/contract/reservations.ts';
import type { Choice } from '../ui/choice.ts';

/** More than anybody looks at; the one seen longest ago goes first. */
const kept = 50_000;

/** Reservations and agents that were listed lately: for an ID that is pasted, and to choose an agent from. */
export class SeenReservations {
  readonly #byId = new Map<string, Reservation>();
  readonly #agents = new SvelteMap<string, string | null>();
  readonly #choices = $derived(
    [...this.#agents]
      .map(([value, name]): Choice<string> => ({ value, label: value, note: name ?? undefined }))
      .sort((a, b) => a.value.localeCompare(b.value, undefined, { numeric: true })),
  );

  get(appointId: string): Reservation | undefined {
    return this.#byId.get(appointId);
  }

  /**
   * Another reservation of the agent that begins less than a call's length before or after a moment; undefined where none
   * was seen, which does not mean that there is none.
   * @param at epoch milliseconds
   * @param except the reservation that is being moved
   */
  near(agent: string, at: number, except: string | null): Reservation | undefined {
    for (const seen of this.#byId.values()) {
      if (seen.agent !== agent || seen.appointTime === null || seen.appointId === except) continue;
      if (Math.abs(seen.appointTime - at) < callLengthMs) return seen;
    }
    return undefined;
  }

  /** Agents to choose from, by their account or number. */
  get agents(): readonly Choice<string>[] {
    return this.#choices;
  }

  note(reservations: readonly Reservation[]): void {
    for (const reservation of reservations) {
      const { appointId, agent, agentName } = reservation;
      if (appointId !== null) {
        this.#byId.delete(appointId);
        this.#byId.set(appointId, reservation);
      }
      if (agent === null) continue;
      const name = agentName ?? this.#agents.get(agent) ?? null;
      if (!this.#agents.has(agent) || this.#agents.get(agent) !== name) this.#agents.set(agent, name);
    }
    for (const oldest of this.#byId.keys()) {
      if (this.#byId.size <= kept) break;
      this.#byId.delete(oldest);
    }
  }

  /** It is no longer as it was seen. */
  forget(appointId: string): void {
    this.#byId.delete(appointId);
  }

  clear(): void {
    this.#byId.clear();
    this.#agents.clear();
  }
}
