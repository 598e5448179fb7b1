import { createHmac } from 'node:crypto';
import type { Received } from '../https-server.ts';

/** Percent-encoded UTF-8; all but letters, digits and `-._~`. */
function enc(bytes: Uint8Array | string): string {
  let text = '';
  for (const byte of Buffer.from(bytes as string)) {
    const char = String.fromCharCode(byte);
    text += /[A-Za-z0-9._~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

const hmac = (key: string, message: string): string =>
  createHmac('sha256', key).update(message, 'utf8').digest('hex');

/**
 * Whether a request carries `auth-v2/{ak}/{timestamp}/{signedHeaders}/{signature}` as the vendor's page 0003 has it.
 * @returns what is wrong with it; null for nothing
 */
export function signatureFault(
  { method, url, headers, body }: Received,
  keys: { readonly accessKey: string; readonly secretKey: string },
): string | null {
  const [version, accessKey, timestamp = '', names = '', signature, ...more] = (
    headers.authorization ?? ''
  ).split('/');
  if (version !== 'auth-v2' || more.length > 0) return 'the Authorization header has another form';
  if (accessKey !== keys.accessKey) return 'another access key';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(timestamp)) return 'the timestamp has another form';
  const signed = names.split(';');
  if (!signed.includes('host') || signed.toSorted().join(';') !== names.toLowerCase()) {
    return 'the signed headers have another form';
  }
  const [path = '', query] = url.split('?', 2);
  const lines = [method, path];
  if (query !== undefined && query !== '') {
    const pairs = query.split('&').map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      return `${enc(decodeURIComponent(name))}=${enc(decodeURIComponent(value))}`;
    });
    lines.push(pairs.toSorted().join('&'));
  }
  lines.push(names);
  lines.push(
    signed
      .map((name) => `${enc(name)}:${enc(String(headers[name] ?? '').trim())}`)
      .toSorted()
      .join('\n'),
  );
  lines.push(enc(body));
  const key = hmac(keys.secretKey, `auth-v2/${accessKey}/${timestamp}/${names}`);
  return hmac(key, lines.join('\n')) === signature ? null : 'the signature is another one';
}
