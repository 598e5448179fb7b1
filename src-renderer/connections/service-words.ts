import { m } from '../../src-main/contract/messages/messages.js';
import type { Service } from './connection-draft.ts';

const names = { isales: m.connections_isales, ccfs: m.connections_ccfs } satisfies Record<
  Service,
  () => string
>;

export function serviceName(service: Service): string {
  return names[service]();
}
