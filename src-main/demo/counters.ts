import { interfaceNames } from '../contract/result-codes.ts';
import type { InterfaceName } from '../contract/result-codes.ts';
import type { SignatureFault } from './signature.ts';

/** What the demo system has seen. Tests of "at most once" count with it. */
export class Counters {
  /** Requests that reached each interface, whatever became of them. */
  readonly requests: Record<InterfaceName, number>;
  /** Imports accepted, by campaign ID: each would have called its customers. */
  readonly imports: Record<string, number> = {};
  /** Requests refused with 401, by what was wrong. */
  readonly refused: Partial<Record<SignatureFault, number>> = {};
  /** SFTP logins that succeeded. */
  sftpLogins = 0;

  constructor() {
    this.requests = Object.fromEntries(interfaceNames.map((name) => [name, 0])) as Record<
      InterfaceName,
      number
    >;
  }
}
