import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'playwright/test';
import { removal } from '../support/temp-folder.ts';
import { launchDialdesk, type Dialdesk, type LaunchOptions } from './launch.ts';

/** Takes what is to be done when the test is over; the last one first. The same shape as node:test's context. */
export interface CleanUp {
  readonly after: (done: () => void | Promise<void>) => void;
}

export interface Fixtures {
  /** For servers and folders of the test's own; done after the app has ended. */
  readonly cleanUp: CleanUp;
  /** Starts Dialdesk; what the test started is closed after it, and logs are attached when it failed. */
  readonly launch: (options?: LaunchOptions) => Promise<Dialdesk>;
  readonly userData: string;
  /** Whether the test tries what the content policy refuses; else being refused anything fails it. */
  readonly provokesContentPolicy: boolean;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from this pattern
  cleanUp: async ({}, use) => {
    const steps: (() => void | Promise<void>)[] = [];
    await use({ after: (done) => void steps.unshift(done) });
    for (const step of steps) await step();
  },
  userData: async ({ cleanUp }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'dialdesk-e2e-'));
    cleanUp.after(() => rm(folder, removal));
    await use(folder);
  },
  provokesContentPolicy: [false, { option: true }],
  launch: async ({ userData, provokesContentPolicy }, use, info) => {
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
    if (provokesContentPolicy) return;
    const refused = running.flatMap((dialdesk) => dialdesk.refused());
    expect(refused, 'refused by the content policy').toEqual([]);
  },
});

export { expect } from 'playwright/test';
