import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import type { CertificateInfo } from '../contract/certificates.ts';
import type { ServiceAddress } from '../contract/connections.ts';
import type { Phase } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { cancelled, networkError, timedOut } from './network-error.ts';
import { connectThroughProxy } from './proxy.ts';
import { hostAndPort, socketHost } from './service-host.ts';
import { dial, requireReachable, type PermitHost } from '../platform/dial.ts';
import type { PeerCheck } from './trust.ts';

export interface SecureSocketOptions {
  readonly address: ServiceAddress;
  readonly check: PeerCheck;
  /** The proxy to go through, or null for none. Asked each time: laptops change networks. */
  readonly proxyFor: (url: string) => Promise<string | null>;
  /** Whether the service may be reached at all; asked each time. */
  readonly permit: PermitHost;
  /** For name, connection, proxy and TLS together. */
  readonly connectTimeoutMs: number;
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
}

export interface SecureSocket {
  readonly socket: tls.TLSSocket;
  readonly certificate: CertificateInfo;
}

/**
 * Opens a TLS socket to a service and checks who is there before anyone can write to it. A request, with
 * its Authorization header, is only ever written to a socket that came from here.
 *
 * @throws DialdeskError name_not_resolved, connection_refused, timed_out, unreachable, proxy_failed,
 *   tls_failed, tls_untrusted, tls_changed, cancelled.
 */
export async function openSecureSocket(options: SecureSocketOptions): Promise<SecureSocket> {
  const { connectTimeoutMs, signal } = options;
  // One signal for both ends of patience; which of them it was is seen afterwards.
  const deadline = AbortSignal.timeout(connectTimeoutMs);
  const stop = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  let phase: Phase = 'connect';
  let plain: net.Socket | undefined;
  try {
    stop.throwIfAborted();
    plain = await openPlainSocket(options, stop);
    // Between two owners there is no listener; an error then must not end the process. Both find it destroyed.
    plain.on('error', () => undefined);
    plain.setNoDelay(true);
    phase = 'tls';
    const socket = await startTls(plain, options, stop);
    return { socket, certificate: options.check.verify(socket, options.now()) };
  } catch (error) {
    plain?.destroy();
    if (signal?.aborted === true) throw cancelled(error);
    if (deadline.aborted) throw timedOut(phase, connectTimeoutMs);
    throw networkError(error, phase);
  }
}

async function openPlainSocket(options: SecureSocketOptions, stop: AbortSignal): Promise<net.Socket> {
  const { address } = options;
  const target = hostAndPort(address);
  requireReachable(socketHost(address), options.permit);
  const proxy = await proxyTo(`https://${target}/`, options.proxyFor);
  stop.throwIfAborted();
  if (proxy !== null) return connectThroughProxy(proxy, target, stop);
  const socket = dial(socketHost(address), address.port, options.permit);
  try {
    await once(socket, 'connect', { signal: stop });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function proxyTo(url: string, proxyFor: SecureSocketOptions['proxyFor']): Promise<string | null> {
  try {
    return await proxyFor(url);
  } catch (cause) {
    throw new DialdeskError('proxy_failed', 'the system did not say which proxy to use', {
      details: { proxy: '', cause: 'not_known' },
      cause,
    });
  }
}

async function startTls(
  plain: net.Socket,
  { address, check }: SecureSocketOptions,
  stop: AbortSignal,
): Promise<tls.TLSSocket> {
  const host = socketHost(address);
  const socket = tls.connect({
    socket: plain,
    // The name that the certificate must be issued for.
    host,
    // Server name indication knows names only (RFC 6066).
    ...(net.isIP(host) === 0 && { servername: host }),
    secureContext: check.secureContext,
    ALPNProtocols: ['http/1.1'],
    // Not "accept anything": PeerCheck.verify decides, and has the certificate to show when it says no.
    rejectUnauthorized: false,
  });
  socket.on('error', () => undefined);
  try {
    await once(socket, 'secureConnect', { signal: stop });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
