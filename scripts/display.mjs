// A display for machines that have none: Xvfb, on a number it picks itself.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Refusal, say } from './say.mjs';

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
  const child = spawn('Xvfb', ['-displayfd', '3', ...options], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    child.on('error', () =>
      reject(
        new Refusal('there is no display here, and Xvfb is not installed (Debian: apt-get install xvfb)'),
      ),
    );
    child.on('exit', (status) => reject(new Refusal(`Xvfb ended with status ${status}`)));
    createInterface({ input: child.stdio[3] }).once('line', resolve);
  });
  child.removeAllListeners('exit');
  say(`there is no display here: windows open under Xvfb, on display :${number}`);
  return { env: { DISPLAY: `:${number}` }, end: () => child.kill(), virtual: true };
}
