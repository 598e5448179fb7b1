import type { AiccClient } from './client.ts';
import { percentEncode } from './percent-encoding.ts';

/** The path of a CC-iSales interface of the client's VDN. Each further part is encoded: IDs are free text. */
export function isalesPath(client: AiccClient, ...parts: string[]): string {
  return ['/rest/isales/v1/openapi/campaigns', client.settings.vdnId, ...parts.map(percentEncode)].join('/');
}
