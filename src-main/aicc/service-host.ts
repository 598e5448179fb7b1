import type { ServiceAddress } from '../contract/connections.ts';
import { before } from '../contract/text-edges.ts';

/** The host as sockets want it: an IPv6 address without brackets. */
export function socketHost({ host }: ServiceAddress): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/**
 * `host:port` as the Host header and a proxy want it. The port is always there, 443 too: this very text is
 * signed. An IPv6 address stands in brackets, without a zone, which means nothing to anyone else (RFC 6874).
 */
export function hostAndPort(address: ServiceAddress): string {
  const host = socketHost(address);
  return `${host.includes(':') ? `[${before(host, '%')}]` : host}:${address.port}`;
}
