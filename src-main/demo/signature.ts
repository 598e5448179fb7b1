import { createHmac, timingSafeEqual } from 'node:crypto';
import { withoutEdges } from '../contract/text-edges.ts';

/**
 * The call centre's side of `Authorization: auth-v2/{ak}/{timestamp}/{signedHeaders}/{signature}`.
 * Written from the description of the scheme and not from the client in src-main/aicc, so that a slip in
 * one of the two shows as a refused request instead of cancelling out.
 */

/** A request as it came over the wire, before anything was decoded. */
export interface ReceivedRequest {
  readonly method: string;
  /** The request target: path and query, raw. */
  readonly target: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface SignatureCheck {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Whether a request without a query is signed with a blank line in its place. */
  readonly emptyQueryLine: boolean;
  /** Refuses a timestamp further than this from `now`. Left out: any is accepted (nothing is documented). */
  readonly maxClockSkewMs?: number;
  readonly now: Date;
}

/** Why a request was refused. Shown in tests and on the demo system's terminal; a real system only says 401. */
export type SignatureFault =
  'missing' | 'malformed' | 'unknown_access_key' | 'timestamp' | 'clock_skew' | 'signed_headers' | 'mismatch';

const timestampForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/** Recomputes the signature over the received bytes. Returns undefined if it holds, else what is wrong. */
export function checkSignature(request: ReceivedRequest, check: SignatureCheck): SignatureFault | undefined {
  const header = request.headers['authorization'];
  if (typeof header !== 'string' || header === '') return 'missing';
  const parts = header.split('/');
  const [scheme, accessKey, timestamp = '', names = '', given = ''] = parts;
  if (parts.length !== 5 || scheme !== 'auth-v2' || !/^[0-9a-f]{64}$/.test(given)) return 'malformed';
  if (accessKey !== check.accessKey) return 'unknown_access_key';

  const time = Date.parse(timestamp);
  if (!timestampForm.test(timestamp) || Number.isNaN(time)) return 'timestamp';
  if (check.maxClockSkewMs !== undefined && Math.abs(time - check.now.getTime()) > check.maxClockSkewMs) {
    return 'clock_skew';
  }

  const canonicalHeaders = headerLines(names, request.headers);
  if (canonicalHeaders === undefined) return 'signed_headers';

  const key = hmacHex(check.secretKey, `auth-v2/${accessKey}/${timestamp}/${names}`);
  const [path = '', query = ''] = request.target.split('?', 2);
  const queryLine = canonicalQuery(query);
  const head = [request.method, path];
  if (queryLine !== '' || check.emptyQueryLine) head.push(queryLine);
  head.push(names, canonicalHeaders);

  const wanted = createHmac('sha256', key)
    .update(`${head.join('\n')}\n`)
    .update(percentEncoded(request.body));
  return timingSafeEqual(wanted.digest(), Buffer.from(given, 'hex')) ? undefined : 'mismatch';
}

/** The canonical header block, or undefined if the list is unsorted, lacks `host`, or names an absent header. */
function headerLines(list: string, headers: ReceivedRequest['headers']): string | undefined {
  const names = list.split(';');
  const sorted = names.every((name, index) => index === 0 || (names[index - 1] as string) < name);
  if (!sorted || !names.includes('host')) return undefined;
  const lines: string[] = [];
  for (const name of names) {
    const value = headers[name];
    if (typeof value !== 'string') return undefined;
    // Node decodes header values as latin1; going back the same way gives the bytes that were sent.
    lines.push(
      `${encodeText(name)}:${percentEncoded(Buffer.from(trimmed(value), 'latin1')).toString('latin1')}`,
    );
  }
  return lines.sort().join('\n');
}

/** As Java's `String.trim`: everything up to U+0020 at either end. */
const trimmed = (value: string): string => withoutEdges(value, (unit) => unit <= 0x20);

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return `${encodeText(decoded(name))}=${encodeText(decoded(value))}`;
    })
    .sort()
    .join('&');
}

/** Undoes percent-encoding and the form encoding of blanks; what is not valid stays as it came. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const hmacHex = (key: string, message: string): string =>
  createHmac('sha256', key).update(message).digest('hex');

const encodeText = (text: string): string => percentEncoded(Buffer.from(text)).toString('latin1');

const unreserved = new Set(
  Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~').values(),
);
const hexDigits = Buffer.from('0123456789ABCDEF');

/** Percent-encodes bytes into bytes: a voice file makes 7 MB of them, so no string is built on the way. */
function percentEncoded(bytes: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(bytes.length * 3);
  let end = 0;
  for (const byte of bytes) {
    if (isUnreserved[byte] === 1) {
      out[end++] = byte;
    } else {
      out[end++] = 0x25;
      out[end++] = hexDigits[byte >> 4] as number;
      out[end++] = hexDigits[byte & 15] as number;
    }
  }
  return out.subarray(0, end);
}

/** 1 for each byte that stays as it is. */
const isUnreserved = Uint8Array.from({ length: 256 }, (_, byte) => (unreserved.has(byte) ? 1 : 0));
