import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, expect, type Browser, type Page } from 'playwright/test';
import { watchContentPolicy } from '../content-policy.ts';

const dist = join(import.meta.dirname, '../../../dist');

interface Package {
  readonly executable: string;
  /** Where `app.asar` lies. */
  readonly resources: string;
}

/** The folder that `npm run package -- --dir` made for this system. */
export function packagedApp(): Package {
  const candidates: readonly Package[] = readdirSync(dist, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(dist, name))
    .flatMap((folder) => [
      { executable: join(folder, 'dialdesk'), resources: join(folder, 'resources') },
      { executable: join(folder, 'Dialdesk.exe'), resources: join(folder, 'resources') },
      {
        executable: join(folder, 'Dialdesk.app', 'Contents', 'MacOS', 'Dialdesk'),
        resources: join(folder, 'Dialdesk.app', 'Contents', 'Resources'),
      },
    ])
    .filter(({ executable }) => existsSync(executable));
  const [only] = candidates;
  if (!only) throw new Error('there is no packaged app: npm run package -- --dir');
  return only;
}

export interface Started {
  readonly page: Page;
  /** What the process has written so far, both streams. */
  readonly output: () => string;
  /** Ends the app; fails where its window was refused something by its content policy. */
  readonly end: () => Promise<void>;
}

/**
 * Starts the packaged app as it is for users. Playwright's own way needs Node's inspector, which the fuses take
 * away; Chromium's debugger is asked for instead, and drives the window only.
 * @param env laid over the environment of the tests
 */
export async function startPackaged(
  userData: string,
  args: readonly string[] = [],
  env: Readonly<NodeJS.ProcessEnv> = {},
): Promise<Started> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(
    packagedApp().executable,
    [
      ...(asRoot ? ['--no-sandbox'] : []),
      '--remote-debugging-port=0',
      `--user-data-dir=${userData}`,
      ...args,
    ],
    {
      env: {
        ...process.env,
        DBUS_SESSION_BUS_ADDRESS: `unix:path=${userData}/no-bus`,
        LANG: 'en_US.UTF-8',
        LANGUAGE: 'en_US',
        LC_ALL: 'en_US.UTF-8',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (status) =>
      reject(new Error(`ended with status ${String(status)}: ${lines.join('\n')}`)),
    );
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  await windowOpen(`http://${new URL(address).host}`);
  const browser = await chromium.connectOverCDP(address);
  const page = browser.contexts()[0]?.pages()[0];
  if (!page) throw new Error('the app has no window');
  const refused = await watchContentPolicy(page);
  await page.locator('h1, h2').first().waitFor();
  return {
    page,
    output: () => lines.join('\n'),
    async end() {
      await endOf(child, browser);
      expect(refused(), 'refused by the content policy').toEqual([]);
    },
  };
}

/** Chromium does not tell whoever connects before the window is there of the window that comes. */
async function windowOpen(debuggerUrl: string): Promise<void> {
  for (let looks = 0; looks < 300; looks++) {
    const targets = (await (await fetch(`${debuggerUrl}/json/list`)).json()) as { url: string }[];
    if (targets.some(({ url }) => url.startsWith('app:'))) return;
    await pause(100);
  }
  throw new Error('the app opened no window');
}

async function endOf(child: ChildProcess, browser: Browser): Promise<void> {
  await browser.close();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
