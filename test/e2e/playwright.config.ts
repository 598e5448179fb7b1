import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  // has a configuration of its own: it needs the packaged app
  testIgnore: /e2e[\\/]package[\\/]/,
  outputDir: '../../build/reports/e2e',
  // each test starts an Electron of its own with a demo system of its own
  workers: 2,
  fullyParallel: true,
  // nothing here says how fast the app is: these only end what hangs, on the slowest machine, with others beside it
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  use: { actionTimeout: 60_000 },
});
