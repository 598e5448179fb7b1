/** The demo system on a thread of its own, so that reading 500,000 rows there never holds up the app. */
import { serve } from '../platform/worker-server.ts';
import {
  demoPassword,
  startDemoSystem,
  type Address,
  type DemoOptions,
  type DemoSystem,
} from './demo-system.ts';

/** The options that a demo system on another thread can have: data, no functions. */
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

let demo: DemoSystem | undefined;

/** The ports of the last time, so that what was sent there is found there again; others if those are taken. */
async function start(options: DemoWorkerOptions): Promise<DemoSystem> {
  try {
    return await startDemoSystem(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startDemoSystem({ ...options, ports: {} });
  }
}

/** One that runs, so that what is imported is dialled. */
function campaignToTry({ state }: DemoSystem): string {
  const now = state.clock().getTime();
  const running = state.campaigns
    .values()
    .find(({ status, beginTime, endTime }) => status === '2' && beginTime <= now && now < endTime);
  return running?.id ?? state.campaigns.keys().next().value ?? '';
}

const calls = {
  async start(options: DemoWorkerOptions): Promise<DemoDetails> {
    demo = await start(options);
    return {
      isales: demo.isales,
      ccfs: demo.ccfs,
      sftp: { port: demo.sftp.port, username: demo.sftp.username, password: demoPassword },
      vdnId: demo.vdnId,
      accessKey: demo.accessKey,
      secretKey: demo.secretKey,
      mode: demo.mode,
      fingerprint256: demo.fingerprint256,
      campaignId: campaignToTry(demo),
    };
  },
  stop: () => demo?.stop(),
};
export type DemoCalls = typeof calls;

serve(calls);
