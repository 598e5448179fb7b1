import { defineConfig } from 'playwright/test';

/** The packaged app: `npm test -- package` makes it first. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../../build/reports/package',
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
});
