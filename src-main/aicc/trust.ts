import tls from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { CertificateInfo } from '../contract/certificates.ts';
import type { TlsTrust } from '../contract/connections.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { Service } from './answer.ts';
import { dateProblem, describeCertificate } from './certificate.ts';

/**
 * The authorities in the operating system's store and in Node's own bundle, PEM each. Both: a company puts
 * its own authority into the system's store, and the store of a fresh Linux may hold nothing at all.
 */
export function systemAuthorities(): readonly string[] {
  // The two lists overlap, and adding a certificate twice costs as much as adding two.
  return [...new Set([...tls.getCACertificates('system'), ...tls.getCACertificates('default')])];
}

/**
 * Decides whether the peer of a TLS socket is the one we mean to talk to. There is no way to switch it off.
 *
 * - system, ca: a chain to a known authority, valid today, issued for the host's name. A CA file adds to
 *   the system's store; it does not replace it.
 * - pinned: exactly the certificate the user has seen and accepted. The pin stands for the whole check:
 *   neither an issuer, nor a name, nor a date makes that certificate better or worse known, and servers
 *   reached by IP have none of the three. Past its date, it is accepted and the description says so.
 *   A service without a pin of its own is judged by the system's store.
 */
export class PeerCheck {
  readonly #pin: string | undefined;
  readonly #authorities: () => readonly string[];
  #context: SecureContext | undefined;

  constructor(trust: TlsTrust, service: Service, authorities: () => readonly string[] = systemAuthorities) {
    this.#pin = trust.kind === 'pinned' ? trust[service] : undefined;
    this.#authorities = () => (trust.kind === 'ca' ? [...authorities(), trust.pem] : authorities());
  }

  /** What to hand to `tls.connect`. Made once: reading the system's store takes tens of milliseconds. */
  get secureContext(): SecureContext {
    this.#context ??= tls.createSecureContext(
      this.#pin === undefined ? { ca: [...this.#authorities()] } : { ca: [] },
    );
    return this.#context;
  }

  /**
   * Call it once the handshake is done and before anything is written: the socket is opened with
   * `rejectUnauthorized: false`, so that a certificate that is not trusted can be shown to the user.
   *
   * @returns the certificate; its `reason` is empty unless it is pinned and past its date.
   * @throws DialdeskError tls_untrusted, or tls_changed if another one is pinned.
   */
  verify(socket: TLSSocket, now: Date): CertificateInfo {
    const peer = socket.getPeerX509Certificate();
    // A resumed session carries no fresh proof of the name. We never offer one; this is the seat belt.
    if (peer === undefined || socket.isSessionReused()) {
      throw new DialdeskError('tls_failed', 'the server showed no certificate', {
        details: { cause: 'NO_CERTIFICATE' },
      });
    }
    if (this.#pin !== undefined) {
      if (peer.fingerprint256 === this.#pin) return describeCertificate(peer, dateProblem(peer, now));
      throw new DialdeskError('tls_changed', 'the certificate is not the pinned one', {
        details: { certificate: describeCertificate(peer, 'PIN_MISMATCH'), pinned: this.#pin },
      });
    }
    if (!socket.authorized) {
      // Typed as an Error, but Node puts its code there.
      const certificate = describeCertificate(peer, String(socket.authorizationError));
      throw new DialdeskError('tls_untrusted', `the certificate is not trusted: ${certificate.reason}`, {
        details: certificate,
      });
    }
    return describeCertificate(peer, '');
  }
}
