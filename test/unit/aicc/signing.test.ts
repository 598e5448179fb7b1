import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { authorization, canonicalRequest, type SignedRequest } from '../../../src-main/aicc/signing.ts';
import { mostForTenfold, tenfold } from '../../support/yardstick.ts';

interface Vector {
  name: string;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
  epochMs: number;
  ak: string;
  sk: string;
  canonicalRequest: string;
  authorization: string;
}

const vectors = readFileSync(new URL('../../fixtures/signing-vectors.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Vector);

const keys = { accessKey: 'testAK', secretKey: 'testSK-0123456789' };
const options = { time: new Date(1630402730872), milliseconds: true, emptyQueryLine: false };
const bare: SignedRequest = { method: 'POST', path: '/p', headers: { host: 'h:1' } };

suite("the vendor's vectors", () => {
  assert.ok(vectors.length >= 4);
  for (const vector of vectors) {
    const sign = { time: new Date(vector.epochMs), milliseconds: false, emptyQueryLine: false };
    test(vector.name, () => {
      assert.equal(canonicalRequest(vector, sign), vector.canonicalRequest);
      assert.equal(
        authorization(vector, { accessKey: vector.ak, secretKey: vector.sk }, sign),
        vector.authorization,
      );
    });
    test(`${vector.name}, with the body as bytes`, () => {
      const request = { ...vector, body: new TextEncoder().encode(vector.body) };
      assert.equal(
        authorization(request, { accessKey: vector.ak, secretKey: vector.sk }, sign),
        vector.authorization,
      );
    });
  }
});

suite('the canonical request', () => {
  const lines = (request: SignedRequest, emptyQueryLine = false) =>
    canonicalRequest(request, { emptyQueryLine }).split('\n');

  test('no query leaves no line, unless a blank one is wanted', () => {
    assert.deepEqual(lines(bare), ['POST', '/p', 'host', 'host:h%3A1', '']);
    assert.deepEqual(lines({ ...bare, query: {} }), ['POST', '/p', 'host', 'host:h%3A1', '']);
    assert.deepEqual(lines({ ...bare, query: {} }, true), ['POST', '/p', '', 'host', 'host:h%3A1', '']);
    assert.deepEqual(lines(bare, true), ['POST', '/p', '', 'host', 'host:h%3A1', '']);
  });
  test('a parameter with an empty value is a query', () => {
    assert.equal(lines({ ...bare, query: { a: '' } })[2], 'a=');
    assert.equal(lines({ ...bare, query: { a: '' } }, true)[2], 'a=');
  });
  test('query pairs are encoded first and sorted as a whole', () => {
    const query = { a: '1', 'a-b': '2', B: 'x y', ü: '/', 'a%': '3' };
    assert.equal(lines({ ...bare, query })[2], '%C3%BC=%2F&B=x%20y&a%25=3&a-b=2&a=1');
  });
  test('header names are sorted by name, header lines as lines', () => {
    const headers = { 'X-A': ' 1 ', 'x-a-b': '2', Host: 'h' };
    assert.deepEqual(lines({ ...bare, headers }).slice(2, 6), [
      'host;x-a;x-a-b',
      'host:h',
      'x-a-b:2',
      'x-a:1',
    ]);
  });
  test('values are trimmed of blanks and controls, not of other spaces', () => {
    assert.equal(lines({ ...bare, headers: { a: '\t \u0001x y\r\n ' } })[3], 'a:x%20y');
    assert.equal(lines({ ...bare, headers: { a: '\u00a0x\u3000' } })[3], 'a:%C2%A0x%E3%80%80');
  });
  test('names that differ by case only both count', () => {
    assert.deepEqual(lines({ ...bare, headers: { A: '2', a: '1' } }).slice(2, 5), ['a;a', 'a:1', 'a:2']);
  });
  test('the path is raw and the method upper case', () => {
    assert.deepEqual(lines({ ...bare, method: 'get', path: '/a b/%2f/ü/' }).slice(0, 2), [
      'GET',
      '/a b/%2f/ü/',
    ]);
  });
  test('an empty body adds nothing', () => {
    for (const body of [undefined, '', new Uint8Array()]) {
      assert.equal(canonicalRequest({ ...bare, body }, options), 'POST\n/p\nhost\nhost:h%3A1\n');
    }
  });
  test('reserved and non-ASCII characters of the body', () => {
    const body = `!'()*/+=&%~-._ \n"\u5907\u{1F600}`;
    assert.equal(
      lines({ ...bare, body }).at(-1),
      '%21%27%28%29%2A%2F%2B%3D%26%25~-._%20%0A%22%E5%A4%87%F0%9F%98%80',
    );
  });
  test('a lone surrogate counts as what a socket would carry', () => {
    assert.equal(lines({ ...bare, body: 'a\ud800b' }).at(-1), 'a%EF%BF%BDb');
  });
  test('a body across several blocks stays whole', () => {
    const body = '/a'.repeat(100_000);
    assert.equal(lines({ ...bare, body }).at(-1), '%2Fa'.repeat(100_000));
  });
});

suite('the Authorization header', () => {
  test('its timestamp has milliseconds or not, in UTC', () => {
    assert.match(
      authorization(bare, keys, options),
      /^auth-v2\/testAK\/2021-08-31T09:38:50\.872Z\/host\/[0-9a-f]{64}$/,
    );
    assert.match(
      authorization(bare, keys, { ...options, milliseconds: false }),
      /^auth-v2\/testAK\/2021-08-31T09:38:50Z\/host\//,
    );
  });
  test('every part of the request takes part', () => {
    const one: SignedRequest = { ...bare, query: { q: '1' }, body: 'b' };
    const others: SignedRequest[] = [
      { ...one, method: 'PUT' },
      { ...one, path: '/p/' },
      { ...one, query: { q: '2' } },
      { ...one, headers: { host: 'h:2' } },
      { ...one, body: 'c' },
    ];
    const all = [one, ...others].map((request) => authorization(request, keys, options));
    assert.equal(new Set(all).size, all.length);
  });
  test('agrees with a slow, literal implementation on anything', () => {
    const text = fc.string({ unit: 'binary' });
    // Any UTF-16 code units, unpaired surrogates too.
    const halves = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
    const wild = fc.oneof(text, fc.string({ unit: 'grapheme-ascii' }), halves);
    fc.assert(
      fc.property(
        fc.record({
          method: fc.constantFrom('GET', 'POST'),
          path: wild,
          query: fc.option(fc.dictionary(wild, wild, { maxKeys: 5 }), { nil: undefined }),
          headers: fc.dictionary(fc.oneof(fc.stringMatching(/^[A-Za-z-]{1,8}$/), wild), wild, { maxKeys: 5 }),
          body: fc.oneof(fc.constant(undefined), wild, fc.uint8Array({ maxLength: 300 })),
        }),
        wild,
        wild,
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        fc.boolean(),
        fc.boolean(),
        (request, accessKey, secretKey, time, milliseconds, emptyQueryLine) => {
          assert.equal(
            authorization(request, { accessKey, secretKey }, { time, milliseconds, emptyQueryLine }),
            literally(request, accessKey, secretKey, time, milliseconds, emptyQueryLine),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
  test('to sign a voice file of 7 MB takes work in proportion to its size', () => {
    const body = Buffer.alloc(7_000_000, Buffer.from('UklGRg+/AAAA'));
    const growth = tenfold((bytes) => {
      authorization({ ...bare, body: body.subarray(0, bytes) }, keys, options);
    }, 700_000);
    assert.ok(growth < mostForTenfold, `${growth.toFixed(1)} times the work`);
  });
});

/** The specification, line by line, with nothing shared with the code under test. */
function literally(
  request: SignedRequest,
  accessKey: string,
  secretKey: string,
  time: Date,
  milliseconds: boolean,
  emptyQueryLine: boolean,
): string {
  const bytes = (s: string | Uint8Array) => (typeof s === 'string' ? new TextEncoder().encode(s) : s);
  const enc = (s: string | Uint8Array) =>
    [...bytes(s)]
      .map((byte) =>
        /[A-Za-z0-9\-._~]/.test(String.fromCharCode(byte)) && byte < 128
          ? String.fromCharCode(byte)
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join('');
  const hmac = (key: string, message: string) =>
    createHmac('sha256', bytes(key)).update(bytes(message)).digest('hex');
  const byUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const headers = Object.entries(request.headers);
  const sh = headers
    .map(([name]) => name.toLowerCase())
    .sort(byUnit)
    .join(';');
  const ch = headers

    .map(([name, value]) => `${enc(name.toLowerCase())}:${enc(value.replace(/^[\0- ]+|[\0- ]+$/g, ''))}`)
    .sort(byUnit)
    .join('\n');
  const cq = Object.entries(request.query ?? {})
    .map(([name, value]) => `${enc(name)}=${enc(value)}`)
    .sort(byUnit)
    .join('&');
  const pad = (n: number, width = 2) => String(n).padStart(width, '0');
  const stamp =
    `${pad(time.getUTCFullYear(), 4)}-${pad(time.getUTCMonth() + 1)}-${pad(time.getUTCDate())}` +
    `T${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}:${pad(time.getUTCSeconds())}` +
    (milliseconds ? `.${pad(time.getUTCMilliseconds(), 3)}Z` : 'Z');
  const prefix = `auth-v2/${accessKey}/${stamp}/${sh}`;
  const cr =
    `${request.method}\n${request.path}\n` +
    (cq !== '' || emptyQueryLine ? `${cq}\n` : '') +
    `${sh}\n${ch}\n` +
    (request.body === undefined ? '' : enc(request.body));
  return `${prefix}/${hmac(hmac(secretKey, prefix), cr)}`;
}
