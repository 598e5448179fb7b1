import { Worker } from 'node:worker_threads';
import type { Address, DemoOptions, DemoSystem } from './demo-system.ts';

/** What can be told to a demo system on another thread: data, no functions. */
export type DemoWorkerOptions = Pick<DemoOptions, 'folder' | 'ports' | 'sizes' | 'latencyMs' | 'lacks'>;

/** What a client needs to know of a running demo system. */
export interface DemoDetails {
  readonly isales: Address;
  readonly ccfs: Address;
  readonly sftp: { readonly port: number; readonly username: string; readonly password: string };
  readonly vdnId: number;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly mode: DemoSystem['mode'];
  readonly fingerprint256: string;
  /** A campaign that exists, to try an import with. */
  readonly campaignId: string;
}

export interface RunningDemo {
  readonly details: DemoDetails;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the demo system on a thread of its own.
 * @param worker where the bundled worker.ts lies
 * @throws what kept it from starting
 */
export function startDemoInWorker(options: DemoWorkerOptions, worker: URL): Promise<RunningDemo> {
  const thread = new Worker(worker, { workerData: options, name: 'demo system' });
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the demo system ended before it was up')));
    thread.once('message', (details: DemoDetails) => {
      thread.unref();
      const ended = new Promise<void>((done) => thread.once('exit', () => done()));
      resolve({
        details,
        stop: () => {
          thread.postMessage('stop');
          return ended;
        },
      });
    });
  });
}
