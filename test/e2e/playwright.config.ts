import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  // has a configuration of its own: it needs the packaged app
  testIgnore: /e2e[\\/]package[\\/]/,
  outputDir: '../../build/reports/e2e',
  // each test starts an Electron of its own with a demo system of its own
  workers: 2,
  fullyParallel: true,
  // for slow machines; a test that passes takes none of it
  timeout: 240_000,
  expect: { timeout: 45_000 },
  forbidOnly: process.env['CI'] !== undefined,
  // a second try in CI only, and told by name: see scripts/test.mjs
  retries: process.env['CI'] === undefined ? 0 : 1,
  use: { actionTimeout: 45_000 },
});
