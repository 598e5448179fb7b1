import { AiccClient, type ClientDeps } from '../../src-main/aicc/client.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import { connectionToDemo } from './dialdesk.ts';

/** A client of a demo system, which logs nothing and knows no proxy. */
export function demoAiccClient(demo: DemoSystem, deps: Partial<ClientDeps> = {}): AiccClient {
  return new AiccClient(connectionToDemo(demo), demo.secretKey, {
    log: { record: () => undefined },
    proxyFor: () => Promise.resolve(null),
    authorities: () => [],
    ...deps,
  });
}
