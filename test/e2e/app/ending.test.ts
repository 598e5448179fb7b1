import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../app.ts';
import { keychainEnvironment } from '../connections/keychain-environment.ts';
import type { CrashJob } from '../crash/cargo.ts';
import { CountingCentre } from '../crash/counting-centre.ts';
import { CrashApp } from '../crash/crash-app.ts';
import { killPlaces } from '../crash/kill-places.ts';
import { StartedByScript } from './started-by-script.ts';

const script = ['node', 'scripts/start.mjs'] as const;

test.describe('a signal to all that a terminal started', () => {
  test.skip(process.platform !== 'linux', 'elsewhere there is no display to start');

  const cases: readonly (readonly [string, readonly NodeJS.Signals[]])[] = [
    ['Ctrl+C', ['SIGINT']],
    ['Ctrl+C twice', ['SIGINT', 'SIGINT']],
    ['SIGTERM', ['SIGTERM']],
    ['a closed terminal', ['SIGHUP']],
    ['a logout', ['SIGHUP', 'SIGTERM']],
  ];
  for (const [name, signals] of cases) {
    test(`${name} ends it in order and without a word`, async ({ userData, cleanUp }) => {
      const started = new StartedByScript(userData, script);
      cleanUp.after(() => started.kill());
      await started.open();
      started.signal(signals);
      expect(await started.ended()).toEqual({ status: 0, signal: null, printed: [] });
      expect(logOf(userData)).toMatch(/\bended\b/);
    });
  }

  test('a signal to its display first changes nothing', async ({ userData, cleanUp }) => {
    const started = new StartedByScript(userData, script);
    cleanUp.after(() => started.kill());
    await started.open();
    const display = childrenOf(started.pid).find(({ command }) => command === 'Xvfb')?.pid ?? 0;
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.kill(display, signal);
    started.signal(['SIGTERM']);
    expect(await started.ended()).toEqual({ status: 0, signal: null, printed: [] });
    expect(() => process.kill(display, 0)).toThrow('ESRCH');
  });

  test('Ctrl+C on npm start', async ({ userData, cleanUp }) => {
    const started = new StartedByScript(userData, ['npm', 'start', '--']);
    cleanUp.after(() => started.kill());
    await started.open();
    started.signal(['SIGINT']);
    const { status, signal, printed } = await started.ended();
    // npm's shell may end by the signal before Dialdesk has ended; a terminal shows that as 130
    expect(signal ?? status).toBe(signal === null ? 0 : 'SIGINT');
    expect(printed).toEqual([]);
    expect(logOf(userData)).toMatch(/\bended\b/);
  });
});

test('a signal stops an upload, which goes on at the next start, and gives up waiting for an import’s answer', async ({
  userData,
  cleanUp,
}) => {
  test.skip(process.platform === 'win32', 'no process is signalled there');
  const env = await keychainEnvironment(cleanUp, 'unlocked');
  const centre = await CountingCentre.start(cleanUp);
  let app = await CrashApp.start(userData, env);
  cleanUp.after(() => app.kill());
  const to = await app.setUp(centre);
  const job = (name: string): CrashJob => ({ kind: 'import', name, reservations: [], id: null });

  const upload = job('upload');
  const half = killPlaces.find(({ name }) => name === 'half a file is on the file server');
  half?.set({ centre, userData, job: upload }, () => app.signal('SIGTERM'));
  void app.add(upload, to, userData).catch(() => undefined);
  await app.gone();
  expect(app.status).toBe(0);
  expect(logOf(userData)).toMatch(/\bended\b/);
  const parts = readdirSync(centre.folder).filter((name) => name.startsWith('.'));
  expect(parts.map((name) => statSync(join(centre.folder, name)).size > 0)).toEqual([true]);
  expect(centre.count(upload)).toBe(0);

  app = await CrashApp.start(userData, env);
  await app.showOutbox();
  expect(await app.stateOnScreen(upload)).toBe('Import started');
  expect(centre.count(upload)).toBe(1);
  expect(await centre.flaws([upload], true)).toEqual([]);

  const order = job('order');
  centre.heard = (name) => {
    if (name !== 'uploadFileServer') return undefined;
    app.signal('SIGINT');
    app.signal('SIGTERM');
    // longer than the test may take: the answer is not waited for
    return { kind: 'delay', ms: 600_000 };
  };
  void app.add(order, to, userData).catch(() => undefined);
  await app.gone();
  expect(app.status).toBe(0);
  centre.heard = () => undefined;

  app = await CrashApp.start(userData, env);
  order.id = await app.find(order);
  await app.showOutbox();
  expect(await app.stateOnScreen(order)).toBe('Outcome unknown');
  await app.close();
});

const logOf = (userData: string): string => readFileSync(join(userData, 'logs', 'dialdesk.log'), 'utf8');

function childrenOf(pid: number): { readonly pid: number; readonly command: string }[] {
  const lines = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(pid)], { encoding: 'utf8' });
  return lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([id = '', command = '']) => ({ pid: Number(id), command }));
}
