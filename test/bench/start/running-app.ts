import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** Of all processes of an app together. */
export interface Usage {
  /** Proportional set size: what several processes share is counted once. 10^6 bytes. */
  readonly memoryMB: number;
  /** User and system time since their starts, seconds. */
  readonly cpuSeconds: number;
}

export interface RunningApp {
  /** From the start of the process until the first content was painted, in seconds. */
  readonly painted: number;
  /** The same until there was a screen: its heading was in the page, and a frame with it. */
  readonly drawn: number;
  readonly usage: () => Promise<Usage>;
  readonly end: () => Promise<void>;
}

/** Starts an Electron app in a user-data folder of its own and waits until it has painted. Linux only. */
export async function startApp(app: string): Promise<RunningApp> {
  const electron = process.env['DIALDESK_ELECTRON_PROGRAM'];
  if (electron === undefined) throw new Error('start it with: npm run bench -- start');
  const userData = await mkdtemp(path.join(tmpdir(), 'dialdesk-start-'));
  const flags = ['--remote-debugging-port=0', `--user-data-dir=${userData}`];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const begun = Date.now();
  const child = spawn(electron, [...flags, app], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${userData}/no-bus`, LANG: 'en_US.UTF-8' },
  });
  const tooLong = setTimeout(() => child.kill(), 30_000);
  const host = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${app} ended`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /^DevTools listening on ws:\/\/([^/]+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  const { painted, drawn } = await timesOf(host);
  clearTimeout(tooLong);
  const pid = child.pid ?? 0;
  return {
    painted: (painted - begun) / 1000,
    drawn: (drawn - begun) / 1000,
    usage: () => usageOf(pid),
    async end() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await rm(userData, { recursive: true, force: true });
    },
  };
}

interface Times {
  /** When the page's first contentful paint was, epoch milliseconds, by the page's own clock. */
  readonly painted: number;
  /** When a frame with a heading in it was over. */
  readonly drawn: number;
}

async function timesOf(host: string): Promise<Times> {
  for (;;) {
    const times = await askForTimes(await pageTarget(host));
    if (times !== null) return times;
  }
}

/** Resolves in the page, when there is something to tell of. */
const expression = `Promise.all([
  new Promise((resolve) => new PerformanceObserver((list) => {
    const paint = list.getEntriesByName('first-contentful-paint')[0];
    if (paint) resolve(performance.timeOrigin + paint.startTime);
  }).observe({ type: 'paint', buffered: true })),
  new Promise((resolve) => requestAnimationFrame(function look() {
    if (document.querySelector('h1, h2') === null) requestAnimationFrame(look);
    else requestAnimationFrame((time) => resolve(performance.timeOrigin + time));
  })),
]).then(([painted, drawn]) => ({ painted, drawn }))`;

/** Null when the page went to its address only then, and what was asked was lost. */
async function askForTimes(target: string): Promise<Times | null> {
  const socket = new WebSocket(target);
  const answer = new Promise<Times | null>((resolve) => {
    socket.addEventListener('close', () => resolve(null));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as { id?: number; result?: { result: { value?: Times } } };
      if (message.id === 1) resolve(message.result?.result.value ?? null);
    });
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const params = { expression, awaitPromise: true, returnByValue: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  const times = await answer;
  socket.close();
  return times;
}

async function pageTarget(host: string): Promise<string> {
  for (;;) {
    const targets = (await (await fetch(`http://${host}/json/list`)).json()) as {
      url: string;
      webSocketDebuggerUrl: string;
    }[];
    const page = targets.find(({ url }) => url.startsWith('app:') || url.startsWith('data:'));
    if (page) return page.webSocketDebuggerUrl;
    await pause(10);
  }
}

async function usageOf(root: number): Promise<Usage> {
  let memory = 0;
  let ticks = 0;
  for (const pid of await withDescendants(root)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    memory += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // fields 14 and 15, counted behind the name, which may hold spaces
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return { memoryMB: memory / 1e6, cpuSeconds: ticks / 100 };
}

async function withDescendants(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent) parents.set(Number(name), parent);
  }
  const all = [root];
  for (const pid of all) {
    for (const [child, parent] of parents) if (parent === pid) all.push(child);
  }
  return all;
}
