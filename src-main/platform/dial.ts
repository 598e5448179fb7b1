import { connect, type Socket } from 'node:net';
import { isHost } from '../contract/host.ts';
import { DialdeskError } from '../contract/errors.ts';

/** Throws `not_allowed` for a host that must not be reached. */
export type PermitHost = (host: string) => void;

/**
 * Begins a TCP connection: the only way in which Dialdesk reaches another computer, apart from the system's proxy,
 * and so the place that asks whether it may. Nagle's algorithm is off.
 * @param host a name or an address without brackets
 * @throws DialdeskError `invalid_request` for what is no host, and whatever `permit` throws; nothing is resolved then
 */
export function dial(host: string, port: number, permit: PermitHost): Socket {
  requireReachable(host, permit);
  return connect({ host, port, noDelay: true });
}

/** The same question where the connection goes through a proxy, which resolves the name itself. Errors as `dial`. */
export function requireReachable(host: string, permit: PermitHost): void {
  if (!isHost(host)) {
    throw new DialdeskError('invalid_request', 'this is no host', {
      fields: [{ path: 'host', rule: 'host' }],
      details: { host },
    });
  }
  permit(host);
}
