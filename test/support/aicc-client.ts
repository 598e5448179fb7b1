import { AiccClient, type ClientSettings, type ClientDeps } from '../../src-main/aicc/client.ts';
import type { RequestLogEntry } from '../../src-main/aicc/request-log.ts';
import type { ServiceRequest } from '../../src-main/aicc/service-request.ts';
import { defaultSigning, type TlsTrust } from '../../src-main/contract/connections.ts';
import { companyCa } from './certificates.ts';

export const testKeys = { accessKey: 'testAK', secretKey: 'testSK-0123456789' };

/** Trusts the test authority. */
export const companyTrust: TlsTrust = { kind: 'ca', name: 'ca.pem', pem: companyCa.certificatePem };

export interface TestClient extends Disposable {
  readonly client: AiccClient;
  readonly log: readonly RequestLogEntry[];
  /** The waits between attempts, in milliseconds; none of them is really waited. */
  readonly waits: readonly number[];
}

/** A client of a server on loopback; both services are on the same port unless `settings` says otherwise. */
export function testClient(
  port: number,
  settings: Partial<ClientSettings> = {},
  surroundings: Partial<ClientDeps> = {},
): TestClient {
  const log: RequestLogEntry[] = [];
  const waits: number[] = [];
  const address = { host: '127.0.0.1', port };
  const client = new AiccClient(
    {
      isales: address,
      ccfs: address,
      vdnId: 53,
      mode: 'saas',
      accessKey: testKeys.accessKey,
      trust: companyTrust,
      signing: defaultSigning,
      ...settings,
    },
    testKeys.secretKey,
    {
      log: { record: (entry) => log.push(entry) },
      proxyFor: () => Promise.resolve(null),
      random: () => 0,
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
      authorities: () => [],
      ...surroundings,
    },
  );
  return { client, log, waits, [Symbol.dispose]: () => client.close() };
}

const question = {
  interface: 'queryServer',
  service: 'isales',
  method: 'POST',
  path: '/rest/isales/v1/openapi/campaigns/53/file/queryServer',
  fields: { limit: 10, offset: 0 },
} as const;

/** A request that may be repeated, and one that must not be. */
export const repeatable: ServiceRequest = { ...question, repeat: 'repeatable' };
export const onlyOnce: ServiceRequest = { ...question, repeat: 'once' };
