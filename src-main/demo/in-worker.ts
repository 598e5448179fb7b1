import { WorkerCalls } from '../platform/worker-calls.ts';
import type { DemoCalls, DemoDetails, DemoWorkerOptions } from './worker.ts';

export interface RunningDemo {
  readonly details: DemoDetails;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the demo system on a thread of its own.
 * @param entry where the bundled worker.ts lies
 * @throws DialdeskError what kept it from starting
 */
export async function startDemoInWorker(options: DemoWorkerOptions, entry: URL): Promise<RunningDemo> {
  const worker = new WorkerCalls<DemoCalls>(entry, { name: 'demo system' });
  try {
    const details = await worker.call('start', options);
    return {
      details,
      async stop() {
        // It may have ended by itself.
        await worker.call('stop', null).catch(() => undefined);
        await worker.close();
      },
    };
  } catch (error) {
    await worker.close();
    throw error;
  }
}
