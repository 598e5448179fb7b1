import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import type { ConnectionOptions, PeerCertificate } from 'node:tls';
import { test } from 'node:test';
import { createCertificate } from '../../../src-main/demo/certificate.ts';
import type { IssuedCertificate } from '../../../src-main/demo/certificate.ts';

/** Serves the certificate once on loopback; resolves to the peer certificate, or rejects with the client's error. */
async function handshake(
  served: { cert: string; key: string },
  options: ConnectionOptions,
): Promise<PeerCertificate> {
  const server = createServer(served, (socket) => {
    socket.on('error', () => undefined);
    socket.end();
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', ...options });
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate();
  } finally {
    socket.destroy();
    server.close();
  }
}

const served = (issued: IssuedCertificate) => ({ cert: issued.certificatePem, key: issued.privateKeyPem });

test('a self-signed certificate is accepted by who trusts it, for its names only', async () => {
  const issued = createCertificate({ commonName: 'Demo 演示', organization: 'Dialdesk' });
  const peer = await handshake(served(issued), { ca: issued.certificatePem });
  assert.equal(peer.fingerprint256, issued.fingerprint256);
  assert.match(issued.fingerprint256, /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);
  const parsed = new X509Certificate(issued.certificatePem);
  assert.equal(parsed.subject, 'O=Dialdesk\nCN=Demo 演示');
  assert.equal(parsed.checkIP('::1'), '::1');
  assert.equal(parsed.checkIP('127.0.0.1'), '127.0.0.1');
  assert.equal(parsed.checkHost('localhost'), 'localhost');
  assert.equal(parsed.checkHost('example.com'), undefined);
  assert.equal(parsed.ca, false);
});

test('who does not trust it is told that it is self-signed', async () => {
  const issued = createCertificate({ commonName: 'Demo' });
  await assert.rejects(handshake(served(issued), {}), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

test('an expired certificate is refused even when trusted', async () => {
  const issued = createCertificate({
    commonName: 'Old',
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2021-01-01T00:00:00Z'),
  });
  await assert.rejects(handshake(served(issued), { ca: issued.certificatePem }), {
    code: 'CERT_HAS_EXPIRED',
  });
});

test('a name that the certificate does not have is refused', async () => {
  const issued = createCertificate({ commonName: 'Elsewhere', altNames: ['cc.example.com', '2001:db8::7'] });
  await assert.rejects(handshake(served(issued), { ca: issued.certificatePem }), {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  assert.equal(new X509Certificate(issued.certificatePem).checkIP('2001:db8::7'), '2001:db8::7');
});

test('a leaf holds by the CA that signed it and by no other', async () => {
  const ca = createCertificate({ commonName: 'Company CA', isCa: true });
  const stranger = createCertificate({ commonName: 'Company CA', isCa: true });
  const leaf = createCertificate({ commonName: 'isales.example', issuer: ca });
  assert.equal(new X509Certificate(ca.certificatePem).ca, true);
  const peer = await handshake(served(leaf), { ca: ca.certificatePem });
  assert.equal(peer.issuer.CN, 'Company CA');
  await assert.rejects(handshake(served(leaf), { ca: stranger.certificatePem }));
  const verified = new X509Certificate(leaf.certificatePem);
  assert.equal(verified.checkIssued(new X509Certificate(ca.certificatePem)), true);
});

test('openssl reads every field as meant', () => {
  const issued = createCertificate({
    commonName: 'Demo',
    notBefore: new Date('2026-02-03T04:05:06Z'),
    notAfter: new Date('2051-02-03T04:05:06Z'),
    random: (size) => new Uint8Array(size).fill(0xff),
  });
  const text = execFileSync('openssl', ['x509', '-noout', '-text'], {
    input: issued.certificatePem,
    encoding: 'utf8',
  });
  assert.match(text, /Version: 3/);
  assert.match(text, /7f(:ff){15}/);
  assert.match(text, /Not Before: Feb {2}3 04:05:06 2026 GMT/);
  assert.match(text, /Not After : Feb {2}3 04:05:06 2051 GMT/);
  assert.match(text, /IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1, DNS:localhost/);
  assert.match(text, /TLS Web Server Authentication/);
  assert.match(text, /CA:FALSE/);
  assert.match(text, /ecdsa-with-SHA256/);
});
