/**
 * A fingerprint in groups that an eye can compare: hex with colons in groups of four bytes, OpenSSH's
 * `SHA256:` base64 in groups of eight characters after its prefix. Joined, the groups are the fingerprint.
 */
export function fingerprintGroups(fingerprint: string): string[] {
  if (/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})+$/.test(fingerprint)) return fingerprint.match(/.{1,12}/g) ?? [];
  const prefix = fingerprint.startsWith('SHA256:') ? 'SHA256:' : '';
  const groups = fingerprint.slice(prefix.length).match(/.{1,8}/g) ?? [];
  return prefix ? [prefix, ...groups] : [...groups];
}
