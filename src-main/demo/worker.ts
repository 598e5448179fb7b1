/** The demo system on a thread of its own, so that reading 500,000 rows there never holds up the app. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DemoDetails, DemoWorkerOptions } from './in-worker.ts';
import { demoPassword, startDemoSystem, type DemoSystem } from './demo-system.ts';

const options = workerData as DemoWorkerOptions;

/** The ports of the last time, so that what was sent there is found there again; others if those are taken. */
async function start(): Promise<DemoSystem> {
  try {
    return await startDemoSystem(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startDemoSystem({ ...options, ports: {} });
  }
}

const demo = await start();

parentPort?.once('message', () => void demo.stop().then(() => parentPort?.close()));
parentPort?.postMessage({
  isales: demo.isales,
  ccfs: demo.ccfs,
  sftp: { port: demo.sftp.port, username: demo.sftp.username, password: demoPassword },
  vdnId: demo.vdnId,
  accessKey: demo.accessKey,
  secretKey: demo.secretKey,
  mode: demo.mode,
  fingerprint256: demo.fingerprint256,
  campaignId: demo.state.campaigns.keys().next().value ?? '',
} satisfies DemoDetails);
