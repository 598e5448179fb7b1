import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { TlsTrust } from '../../../src-main/contract/connections.ts';
import { companyTrust, repeatable, testClient } from '../../support/aicc-client.ts';
import {
  companyCa,
  issuedByCa,
  issuedExpired,
  issuedForOther,
  otherSelfSigned,
  selfSigned,
  selfSignedExpired,
} from '../../support/certificates.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { answering, startHttpsServer } from '../../support/https-server.ts';

const success = answering({ resultCode: '0200000' });
const systemTrust: TlsTrust = { kind: 'system' };
const pin = (isales: string): TlsTrust => ({ kind: 'pinned', isales });
const known = { authorities: () => [companyCa.certificatePem] };

suite('a certificate that is trusted', () => {
  const cases = [
    {
      name: "issued by the system's authority",
      by: issuedByCa,
      trust: systemTrust,
      around: known,
      reason: '',
    },
    { name: 'issued by the authority of a CA file', by: issuedByCa, trust: companyTrust, reason: '' },
    {
      name: "a CA file adds to the system's store",
      by: issuedByCa,
      trust: { ...companyTrust, pem: otherSelfSigned.certificatePem } as TlsTrust,
      around: known,
      reason: '',
    },
    {
      name: 'pinned, though self-signed and without our name',
      by: selfSigned,
      trust: pin(selfSigned.fingerprint256),
      reason: '',
    },
    {
      name: 'pinned and past its date, which is told',
      by: selfSignedExpired,
      trust: pin(selfSignedExpired.fingerprint256),
      reason: 'CERT_HAS_EXPIRED',
    },
  ];
  for (const { name, by, trust, around, reason } of cases) {
    test(name, async () => {
      await using server = await startHttpsServer(by, success);
      using own = testClient(server.port, { trust }, around);
      await own.client.call(repeatable);
      assert.equal(own.client.certificateOf('isales')?.fingerprint256, by.fingerprint256);
      assert.equal(own.client.certificateOf('isales')?.reason, reason);
    });
  }
});

suite('a certificate that is not trusted is shown, and nothing is sent', () => {
  const pinned = selfSigned.fingerprint256;
  const cases = [
    { name: 'self-signed', by: selfSigned, trust: systemTrust, reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    {
      name: 'unknown authority',
      by: issuedByCa,
      trust: systemTrust,
      reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    },
    { name: 'past its date', by: issuedExpired, trust: companyTrust, reason: 'CERT_HAS_EXPIRED' },
    {
      name: 'for another host',
      by: issuedForOther,
      trust: companyTrust,
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
    {
      name: 'the other service is pinned, this one is not',
      by: selfSigned,
      trust: { kind: 'pinned', ccfs: pinned } as TlsTrust,
      reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    },
  ];
  for (const { name, by, trust, reason } of cases) {
    test(name, async () => {
      await using server = await startHttpsServer(by, success);
      using own = testClient(server.port, { trust });
      await assert.rejects(
        own.client.call(repeatable),
        dialdeskError('tls_untrusted', { reason, fingerprint256: by.fingerprint256 }),
      );
      assert.equal(server.requests.length, 0);
      assert.equal(own.log.length, 1, 'a certificate does not get better by asking again');
    });
  }

  test('it is described as the user needs it', async () => {
    await using server = await startHttpsServer(selfSigned, success);
    using own = testClient(server.port, { trust: systemTrust });
    await assert.rejects(
      own.client.call(repeatable),
      (error: Error & { details?: Record<string, unknown> }) => {
        const { subject, issuer, validFrom, validTo } = error.details as Record<string, string>;
        assert.equal(subject, 'O=CC-iSales, CN=10.0.0.1');
        assert.equal(issuer, subject);
        assert.match(`${validFrom} ${validTo}`, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z \d{4}-.*Z$/);
        return true;
      },
    );
  });

  test('pinned before, and now another', async () => {
    await using server = await startHttpsServer(otherSelfSigned, success);
    using own = testClient(server.port, { trust: pin(pinned) });
    await assert.rejects(own.client.call(repeatable), (error: Error) => {
      dialdeskError('tls_changed', { pinned })(error);
      const { certificate } = (error as unknown as { details: { certificate: { fingerprint256: string } } })
        .details;
      assert.equal(certificate.fingerprint256, otherSelfSigned.fingerprint256);
      return true;
    });
    assert.equal(server.requests.length, 0);
  });

  test('a pin is not a bonus: a good certificate that is not the pinned one is refused', async () => {
    await using server = await startHttpsServer(issuedByCa, success);
    using own = testClient(server.port, { trust: pin(pinned) }, known);
    await assert.rejects(own.client.call(repeatable), dialdeskError('tls_changed', { pinned }));
  });
});

test('each new connection is checked anew, though TLS could resume the session', async () => {
  const trusted = await startHttpsServer(
    selfSigned,
    answering({ resultCode: '0200000' }, 200, { connection: 'close' }),
  );
  const { port } = trusted;
  using own = testClient(port, { trust: pin(selfSigned.fingerprint256) });
  await own.client.call(repeatable);
  await own.client.call(repeatable);
  assert.equal(trusted.connections(), 2);
  await trusted[Symbol.asyncDispose]();
  await using impostor = await startHttpsServer(otherSelfSigned, success, port);
  await assert.rejects(own.client.call(repeatable), dialdeskError('tls_changed'));
  assert.equal(impostor.requests.length, 0);
});
