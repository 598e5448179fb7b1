import { createHmac } from 'node:crypto';
import { percentEncode, percentEncodeBytes } from './percent-encoding.ts';

/** A request as it is signed. */
export interface SignedRequest {
  readonly method: string;
  /** Used raw: no query, nothing encoded, no slash added at the end. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** The headers to be signed, and no others, with the values that are sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly the bytes that are sent; a text counts as its UTF-8. */
  readonly body?: string | Uint8Array | undefined;
}

export interface SigningKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface SigningTime {
  readonly time: Date;
  /** Whether the timestamp has milliseconds. */
  readonly milliseconds: boolean;
  /** Whether a request without a query has a blank line in its place. */
  readonly emptyQueryLine: boolean;
}

/**
 * The value of the Authorization header, scheme `auth-v2` (C2 Monitoring, System Outbound Call, CDR, and
 * Knowledge Base Interface Authentication):
 * `auth-v2/{accessKey}/{timestamp}/{signedHeaders}/{signature}`.
 *
 * @throws RangeError if `time` is no valid date.
 */
export function authorization(request: SignedRequest, keys: SigningKeys, options: SigningTime): string {
  const prefix = `auth-v2/${keys.accessKey}/${timestamp(options)}/${signedHeaderNames(request)}`;
  // The key of the signature is the 64-character hex text, not the 32 bytes that it stands for.
  const signingKey = createHmac('sha256', keys.secretKey).update(prefix).digest('hex');

  const signature = createHmac('sha256', signingKey).update(canonicalHead(request, options));
  percentEncodeBytes(bodyBytes(request), (block) => signature.update(block));
  return `${prefix}/${signature.digest('hex')}`;
}

/** The text that is signed, as one string: for diagnostics and tests. */
export function canonicalRequest(
  request: SignedRequest,
  options: Pick<SigningTime, 'emptyQueryLine'>,
): string {
  let encodedBody = '';
  percentEncodeBytes(bodyBytes(request), (block) => (encodedBody += Buffer.from(block).toString('latin1')));
  return canonicalHead(request, options) + encodedBody;
}

/** Everything but the body. */
function canonicalHead(request: SignedRequest, options: Pick<SigningTime, 'emptyQueryLine'>): string {
  const query = canonicalQuery(request.query ?? {});
  const queryLine = query !== '' || options.emptyQueryLine ? `${query}\n` : '';
  return (
    `${request.method.toUpperCase()}\n` +
    `${request.path}\n` +
    queryLine +
    `${signedHeaderNames(request)}\n` +
    `${canonicalHeaders(request.headers)}\n`
  );
}

/** Whole `name=value` pairs are sorted, not names: `a-b=` comes before `a=`, because `-` is less than `=`. */
function canonicalQuery(query: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value ?? '')}`)
    .sort()
    .join('&');
}

/** Whole `name:value` lines are sorted, which again is not the order of the names. */
function canonicalHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${percentEncode(name.toLowerCase())}:${percentEncode(trim(value))}`)
    .sort()
    .join('\n');
}

function signedHeaderNames({ headers }: SignedRequest): string {
  return Object.keys(headers)
    .map((name) => name.toLowerCase())
    .sort()
    .join(';');
}

/**
 * Trims as the other side does, which is Java: everything up to U+0020 goes. JavaScript's own trim would
 * also take no-break and ideographic spaces, and the signature would be refused.
 */
function trim(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && value.charCodeAt(start) <= 0x20) start++;
  while (end > start && value.charCodeAt(end - 1) <= 0x20) end--;
  return value.slice(start, end);
}

function timestamp({ time, milliseconds }: SigningTime): string {
  const iso = time.toISOString();
  return milliseconds ? iso : iso.replace(/\.\d{3}Z$/, 'Z');
}

function bodyBytes({ body }: SignedRequest): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : (body ?? new Uint8Array());
}
