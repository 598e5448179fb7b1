import { AiccClient, type HandedClient } from './client.ts';
import type { RequestLog } from './request-log.ts';

/**
 * The client, in the thread that it was handed to. Whether its host may be reached was asked when it was handed over.
 * @param log gets each attempt
 */
export function clientFrom(handed: HandedClient, log: RequestLog): AiccClient {
  const { settings, secretKey, proxy, locale, authorities } = handed;
  return new AiccClient(settings, secretKey, {
    log,
    proxyFor: () => Promise.resolve(proxy),
    locale,
    ...(authorities && { authorities: () => authorities }),
  });
}
