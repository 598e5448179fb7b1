import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from 'playwright/test';

const root = join(import.meta.dirname, '../..');

export interface LaunchOptions {
  /** The user-data folder, to start again where an earlier run stopped. */
  readonly userData?: string;
  /** What the system says its language is. */
  readonly locale?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A running Dialdesk in a user-data folder of its own. */
export interface Dialdesk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
}

/** Starts the real app in real Electron. */
export async function launchDialdesk(
  options: LaunchOptions & { readonly userData: string },
): Promise<Dialdesk> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const locale = options.locale ?? 'en_US.UTF-8';
  const app = await _electron.launch({
    executablePath: process.env['DIALDESK_TEST_ELECTRON'] ?? '',
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      root,
      `--user-data-dir=${options.userData}`,
      ...(options.args ?? []),
    ],
    env: {
      ...(process.env as Record<string, string>),
      LANG: locale,
      LANGUAGE: locale.split('.')[0] ?? '',
      LC_ALL: locale,
      ...options.env,
    },
  });
  const page = await app.firstWindow();
  return { app, page, userData: options.userData };
}

interface Fixtures {
  /** Starts Dialdesk; what the test started is closed after it, and logs are attached when it failed. */
  readonly launch: (options?: LaunchOptions) => Promise<Dialdesk>;
  readonly userData: string;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from this pattern
  userData: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'dialdesk-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  launch: async ({ userData }, use, info) => {
    const running: Dialdesk[] = [];
    await use(async (options = {}) => {
      const dialdesk = await launchDialdesk({ userData, ...options });
      running.push(dialdesk);
      return dialdesk;
    });
    if (info.status !== info.expectedStatus) {
      for (const { page } of running) {
        const picture = await page.screenshot().catch(() => null);
        if (picture) await info.attach('window', { body: picture, contentType: 'image/png' });
      }
      const log = await readFile(join(userData, 'logs', 'dialdesk.log')).catch(() => null);
      if (log) await info.attach('log', { body: log, contentType: 'text/plain' });
    }
    for (const { app } of running) await app.close().catch(() => undefined);
  },
});

export { expect } from 'playwright/test';
