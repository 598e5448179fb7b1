/** `npm run crash -- --app [kills]`: the long form with the real app. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashLine } from '../../integration/jobs/crash-report.ts';
import { keychainEnvironment } from '../connections/keychain-environment.ts';
import { removal } from '../../support/temp-folder.ts';
import { appCrash } from './app-crash.ts';

const steps: (() => void | Promise<void>)[] = [];
const cleanUp = { after: (done: () => void | Promise<void>) => void steps.unshift(done) };
const userData = await mkdtemp(join(tmpdir(), 'dialdesk-crash-'));
cleanUp.after(() => rm(userData, removal));
try {
  const report = await appCrash(Number(process.argv[2] ?? 100), {
    cleanUp,
    userData,
    env: await keychainEnvironment(cleanUp, 'unlocked'),
    progress: (kills, place) => console.error(`${kills}: ${place}`),
  });
  console.log(crashLine(report));
  for (const wrong of [...report.lost, ...report.repeated, ...report.wrong]) console.error(wrong);
  process.exitCode = report.lost.length + report.repeated.length + report.wrong.length > 0 ? 1 : 0;
} finally {
  for (const step of steps) await step();
}
