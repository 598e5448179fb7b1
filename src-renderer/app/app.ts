import { createContext } from 'svelte';
import type { Client } from '../../src-main/contract/derive.ts';
import type { Navigation } from './navigation.svelte.ts';
import { outliving } from './outliving.svelte.ts';
import type { Session } from './session.svelte.ts';

/** What every screen works with, from the context: `const app = getApp()`. */
export class App {
  readonly client: Client;
  readonly session: Session;
  readonly navigation: Navigation;
  readonly #kept = new Map<unknown, object>();

  constructor(client: Client, session: Session, navigation: Navigation) {
    this.client = client;
    this.session = session;
    this.navigation = navigation;
  }

  /**
   * The one instance of a screen's state class. It is made at the first call and outlives the screen's
   * components, so that a half-filled wizard is still there after a look at another screen.
   */
  keep<State extends object>(StateClass: new (app: App) => State): State {
    const found = (this.#kept.get(StateClass) as State | undefined) ?? outliving(() => new StateClass(this));
    this.#kept.set(StateClass, found);
    return found;
  }
}

export const [getApp, setApp] = createContext<App>();
