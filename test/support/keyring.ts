import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { removal } from './temp-folder.ts';

/** A D-Bus session of its own, with or without a keyring, in a temporary home. */
export interface KeyringSession {
  /** For child processes that are to find this session, and nothing of the real home. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/**
 * - `unlocked`: gnome-keyring runs and its login keyring is open.
 * - `locked`: it runs, has a login keyring from an earlier session, and nobody has typed its password.
 * - `none`: no session bus at all, as over SSH.
 */
export type KeyringState = 'unlocked' | 'locked' | 'none';

const unlock = 'printf password | gnome-keyring-daemon --unlock --components=secrets --foreground';
const start = 'gnome-keyring-daemon --start --components=secrets --foreground';

/** Starts a session; stop it in the test's `after`. Needs dbus-run-session and gnome-keyring-daemon. */
export async function startKeyring(state: KeyringState): Promise<KeyringSession> {
  const home = mkdtempSync(join(tmpdir(), 'dialdesk-keyring-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
  };
  // Without a display, nobody can answer a prompt.
  for (const name of ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY']) env[name] = undefined;
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  const removeHome = () => rmSync(home, removal);
  if (state === 'none') {
    return {
      env,
      stop: () => {
        removeHome();
        return Promise.resolve();
      },
    };
  }
  if (state === 'locked') {
    // A first session makes the keyring; a second finds it closed.
    const first = await runDaemon(unlock, env);
    await first.stop();
  }
  const session = await runDaemon(state === 'locked' ? start : unlock, env);
  return {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: session.address },
    stop: async () => {
      await session.stop();
      removeHome();
    },
  };
}

async function runDaemon(
  daemon: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const ready =
    'for i in $(seq 100); do dbus-send --session --print-reply --dest=org.freedesktop.DBus / ' +
    'org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true && break; sleep 0.05; done';
  const script = `(${daemon}) >/dev/null 2>&1 & ${ready}; echo "$DBUS_SESSION_BUS_ADDRESS"; wait`;
  // A process group of its own, so that stopping takes the bus, the daemon and what they started.
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const [address] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('dbus-run-session ended at once'))),
  ])) as unknown[];
  return {
    address: String(address),
    stop: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await exited;
    },
  };
}
