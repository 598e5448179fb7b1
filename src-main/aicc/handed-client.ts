import { AiccClient, type ClientSettings, type Locale } from './client.ts';
import type { RequestLog } from './request-log.ts';

/** What a thread of its own needs to ask a service as a client does. It has a secret, and never leaves the process. */
export interface HandedClient {
  readonly settings: ClientSettings;
  readonly secretKey: string;
  /** As the system has it at this moment; null for a direct connection. */
  readonly proxy: string | null;
  readonly locale: Locale | undefined;
  /** Authorities that are trusted besides a connection's own; undefined for the system's. */
  readonly authorities: readonly string[] | undefined;
}

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
