// A display for machines that have none: Xvfb, on a number it picks itself.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Refusal, say } from './say.mjs';

/**
 * Electron ends with a fatal error the moment its display is gone. So the display outlives every signal that ends the
 * apps on it: those of a terminal, of a logout, and of whatever signals all processes at once. The kernel ends it with
 * its owner, however that one ends.
 */
const keptAlive = ['--pdeathsig', 'KILL', 'env', '--block-signal=INT,TERM,HUP'];

/**
 * The environment to start windows in, and how to end what was started for it.
 * @returns {Promise<{ env: Record<string, string>, end: () => void, virtual: boolean }>}
 */
export async function ensureDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return { env: {}, end: () => {}, virtual: false };
  }
  // Without -noreset it starts anew whenever its last window closes, and refuses whoever comes in that moment.
  const options = ['-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset'];
  const child = spawn('setpriv', [...keptAlive, 'Xvfb', '-displayfd', '3', ...options], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    const missing = 'there is no display here, and Xvfb is not installed (Debian: apt-get install xvfb)';
    child.on('error', () => reject(new Refusal(missing)));
    // 127: the command was not found
    child.on('exit', (status) =>
      reject(new Refusal(status === 127 ? missing : `Xvfb ended with status ${status}`)),
    );
    createInterface({ input: child.stdio[3] }).once('line', resolve);
  });
  child.removeAllListeners('exit');
  say(`there is no display here: windows open under Xvfb, on display :${number}`);
  const end = () => {
    // it blocks the signals that would let it tidy up
    rmSync(`/tmp/.X11-unix/X${number}`, { force: true });
    child.kill('SIGKILL');
  };
  return { env: { DISPLAY: `:${number}` }, end, virtual: true };
}
