import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

const module = new URL('../../../src-main/shell/end-signals.ts', import.meta.url).href;

/** A process that ends on signals, and says what it does; `close` is the body of its closing. */
async function ending(close: string, signals: readonly NodeJS.Signals[]) {
  const source = `
    import { endOnSignals } from ${JSON.stringify(module)};
    const last = new Promise((resolve) => process.once('SIGUSR2', resolve));
    endOnSignals(
      async () => { console.log('closing'); ${close} console.log('closed'); },
      () => { console.log('exit'); process.exit(0); },
    );
    setInterval(() => undefined, 1_000);
    console.log('ready');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let noise = '';
  child.stderr.on('data', (data: Buffer) => (noise += data.toString()));
  const said: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    said.push(line);
    if (line === 'ready' && signals[0] !== undefined) child.kill(signals[0]);
    // the others come while it closes, as those of a terminal and of a logout do; it waits for the last
    if (line === 'closing')
      for (const signal of [...signals.slice(1), 'SIGUSR2'] as const) child.kill(signal);
  }
  const [status, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  return { said, status, signal, noise };
}

const later = 'await last;';
const cases: readonly (readonly [name: string, close: string, signals: NodeJS.Signals[], said: string[]])[] =
  [
    ['SIGINT', later, ['SIGINT'], ['ready', 'closing', 'closed', 'exit']],
    ['SIGTERM', later, ['SIGTERM'], ['ready', 'closing', 'closed', 'exit']],
    ['SIGHUP', later, ['SIGHUP'], ['ready', 'closing', 'closed', 'exit']],
    ['a signal that comes twice', later, ['SIGINT', 'SIGINT'], ['ready', 'closing', 'closed', 'exit']],
    [
      'all signals at once',
      later,
      ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGTERM'],
      ['ready', 'closing', 'closed', 'exit'],
    ],
    ['a closing that fails', `throw new Error('no');`, ['SIGINT'], ['ready', 'closing', 'exit']],
    [
      'a closing that does not end',
      'await new Promise(() => undefined);',
      ['SIGINT'],
      ['ready', 'closing', 'exit'],
    ],
  ];
for (const [name, close, signals, said] of cases) {
  test(`${name} ends in order: closed once, status 0, no noise`, async () => {
    assert.deepEqual(await ending(close, signals), { said, status: 0, signal: null, noise: '' });
  });
}
