import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { authorization } from '../../../src-main/aicc/signing.ts';
import { checkSignature } from '../../../src-main/demo/signature.ts';
import type { ReceivedRequest, SignatureCheck } from '../../../src-main/demo/signature.ts';
import { mostForTenfold, tenfold } from '../../support/yardstick.ts';

interface Vector {
  name: string;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string | null;
  ak: string;
  sk: string;
  authorization: string;
}

const vectors = readFileSync(new URL('../../fixtures/signing-vectors.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Vector);

const check: SignatureCheck = {
  accessKey: 'ak',
  secretKey: 'sk',
  emptyQueryLine: false,
  now: new Date('2026-05-06T07:08:09.010Z'),
};

/** The vector as the request that its signer would have sent. */
function received(vector: Vector): ReceivedRequest {
  const search = new URLSearchParams(vector.query).toString();
  const lowerCase: Record<string, string> = {};
  for (const [name, value] of Object.entries(vector.headers)) lowerCase[name.toLowerCase()] = value;
  return {
    method: vector.method,
    target: search === '' ? vector.path : `${vector.path}?${search}`,
    headers: { ...lowerCase, authorization: vector.authorization },
    body: Buffer.from(vector.body ?? ''),
  };
}

for (const vector of vectors) {
  test(`the vendor's signature holds: ${vector.name}`, () => {
    const own = { ...check, accessKey: vector.ak, secretKey: vector.sk };
    assert.equal(checkSignature(received(vector), own), undefined);
  });

  test(`any change breaks it: ${vector.name}`, () => {
    const own = { ...check, accessKey: vector.ak, secretKey: vector.sk };
    const request = received(vector);
    const changes: Partial<ReceivedRequest>[] = [
      { method: 'PUT' },
      { target: `${request.target}/` },
      { target: `${request.target}${request.target.includes('?') ? '&' : '?'}more=1` },
      { body: Buffer.concat([request.body, Buffer.from(' ')]) },
      { headers: { ...request.headers, host: 'elsewhere' } },
    ];
    for (const change of changes) {
      assert.equal(checkSignature({ ...request, ...change }, own), 'mismatch', JSON.stringify(change));
    }
    assert.equal(checkSignature(request, { ...own, secretKey: 'other' }), 'mismatch');
    assert.equal(checkSignature(request, { ...own, accessKey: 'other' }), 'unknown_access_key');
  });
}

test('what the client of the app signs is accepted, whatever it sends', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  fc.assert(
    fc.property(
      fc.dictionary(text, text, { maxKeys: 4 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (query, body, milliseconds, hostOnly, emptyQueryLine) => {
        const headers: Record<string, string> = { host: '[::1]:28080' };
        if (!hostOnly) {
          headers['content-type'] = 'application/json; charset=UTF-8';
          headers['content-length'] = String(Buffer.byteLength(body));
        }
        const path = '/rest/isales/v1/openapi/campaigns/53';
        const value = authorization(
          { method: 'POST', path, query, headers, body },
          { accessKey: 'ak', secretKey: 'sk' },
          { time: check.now, milliseconds, emptyQueryLine },
        );
        const pairs = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('='));
        const request: ReceivedRequest = {
          method: 'POST',
          target: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
          headers: { ...headers, authorization: value },
          body: Buffer.from(body),
        };
        assert.equal(checkSignature(request, { ...check, emptyQueryLine }), undefined);
      },
    ),
  );
});

function signed(headers: Record<string, string>, time = check.now): ReceivedRequest {
  const value = authorization(
    { method: 'GET', path: '/', headers },
    { accessKey: 'ak', secretKey: 'sk' },
    { time, milliseconds: true, emptyQueryLine: false },
  );
  return {
    method: 'GET',
    target: '/',
    headers: { ...headers, authorization: value },
    body: new Uint8Array(),
  };
}

test('headers that are no Authorization of the scheme are told apart', () => {
  const good = signed({ host: 'a' });
  const value = good.headers['authorization'] as string;
  const cases: [string | undefined, string][] = [
    [undefined, 'missing'],
    ['', 'missing'],
    ['Basic dXNlcjpwYXNz', 'malformed'],
    [value.replace('auth-v2', 'auth-v1'), 'malformed'],
    [`${value}/more`, 'malformed'],
    [value.slice(0, -1), 'malformed'],
    [value.replace('2026-05-06T', '2026-05-06 '), 'timestamp'],
    [value.replace('2026-05', '2026-13'), 'timestamp'],
    [value.replace('/host/', '/content-type/'), 'signed_headers'],
    [value.replace('/host/', '/host;content-type/'), 'signed_headers'],
    [value.replace('/host/', '/content-type;host/'), 'signed_headers'],
  ];
  for (const [authorizationHeader, fault] of cases) {
    const request = { ...good, headers: { ...good.headers, authorization: authorizationHeader } };
    assert.equal(checkSignature(request, check), fault, authorizationHeader);
  }
});

test('clock skew counts only where a limit is set', () => {
  const late = signed({ host: 'a' }, new Date(check.now.getTime() - 301_000));
  assert.equal(checkSignature(late, check), undefined);
  assert.equal(checkSignature(late, { ...check, maxClockSkewMs: 300_000 }), 'clock_skew');
  assert.equal(checkSignature(late, { ...check, maxClockSkewMs: 302_000 }), undefined);
});

test('to check a voice file of 7 MB takes work in proportion to its size', () => {
  const requestOf = (bytes: number): ReceivedRequest => {
    const body = Buffer.alloc(bytes, 'QUJDRA+/');
    const value = authorization(
      { method: 'POST', path: '/', headers: { host: 'a' }, body },
      { accessKey: 'ak', secretKey: 'sk' },
      { time: check.now, milliseconds: true, emptyQueryLine: false },
    );
    return { method: 'POST', target: '/', headers: { host: 'a', authorization: value }, body };
  };
  const requests = new Map([700_000, 7_000_000].map((bytes) => [bytes, requestOf(bytes)]));
  const growth = tenfold((bytes) => {
    assert.equal(checkSignature(requests.get(bytes) ?? requestOf(bytes), check), undefined);
  }, 700_000);
  assert.ok(growth < mostForTenfold, `${growth.toFixed(1)} times the work`);
});
