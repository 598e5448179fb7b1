import type { AiccClient } from './client.ts';
import { percentEncode } from './percent-encoding.ts';

/** The path of a CC-iSales interface of the client's VDN. Each further part is encoded: IDs are free text. */
export function isalesPath(client: AiccClient, ...parts: string[]): string {
  return pathOf('v1', client, parts);
}

/** The same of the second version of an interface. */
export function isalesPathV2(client: AiccClient, ...parts: string[]): string {
  return pathOf('v2', client, parts);
}

function pathOf(version: 'v1' | 'v2', client: AiccClient, parts: readonly string[]): string {
  return [
    `/rest/isales/${version}/openapi/campaigns`,
    client.settings.vdnId,
    ...parts.map(percentEncode),
  ].join('/');
}
