import type { AiccClient, ClientSettings, ClientDeps } from '../../src-main/aicc/client.ts';
import type { RequestLogEntry } from '../../src-main/aicc/request-log.ts';
import { testClient } from './aicc-client.ts';
import { issuedByCa } from './certificates.ts';
import { startHttpsServer, type Received } from './https-server.ts';

export interface AnsweringService {
  readonly client: AiccClient;
  readonly log: readonly RequestLogEntry[];
  /** What was asked, in order. */
  readonly requests: readonly Received[];
  /** The fields of the last request. */
  readonly fields: () => unknown;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** A service that gives these answers one after the other, the last one for ever, and a client of it. */
export async function answeringService(
  answers: readonly unknown[],
  settings: Partial<ClientSettings> = {},
  surroundings: Partial<ClientDeps> = {},
): Promise<AnsweringService> {
  let asked = 0;
  const server = await startHttpsServer(issuedByCa, (_received, response) => {
    response.end(JSON.stringify(answers[Math.min(asked++, answers.length - 1)]));
  });
  const own = testClient(server.port, settings, surroundings);
  return {
    client: own.client,
    log: own.log,
    requests: server.requests,
    fields: () => JSON.parse(server.requests.at(-1)?.body.toString() ?? 'null') as unknown,
    [Symbol.asyncDispose]: async () => {
      own[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
