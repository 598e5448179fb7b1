import { startKeyring, type KeyringState } from '../../support/keyring.ts';
import type { CleanUp } from '../app.ts';

/** The environment of a session bus of the test's own; the window still goes to the tests' display. */
export async function keychainEnvironment(cleanUp: CleanUp, state: KeyringState): Promise<NodeJS.ProcessEnv> {
  const session = await startKeyring(state);
  cleanUp.after(() => session.stop());
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const bus = session.env['DBUS_SESSION_BUS_ADDRESS'] ?? 'unix:path=/nonexistent/no-bus';
  // Prompts are shown by the keyring's own processes, which have no display: they fail at once instead of waiting.
  return { ...session.env, DBUS_SESSION_BUS_ADDRESS: bus, DISPLAY, WAYLAND_DISPLAY };
}
