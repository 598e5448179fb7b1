/**
 * Reads what people paste into a host field: a whole URL, or host and port together.
 * @returns the host, and the port where one was given; undefined when the text is a plain host already
 */
export function readPastedAddress(text: string): { host: string; port?: number } | undefined {
  const plain = text.trim();
  const match = /^(?:https?:\/\/)?(\[[0-9A-Fa-f:.]+\]|[^\s/:?#]+)(?::(\d{1,5}))?(?:[/?#].*)?$/i.exec(plain);
  const host = match?.[1];
  if (match === null || host === undefined || host === plain) return undefined;
  return { host, ...(match[2] !== undefined && { port: Number(match[2]) }) };
}
