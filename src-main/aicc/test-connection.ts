import * as v from 'valibot';
import type { ConnectionTest, ServiceTest } from '../contract/connections.ts';
import { CertificateInfo } from '../contract/certificates.ts';
import { detailsOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { Service } from './answer.ts';
import type { AiccClient } from './client.ts';
import { queryServers } from './file-servers.ts';
import { probeVoiceUpload } from './voice-files.ts';

/**
 * Tries both services, side by side, each with a real signed request and without repeating it: what is
 * wrong is to be seen now, not after three attempts.
 *
 * CC-iSales is asked for one file server. CC-FS offers nothing that only asks; it gets an upload without a
 * file, which it refuses with its code for missing parameters, and only after it has accepted the signature.
 */
export async function testConnection(
  client: AiccClient,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<ConnectionTest> {
  const once = { ...options, attempts: 1 };
  return {
    services: await Promise.all([
      tried(client, 'isales', () => queryServers(client, { offset: 0, limit: 1 }, once)),
      tried(client, 'ccfs', () => probeVoiceUpload(client, once)),
    ]),
  };
}

async function tried(
  client: AiccClient,
  service: Service,
  attempt: () => Promise<unknown>,
): Promise<ServiceTest> {
  const started = performance.now();
  let error: DialdeskError | undefined;
  try {
    await attempt();
  } catch (caught) {
    if (!(caught instanceof DialdeskError) || caught.code === 'cancelled') throw caught;
    error = caught;
  }
  return {
    service,
    ok: error === undefined,
    ms: Math.round(performance.now() - started),
    error: error?.toShape() ?? null,
    certificate: refusedCertificate(error) ?? client.certificateOf(service) ?? null,
  };
}

/** The certificate that was refused: tls_untrusted has it as its details, tls_changed within them. */
function refusedCertificate(error: DialdeskError | undefined): CertificateInfo | undefined {
  if (error?.code === 'tls_changed') return detailsOf(error, error.code).certificate;
  return error?.code === 'tls_untrusted' && v.is(CertificateInfo, error.details) ? error.details : undefined;
}
