import type { Session } from 'electron';

/**
 * The proxy the operating system has for a URL, in the form of one: `http://host:port`, `https://host:port`,
 * `socks5://host:port`; null for none. The system's list may name several; the first that is usable counts.
 * The form of the list is that of a PAC file's answer: `PROXY a:8080; SOCKS5 b:1080; DIRECT`.
 */
export function firstProxy(answer: string): string | null {
  const schemes: Readonly<Record<string, string>> = {
    PROXY: 'http',
    HTTP: 'http',
    HTTPS: 'https',
    SOCKS: 'socks4',
    SOCKS4: 'socks4',
    SOCKS5: 'socks5',
  };
  for (const entry of answer.split(';')) {
    const [kind = '', address] = entry.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return null;
    const scheme = schemes[kind.toUpperCase()];
    if (scheme !== undefined && address !== undefined) return `${scheme}://${address}`;
  }
  return null;
}

/** Asks the system which proxy it has for a URL, anew each time: laptops change networks. */
export function systemProxy(session: Session): (url: string) => Promise<string | null> {
  return async (url) => firstProxy(await session.resolveProxy(url));
}
