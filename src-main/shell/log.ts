import log from 'electron-log/node.js';
import { join } from 'node:path';
import { inspect } from 'node:util';

/** The app's log: lines in `dialdesk.log`, the older half in `dialdesk.old.log`. */
export interface Log {
  readonly info: (message: string, facts?: unknown) => void;
  readonly error: (message: string, error?: unknown) => void;
}

/** Bytes, after which the file is set aside as the old one. */
const rotateAt = 2_000_000;

/**
 * Opens the log in a folder. Callers log only what may be sent to support: no secrets, no passwords, no
 * customer numbers; requests are masked before they get here (src-main/aicc/redact.ts).
 */
export function openLog(folder: string): Log {
  const file = log.transports.file;
  file.resolvePathFn = () => join(folder, 'dialdesk.log');
  file.maxSize = rotateAt;
  file.format = '{iso} {level} {text}';
  file.level = 'info';
  log.transports.console.level = false;
  const text = (facts: unknown): string =>
    facts === undefined
      ? ''
      : ` ${inspect(facts, { breakLength: Infinity, depth: 4, maxStringLength: 500 })}`;
  return {
    info: (message, facts) => log.info(message + text(facts)),
    error: (message, error) => log.error(message + text(error)),
  };
}
