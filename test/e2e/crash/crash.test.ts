import { crashLine } from '../../integration/jobs/crash-report.ts';
import { expect, test } from '../app.ts';
import { appCrash } from './app-crash.ts';
import { keychainEnvironment } from '../connections/keychain-environment.ts';

// The long form is `npm run crash -- --app`.
test('the app, killed at steps of its jobs: nothing lost, nothing sent twice, and the screen agrees', async ({
  cleanUp,
  userData,
}, info) => {
  const env = await keychainEnvironment(cleanUp, 'unlocked');
  const report = await appCrash(10, { cleanUp, userData, env });
  info.annotations.push({ type: 'crash', description: crashLine(report) });
  expect(report).toMatchObject({ kills: 10, jobs: 8, lost: [], repeated: [], wrong: [] });
  expect(report.unknown, 'kills that met an order that was out').toBeGreaterThanOrEqual(6);
});
