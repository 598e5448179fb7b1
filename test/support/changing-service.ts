import type { IssuedCertificate } from '../../src-main/demo/certificate.ts';
import { selfSigned } from './certificates.ts';
import { answering, startHttpsServer, type Handler } from './https-server.ts';

const isales = answering({ resultCode: '0200000', server: [] });
const ccfs = answering({ resultCode: '0300001', resultDesc: 'data', resultData: '' });

/** Answers a connection test as both services do when all is well. */
export const wellServices: Handler = (received, response) =>
  (received.url.startsWith('/CCFS/') ? ccfs : isales)(received, response);

/** CC-iSales and CC-FS on one port, whose answers and certificate a test may change while it runs. */
export interface ChangingService {
  readonly at: { readonly host: string; readonly port: number };
  /** How every request is answered from now on. */
  answer: Handler;
  /** Comes back at the same address with another certificate, as after a renewal or in an attack. */
  readonly renew: (certificate: IssuedCertificate) => Promise<void>;
}

/** Starts it with a self-signed certificate and all well; it ends with the test. */
export async function changingService(context: {
  after(done: () => Promise<void>): void;
}): Promise<ChangingService> {
  const answer: Handler = (received, response) => service.answer(received, response);
  let server = await startHttpsServer(selfSigned, answer);
  const at = { host: '127.0.0.1', port: server.port };
  const service: ChangingService = {
    at,
    answer: wellServices,
    renew: async (certificate) => {
      await server[Symbol.asyncDispose]();
      server = await startHttpsServer(certificate, answer, at.port);
    },
  };
  context.after(() => server[Symbol.asyncDispose]());
  return service;
}
